//! From events to rows, without a database.

use std::collections::{BTreeMap, BTreeSet};

use events::Event;
use events::application::ApplicationEvent;
use events::award::AwardEvent;
use events::erasure::ErasureEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::Stage;
use crate::told::Told;

/// One person, as the table holds it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    pub(super) number: String,
    pub(super) subjects: Vec<Uuid>,
    pub(super) last_ended_on: Option<Date>,
    pub(super) stage: Stage,
    pub(super) held: bool,
    pub(super) proposed: Option<(Uuid, Timestamp)>,
    pub(super) erased_at: Option<i64>,
    pub(super) position: i64,
}

impl Row {
    fn begin(number: String, subjects: Vec<Uuid>) -> Self {
        let (last_ended_on, proposed, erased_at) = (None, None, None);
        Self { number, subjects, last_ended_on, stage: Stage::Kept, held: false, proposed, erased_at, position: 0 }
    }
}

/// The persons a batch touches.
pub(super) struct Fold {
    rows: BTreeMap<Uuid, Row>,
    gone: BTreeSet<Uuid>,
}

/// Everybody that the events of a batch are about.
pub(super) fn touched(batch: &[Told<'_>]) -> Vec<Uuid> {
    let mut ids = BTreeSet::new();
    for told in batch {
        match &told.event {
            Event::Application(ApplicationEvent::Approved(event)) => ids.extend([told.recorded.stream_id, event.recipient.0]),
            Event::Application(_) => drop(ids.insert(told.recorded.stream_id)),
            Event::Award(AwardEvent::Granted(event)) => drop(ids.insert(event.recipient.0)),
            Event::Erasure(event) => drop(ids.insert(person(event))),
            _ => {}
        }
    }
    ids.into_iter().collect()
}

fn person(event: &ErasureEvent) -> Uuid {
    match event {
        ErasureEvent::Proposed(event) => event.person.0,
        ErasureEvent::Withdrawn(event) => event.person.0,
        ErasureEvent::Held(event) => event.person.0,
        ErasureEvent::Released(event) => event.person.0,
        ErasureEvent::CarriedOut(event) => event.person.0,
        ErasureEvent::Certified(event) => event.person.0,
        ErasureEvent::Reapplied(event) => event.person.0,
    }
}

impl Fold {
    /// Starts from the rows of the table.
    pub(super) const fn new(rows: BTreeMap<Uuid, Row>) -> Self {
        Self { rows, gone: BTreeSet::new() }
    }

    /// What is to be written, and whose rows go because they became part of somebody.
    pub(super) fn into_rows(self) -> (Vec<(Uuid, Row)>, Vec<Uuid>) {
        (self.rows.into_iter().collect(), self.gone.into_iter().collect())
    }

    /// Takes one event in.
    pub(super) fn tell(&mut self, told: &Told<'_>) {
        let recorded = told.recorded;
        match &told.event {
            Event::Application(ApplicationEvent::Received(event)) => {
                self.put(recorded.stream_id, Row::begin(event.receipt_number.to_string(), vec![recorded.stream_id]), told);
            }
            Event::Application(ApplicationEvent::Refused(event)) => {
                if let Some(row) = self.rows.get(&recorded.stream_id).cloned() {
                    self.put(recorded.stream_id, Row { last_ended_on: Some(event.decided_on), ..row }, told);
                }
            }
            Event::Application(ApplicationEvent::Approved(event)) => {
                // The application was a person of its own until its recipient was known.
                self.rows.remove(&recorded.stream_id);
                self.gone.insert(recorded.stream_id);
                let recipient = event.recipient.0;
                let mut row = self.rows.get(&recipient).cloned().unwrap_or_else(|| Row::begin(String::new(), vec![recipient]));
                row.subjects.push(recorded.stream_id);
                self.put(recipient, row, told);
            }
            Event::Award(AwardEvent::Granted(event)) => {
                let recipient = event.recipient.0;
                let row = self.rows.get(&recipient).cloned().unwrap_or_else(|| Row::begin(String::new(), vec![recipient]));
                let last_ended_on = row.last_ended_on.max(Some(event.conclusion.validity.end()));
                self.put(recipient, Row { number: event.recipient_number.to_string(), last_ended_on, ..row }, told);
            }
            Event::Erasure(event) => self.erasure(event, told),
            _ => {}
        }
    }

    fn erasure(&mut self, event: &ErasureEvent, told: &Told<'_>) {
        let person = person(event);
        let Some(mut row) = self.rows.get(&person).cloned() else { return };
        match event {
            ErasureEvent::Proposed(_) => {
                (row.stage, row.proposed) = (Stage::Proposed, Some((told.recorded.actor_id.0, told.recorded.recorded_at)));
            }
            ErasureEvent::Withdrawn(_) => (row.stage, row.proposed) = (Stage::Kept, None),
            ErasureEvent::Held(_) => row.held = true,
            ErasureEvent::Released(_) => row.held = false,
            ErasureEvent::CarriedOut(_) | ErasureEvent::Reapplied(_) => {
                (row.stage, row.erased_at) = (Stage::Erased, Some(told.recorded.position));
            }
            ErasureEvent::Certified(_) => {}
        }
        self.put(person, row, told);
    }

    fn put(&mut self, person: Uuid, row: Row, told: &Told<'_>) {
        self.gone.remove(&person);
        self.rows.insert(person, Row { position: told.recorded.position, ..row });
    }
}
