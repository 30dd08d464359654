//! From events to rows, without a database.

use events::Event;
use events::nightly::{Closed, Finding, NightlyEvent, Ran};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::State;
use crate::reading::token;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    night: Date,
    kind: String,
    about: Uuid,
    recipient: Option<Uuid>,
    office: String,
    day: Date,
    state: State,
    closed_on: Option<Date>,
    closed_by: Option<Uuid>,
    why: Option<String>,
    position: i64,
}
store::columns!(Row, in "tasks" by "task": night, kind, about, recipient, office, day, state, closed_on, closed_by, why, position);

#[derive(Clone, PartialEq, Debug)]
struct Run {
    night: Date,
    after: Option<Date>,
    persons: i32,
    cases: i32,
    found: i32,
    settled: i32,
    counts: String,
    position: i64,
}
store::columns!(Run, in "nights" by "run": night, after, persons, cases, found, settled, counts, position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    tasks: Latest<Row>,
    nights: Latest<Run>,
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.tasks, &mut self.nights]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Nightly(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let position = told.recorded.position;
        match event {
            NightlyEvent::Found(event) => {
                for finding in &event.findings {
                    self.tasks.put(finding.task(), open(event.night, finding, position));
                }
            }
            NightlyEvent::Settled(event) => {
                for task in &event.tasks {
                    let row = self.tasks.get(*task).cloned().ok_or(FoldError::NotBegun { what: "task", id: *task })?;
                    self.tasks.put(*task, Row { state: State::Settled, closed_on: Some(event.night), position, ..row });
                }
            }
            NightlyEvent::Ran(event) => self.nights.put(told.recorded.stream_id, night(event, position)),
            NightlyEvent::Closed(event) => self.tasks.put(told.recorded.stream_id, closed(event, told)),
        }
        Ok(())
    }
}

fn open(night: Date, finding: &Finding, position: i64) -> Row {
    Row {
        night,
        kind: finding.kind.code().to_owned(),
        about: finding.about,
        recipient: finding.recipient.map(|recipient| recipient.0),
        office: finding.office.to_string(),
        day: finding.day,
        state: State::Open,
        closed_on: None,
        closed_by: None,
        why: None,
        position,
    }
}

/// What was found stands in the event itself.
fn closed(event: &Closed, told: &Told) -> Row {
    Row {
        state: event.outcome.into(),
        closed_on: Some(told.recorded.effective_on),
        closed_by: Some(told.recorded.actor_id.0),
        why: token(&event.why),
        ..open(event.night, &event.finding, told.recorded.position)
    }
}

fn night(event: &Ran, position: i64) -> Run {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Run {
        night: event.night,
        after: event.after,
        persons: number(event.persons),
        cases: number(event.cases),
        found: number(event.found),
        settled: number(event.settled),
        counts: serde_json::json!({ "standing": event.standing, "renewals": event.renewals, "ended": event.ended }).to_string(),
        position,
    }
}
