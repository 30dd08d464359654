//! どの列を何として読むかを決めた.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, PayerNumber};

/// How the file is read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prepared {
    /// シート; none where the file has none (CSV).
    pub sheet: Option<Personal<FreeText>>,
    /// The row of the headings, from 1. The rows before it are not read.
    pub header_line: u32,
    /// The columns by what they say, counted from 1.
    pub columns: BTreeMap<String, u32>,
    /// 公費負担者番号 where no column says it.
    pub payer_number: PayerNumber,
}

crate::personal::personal!(Prepared; optional sheet);
