//! すべての行を判定した. What each row would become lies beside the log and can be made again from the file.

use serde::{Deserialize, Serialize};

/// How many rows came out how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Verdicts {
    /// 引き継げる.
    pub right: u32,
    /// 引き継げるが、確かめてほしいことがある.
    pub warned: u32,
    /// 引き継げない.
    pub refused: u32,
    /// No record: an empty row, a total, a heading.
    pub skipped: u32,
}

impl Verdicts {
    /// Rows that can be taken over.
    pub const fn takeable(self) -> u32 {
        self.right + self.warned
    }

    /// All rows.
    pub const fn all(self) -> u32 {
        self.right + self.warned + self.refused + self.skipped
    }
}

/// Every row was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Checked {
    /// How they came out.
    pub verdicts: Verdicts,
}

crate::personal::personal!(Checked);
