//! 請求明細を取り込んだ: a file, whole, with the verdict on every row.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ClaimRow;
use crate::recipient_file::ReviewBody;

/// A file of claims came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// Who listed them.
    pub body: ReviewBody,
    /// 請求月, its first day.
    pub claimed_in: Date,
    /// The rows, in the order of the file.
    pub rows: Vec<ClaimRow>,
}

crate::personal::personal!(Recorded);
