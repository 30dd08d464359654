//! From events to rows, without a database.

use events::extension::ExtensionEvent;
use events::{Event, codes};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};

use crate::reading::token;
use crate::told::{FoldError, coded};

codes! {
    /// Where a mass extension stands.
    Stage, UnknownStage, "一括延長の状態を表す語ではありません。" {
        /// Another decides it.
        Proposed = "proposed", "決裁待ち";
        /// Award by award.
        Approved = "approved", "延長中";
        /// Everything that could be extended is.
        Done = "done", "延長した";
        /// Given up.
        Dropped = "dropped", "起案をやめた";
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
