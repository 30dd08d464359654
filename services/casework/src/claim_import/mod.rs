//! An import of claims (請求明細の取込): one file, one event, with the verdict on every row ([`judge`]). The wrong file is taken back as a whole by
//! somebody other than who took it in.

mod judge;
mod resting;
#[cfg(test)]
mod tests;

use events::claim_import::{ClaimImportEvent, Recorded, TakenBack, Used};
use events::ids::{ClaimImportId, StaffId};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use judge::{Candidate, KnownClaims, judge};
pub use resting::rests_on;

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
    /// Another role takes back.
    #[error("請求明細の取込を取り消すのは、決裁の担当者です。何も取り消していません。担当者に頼んでください。")]
    TakenBackByApprovers,
    /// Four eyes.
    #[error("取り込んだ人は、その取込を取り消せません。何も取り消していません。ほかの決裁の担当者に頼んでください。")]
    OwnImport,
    /// It does not stand any more.
    #[error("この取込は、すでに取り消されています。同じファイルは、もう一度取り込めます。")]
    TakenBackBefore,
    /// There is none.
    #[error("この取込は記録されていません。取込の一覧で確かめてください。")]
    NotThere,
}

/// A command on an import.
#[derive(Clone, PartialEq, Debug)]
pub enum ClaimImportCommand {
    /// 取り込む.
    Record(Recorded),
    /// 取り消す.
    TakeBack {
        /// The import.
        import: ClaimImportId,
        /// Decisions on its months.
        used: Vec<Used>,
        /// 理由.
        why: FreeText,
    },
}

/// An import, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ClaimImport {
    recorded_by: Option<StaffId>,
    taken_back: bool,
}

impl ClaimImport {
    /// Its rows count nowhere any more.
    pub const fn is_taken_back(self) -> bool {
        self.taken_back
    }

    fn decide(self, command: ClaimImportCommand, who: &Actor) -> Result<ClaimImportEvent, ClaimImportRefusal> {
        match command {
            ClaimImportCommand::Record(recorded) => self.record(recorded, who),
            ClaimImportCommand::TakeBack { import, used, why } => {
                if who.role != StaffRole::Approver {
                    return Err(ClaimImportRefusal::TakenBackByApprovers);
                }
                let recorded_by = self.recorded_by.ok_or(ClaimImportRefusal::NotThere)?;
                if self.taken_back {
                    return Err(ClaimImportRefusal::TakenBackBefore);
                }
                if recorded_by == who.id {
                    return Err(ClaimImportRefusal::OwnImport);
                }
                Ok(TakenBack { import, recorded_by, used, why: Personal::Open(why) }.into())
            }
        }
    }

    fn record(self, recorded: Recorded, who: &Actor) -> Result<ClaimImportEvent, ClaimImportRefusal> {
        if who.role != StaffRole::Checker {
            return Err(ClaimImportRefusal::ByCheckers);
        }
        if self.recorded_by.is_some() {
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

aggregate!(ClaimImport, "claim_import", ClaimImportCommand => ClaimImportEvent);

impl ClaimImport {
    fn take(&mut self, Fact { event, by }: Fact<ClaimImportEvent>) {
        match event {
            ClaimImportEvent::Recorded(_) => self.recorded_by = Some(by),
            ClaimImportEvent::TakenBack(_) => self.taken_back = true,
        }
    }
}
