//! From events to rows, without a database.

use events::Event;
use events::extension::ExtensionEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};

use crate::reading::token;
use crate::told::{FoldError, coded};

/// Where a mass extension stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// 決裁待ち.
    Proposed,
    /// 起案をやめた.
    Dropped,
    /// 延長中.
    Approved,
    /// 終了.
    Done,
}

/// A word that names no stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("一括延長の状態を表す語ではありません。")]
pub struct UnknownStage;

impl Stage {
    /// All, in the order of the work.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Done, Self::Dropped];

    /// Word in rows.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Dropped => "dropped",
            Self::Approved => "approved",
            Self::Done => "done",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proposed => "決裁待ち",
            Self::Dropped => "起案をやめた",
            Self::Approved => "延長中",
            Self::Done => "延長した",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = UnknownStage;
    fn from_str(text: &str) -> Result<Self, UnknownStage> {
        Self::ALL.into_iter().find(|stage| stage.code() == text).ok_or(UnknownStage)
    }
}

coded!(Stage);

#[derive(Clone, PartialEq, Debug)]
struct Row {
    stage: Stage,
    reference: Option<String>,
    issued_on: Date,
    ends_from: Date,
    ends_until: Date,
    until: Date,
    chosen: i32,
    extended: Option<i32>,
    proposed_on: Date,
    position: i64,
}
store::columns!(Row, in "extensions" by "extension_id": stage, reference, issued_on, ends_from, ends_until, until as "extended_until",
                chosen, extended, proposed_on, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Extension(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let known = |this: &Self| this.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "extension", id });
        let row = match event {
            ExtensionEvent::Proposed(event) => {
                let plan = event.plan;
                Row {
                    stage: Stage::Proposed,
                    reference: token(&event.reference),
                    issued_on: plan.issued_on,
                    ends_from: plan.ends_from,
                    ends_until: plan.ends_until,
                    until: plan.until,
                    chosen: number(event.awards.len()),
                    extended: None,
                    proposed_on: told.recorded.effective_on,
                    position,
                }
            }
            ExtensionEvent::Dropped(_) => Row { stage: Stage::Dropped, position, ..known(self)? },
            ExtensionEvent::Approved(_) => Row { stage: Stage::Approved, position, ..known(self)? },
            ExtensionEvent::CarriedOut(event) => {
                let extended = Some(i32::try_from(event.extended).unwrap_or(i32::MAX));
                Row { stage: Stage::Done, extended, position, ..known(self)? }
            }
        };
        self.0.put(id, row);
        Ok(())
    }
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_read_back() {
        assert!(Stage::ALL.iter().all(|stage| stage.code().parse() == Ok(*stage)));
        assert_eq!("x".parse::<Stage>(), Err(UnknownStage));
    }
}
