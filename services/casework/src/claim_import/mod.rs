//! An import of claims (請求明細の取込): one file, one event, with the verdict on every row ([`judge`]).

mod judge;
#[cfg(test)]
mod tests;

use events::claim_import::{ClaimImportEvent, Recorded};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use judge::{Candidate, KnownClaims, judge};

/// The most rows of a file.
pub const MOST: usize = 20_000;

/// Why an import is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimImportRefusal {
    /// Another role does this.
    #[error("請求明細を取り込むのは、点検の担当者です。担当者に頼んでください。")]
    ByCheckers,
    /// Nothing in it.
    #[error("取り込む行がありません。")]
    Empty,
    /// More than a file holds.
    #[error("1つのファイルは{MOST}行までです。分けて取り込んでください。")]
    TooMany,
    /// It came in before.
    #[error("この取込は、すでに記録されています。")]
    Stands,
    /// No month.
    #[error("請求月を、R8.11 のように入力してください。")]
    Month,
    /// A month that has not come.
    #[error("先の月の請求は取り込めません。請求月を確かめてください。")]
    Ahead,
}

/// An import, folded from its event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ClaimImport {
    recorded: bool,
}

impl ClaimImport {
    fn decide(self, recorded: Recorded, who: &Actor) -> Result<ClaimImportEvent, ClaimImportRefusal> {
        if who.role != StaffRole::Checker {
            return Err(ClaimImportRefusal::ByCheckers);
        }
        if self.recorded {
            return Err(ClaimImportRefusal::Stands);
        }
        if recorded.claimed_in.day() != 1 || recorded.rows.iter().any(|row| row.month.day() != 1) {
            return Err(ClaimImportRefusal::Month);
        }
        match recorded.rows.len() {
            0 => Err(ClaimImportRefusal::Empty),
            1..=MOST => Ok(recorded.into()),
            _ => Err(ClaimImportRefusal::TooMany),
        }
    }
}

aggregate!(ClaimImport, "claim_import", Recorded => ClaimImportEvent);

impl ClaimImport {
    fn take(&mut self, Fact { event: ClaimImportEvent::Recorded(_), .. }: Fact<ClaimImportEvent>) {
        self.recorded = true;
    }
}
