//! From events to rows, without a database.

use events::Event;
use events::application::ApplicationEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

/// Still to be decided.
const OPEN: &str = "open";

#[derive(Clone, PartialEq, Debug)]
struct Row {
    proposal: Uuid,
    year: i16,
    serial: i32,
    proposed_on: Date,
    /// Key of the reason where it is to be refused.
    ground: Option<String>,
    /// Roles in the order of the way.
    route: Vec<String>,
    /// Steps that are done.
    done: i16,
    /// `open`, or what became of it.
    state: String,
    /// Posts in whose place deputies acted, which have not looked it over (後閲).
    unseen: Vec<String>,
    /// The deputies, one a post.
    deputies: Vec<Uuid>,
    /// Day on which the first of them acted.
    stood_in_on: Option<Date>,
    position: i64,
}
store::columns!(Row, in "proposals" by "application_id": proposal, year, serial, proposed_on, ground, route, done, state, unseen, deputies,
                stood_in_on, position);

impl Row {
    fn stood_in(&mut self, step: u8, by: Uuid, on: Date) {
        let Some(post) = usize::from(step).checked_sub(1).and_then(|step| self.route.get(step)) else { return };
        self.unseen.push(post.clone());
        self.deputies.push(by);
        self.stood_in_on.get_or_insert(on);
    }

    fn looked_over(&mut self, post: &str) {
        let left: Vec<(String, Uuid)> =
            self.unseen.drain(..).zip(self.deputies.drain(..)).filter(|(unseen, _)| unseen != post).collect();
        (self.unseen, self.deputies) = left.into_iter().unzip();
        self.stood_in_on = self.stood_in_on.filter(|_| !self.unseen.is_empty());
    }
}

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

/// Whether an event is about a proposal, or ends one.
pub(super) fn concerns(told: &Told) -> Result<bool, FoldError> {
    Ok(matches!(
        told.event()?,
        Event::Application(
            ApplicationEvent::Proposed(_)
                | ApplicationEvent::Endorsed(_)
                | ApplicationEvent::LookedOver(_)
                | ApplicationEvent::SentBack(_)
                | ApplicationEvent::Approved(_)
                | ApplicationEvent::Refused(_)
                | ApplicationEvent::Withdrawn(_)
        )
    ))
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Application(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        if let ApplicationEvent::Proposed(event) = event {
            let before = self.0.get(id).cloned();
            let (unseen, deputies, stood_in_on) =
                before.map(|row| (row.unseen, row.deputies, row.stood_in_on)).unwrap_or_default();
            let row = Row {
                proposal: event.proposal.0,
                year: i16::from(event.year),
                serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
                proposed_on: told.recorded.effective_on,
                ground: event.ground.clone(),
                route: event.route.iter().map(|step| step.role.code().to_owned()).collect(),
                done: 0,
                state: OPEN.to_owned(),
                unseen,
                deputies,
                stood_in_on,
                position,
            };
            self.0.put(id, row);
            return Ok(());
        }
        // Most cases are decided without a proposal.
        let Some(mut row) = self.0.get(id).cloned() else { return Ok(()) };
        if let ApplicationEvent::LookedOver(event) = event {
            row.looked_over(event.post.code());
            self.0.put(id, Row { position, ..row });
            return Ok(());
        }
        if row.state != OPEN {
            return Ok(());
        }
        match event {
            ApplicationEvent::Endorsed(event) => {
                if event.absence.is_some() {
                    row.stood_in(event.step, told.recorded.actor_id.0, told.recorded.effective_on);
                }
                let last = i16::try_from(row.route.len()).unwrap_or(i16::MAX) - 1;
                row.done = i16::from(event.step).min(last);
            }
            ApplicationEvent::SentBack(_) => "sent_back".clone_into(&mut row.state),
            ApplicationEvent::Approved(_) => "approved".clone_into(&mut row.state),
            ApplicationEvent::Refused(_) => "refused".clone_into(&mut row.state),
            ApplicationEvent::Withdrawn(_) => "withdrawn".clone_into(&mut row.state),
            _ => return Ok(()),
        }
        self.0.put(id, Row { position, ..row });
        Ok(())
    }
}
