//! From events to rows, without a database.

use events::Event;
use events::letter_release::LetterReleaseEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::queries::Stage;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    kind: String,
    stage: String,
    from_day: Date,
    until_day: Date,
    office: Option<String>,
    campaign: Option<Uuid>,
    addressed: i32,
    excluded: i32,
    made: Option<i32>,
    prepared_on: Date,
    position: i64,
}
store::columns!(Row, in "letter_releases" by "release": kind, stage, from_day, until_day, office, campaign, addressed, excluded, made,
                prepared_on, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::LetterRelease(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        if let LetterReleaseEvent::Prepared(event) = event {
            let row = Row {
                kind: event.kind.code().to_owned(),
                stage: Stage::Waiting.code().to_owned(),
                from_day: event.from,
                until_day: event.until,
                office: event.office.map(|office| office.to_string()),
                campaign: event.campaign.map(|campaign| campaign.0),
                addressed: number(event.letters()),
                excluded: number(event.excluded.len()),
                made: None,
                prepared_on: on,
                position,
            };
            self.0.put(id, row);
            return Ok(());
        }
        let row = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "letter release", id })?;
        let (stage, made) = match event {
            LetterReleaseEvent::Prepared(_) => (Stage::Waiting, None),
            LetterReleaseEvent::Released(_) => (Stage::Running, None),
            LetterReleaseEvent::Withdrawn(_) => (Stage::Withdrawn, None),
            LetterReleaseEvent::Ended(event) => (Stage::Ended, i32::try_from(event.made).ok()),
        };
        self.0.put(id, Row { stage: stage.code().to_owned(), made, position, ..row });
        Ok(())
    }
}
