//! A monthly file for a review and payment organisation (受給者の連絡ファイル): frozen by one person, released by another, delivered, answered.
//! What goes into it follows from what the delivered files said and from the ledger ([`delta`]), of the recipients whose claims the organisation
//! reviews ([`share`]); how it is written, from a layout that the
//! masters hold ([`Layout`]).

mod belonging;
mod delta;
mod layout;
mod refusal;
#[cfg(test)]
mod tests;

use events::ids::StaffId;
use events::recipient_file::{
    Delivered, FileLayout, Prepared, RecipientFileEvent, Rejected, Released, ResultImported, ReviewBody, Withdrawn,
};
use events::{Actor, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use belonging::{Insured, Reviewed, Share, reviewed, share};
pub use delta::{Change, Known, delta};
pub use layout::{Column, Layout, LayoutError, Line};
pub use refusal::RecipientFileRefusal;

/// The most lines of a file; what is more goes into the next one.
pub const MOST: usize = 20_000;

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stage {
    /// There is none.
    #[default]
    None,
    /// 承認待ち.
    Waiting,
    /// 提出待ち.
    Released,
    /// 取りやめ.
    Withdrawn,
    /// 結果待ち.
    Delivered,
    /// 結果取込済.
    Answered,
}

impl Stage {
    /// The next file of the organisation may be frozen.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Released)
    }
}

/// A file, folded from its events. Its lines stay in the event.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RecipientFile {
    stage: Stage,
    prepared_by: Option<StaffId>,
    items: u32,
}

/// A command on a file.
#[derive(Clone, PartialEq, Debug)]
pub enum RecipientFileCommand {
    /// 内容を確定する.
    Prepare(Box<Prepared>),
    /// 承認する.
    Release,
    /// 取りやめる.
    Withdraw,
    /// 提出する.
    Deliver(Date),
    /// 結果を取り込む.
    ImportResult {
        /// Lines that were taken.
        accepted: u32,
        /// Those that were not.
        rejected: Vec<Rejected>,
    },
}

/// The layout of an organisation, as the event keeps it.
///
/// # Errors
/// [`RecipientFileRefusal::NoLayout`].
pub fn layout_of(masters: &crate::rules::Masters, body: ReviewBody, on: Date) -> Result<FileLayout, RecipientFileRefusal> {
    let row = masters.recipient_file_layouts.at(body.code(), on).ok_or(RecipientFileRefusal::NoLayout(body.label()))?;
    let columns = row.value.columns.iter().map(|column| String::from(*column)).collect();
    Ok(FileLayout { form: row.value.form, encoding: row.value.encoding, heading: row.value.heading, columns })
}

impl RecipientFile {
    /// How it stands.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    fn decide(&self, command: RecipientFileCommand, who: &Actor) -> Result<RecipientFileEvent, RecipientFileRefusal> {
        match command {
            RecipientFileCommand::Prepare(prepared) => self.prepare(*prepared, who),
            RecipientFileCommand::Release => {
                if who.role != StaffRole::Approver {
                    return Err(RecipientFileRefusal::ReleasedByOthers);
                }
                let by = self.prepared_by.filter(|_| self.stage == Stage::Waiting).ok_or(RecipientFileRefusal::NotWaiting)?;
                if by == who.id { Err(RecipientFileRefusal::OwnFile) } else { Ok(Released { prepared_by: by }.into()) }
            }
            RecipientFileCommand::Withdraw => match (self.stage, who.role) {
                (Stage::Waiting | Stage::Released, StaffRole::Checker | StaffRole::Approver) => Ok(Withdrawn {}.into()),
                (Stage::Waiting | Stage::Released, _) => Err(RecipientFileRefusal::HandledByCheckers),
                _ => Err(RecipientFileRefusal::GoneAlready),
            },
            RecipientFileCommand::Deliver(on) => match (self.stage, who.role) {
                (Stage::Released, StaffRole::Checker) => Ok(Delivered { on }.into()),
                (Stage::Released, _) => Err(RecipientFileRefusal::HandledByCheckers),
                _ => Err(RecipientFileRefusal::NotReleased),
            },
            RecipientFileCommand::ImportResult { accepted, rejected } => match (self.stage, who.role) {
                (Stage::Delivered, StaffRole::Checker) => self.answered(accepted, rejected),
                (Stage::Delivered, _) => Err(RecipientFileRefusal::HandledByCheckers),
                (Stage::Answered, _) => Err(RecipientFileRefusal::Answered),
                _ => Err(RecipientFileRefusal::NotDelivered),
            },
        }
    }

    fn prepare(&self, prepared: Prepared, who: &Actor) -> Result<RecipientFileEvent, RecipientFileRefusal> {
        if who.role != StaffRole::Checker {
            return Err(RecipientFileRefusal::HandledByCheckers);
        }
        if self.stage != Stage::None {
            return Err(RecipientFileRefusal::NotWaiting);
        }
        if prepared.month.day() != 1 {
            return Err(RecipientFileRefusal::Month);
        }
        if prepared.items.len() > MOST {
            return Err(RecipientFileRefusal::TooMany);
        }
        Layout::read(&prepared.layout).map_err(RecipientFileRefusal::Layout)?;
        Ok(prepared.into())
    }

    /// Every line is answered once, and no line that is not there.
    fn answered(&self, accepted: u32, rejected: Vec<Rejected>) -> Result<RecipientFileEvent, RecipientFileRefusal> {
        let mut lines: Vec<u32> = rejected.iter().map(|one| one.line).collect();
        lines.sort_unstable();
        lines.dedup();
        let known = lines.iter().all(|line| (1..=self.items).contains(line));
        let whole = u32::try_from(rejected.len()).is_ok_and(|refused| accepted.checked_add(refused) == Some(self.items));
        if !known || !whole || lines.len() != rejected.len() {
            return Err(RecipientFileRefusal::OtherLines(self.items));
        }
        Ok(ResultImported { accepted, rejected }.into())
    }
}

aggregate!(RecipientFile, "recipient_file", RecipientFileCommand => RecipientFileEvent);

impl RecipientFile {
    fn take(&mut self, Fact { event, by }: Fact<RecipientFileEvent>) {
        self.stage = match event {
            RecipientFileEvent::Prepared(prepared) => {
                (self.prepared_by, self.items) = (Some(by), u32::try_from(prepared.items.len()).unwrap_or(u32::MAX));
                Stage::Waiting
            }
            RecipientFileEvent::Released(_) => Stage::Released,
            RecipientFileEvent::Withdrawn(_) => Stage::Withdrawn,
            RecipientFileEvent::Delivered(_) => Stage::Delivered,
            RecipientFileEvent::ResultImported(_) => Stage::Answered,
        };
    }
}
