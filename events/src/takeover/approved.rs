//! 引き継ぐことを決裁した: another person than the one who prepared it.

use serde::{Deserialize, Serialize};

use super::Verdicts;

/// The takeover was approved as it was checked; rows that are refused stay out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// What was before the eyes of the person who approved.
    pub verdicts: Verdicts,
}

crate::personal::personal!(Approved);
