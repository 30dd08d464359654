//! From events to rows, without a database.

use events::Event;
use events::application::ApplicationEvent;
use events::award::AwardEvent;
use events::erasure::ErasureEvent;
use events::household::{HouseholdEvent, Part};
use events::ids::SubjectId;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::Stage;
use crate::told::{FoldError, coded};

/// What stands for a number where somebody is kept for a household only; theirs is sealed.
const OUTSIDE: &str = "指定難病（世帯）";

/// One person, as the table holds it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    pub(super) number: String,
    pub(super) subjects: Vec<Uuid>,
    pub(super) last_ended_on: Option<Date>,
    pub(super) stage: Stage,
    pub(super) held: bool,
    pub(super) proposed_by: Option<Uuid>,
    pub(super) proposed_at: Option<Timestamp>,
    pub(super) erased_at: Option<i64>,
    pub(super) position: i64,
}
store::columns!(Row, in "retention_people" by "person": number, subjects, last_ended_on, stage, held, proposed_by, proposed_at, erased_at,
                position);
coded!(Stage);

impl Row {
    fn begin(number: String, subjects: Vec<Uuid>) -> Self {
        let (last_ended_on, proposed_by, proposed_at, erased_at) = (None, None, None, None);
        Self {
            number,
            subjects,
            last_ended_on,
            stage: Stage::Kept,
            held: false,
            proposed_by,
            proposed_at,
            erased_at,
            position: 0,
        }
    }
}

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

/// Everybody that an event is about.
pub(super) fn touched(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    Ok(match told.event()? {
        Event::Application(ApplicationEvent::Approved(event)) => vec![told.recorded.stream_id, event.recipient.0],
        Event::Application(ApplicationEvent::TakenOver(event)) => vec![event.recipient.0],
        Event::Application(_) => vec![told.recorded.stream_id],
        Event::Award(AwardEvent::Granted(event)) => vec![event.recipient.0],
        Event::Award(AwardEvent::Extended(event)) => vec![event.recipient.0],
        Event::Household(HouseholdEvent::MemberRecorded(event)) if matches!(event.part, Part::Outside { .. }) => {
            vec![event.member.0]
        }
        Event::Household(HouseholdEvent::MemberLeft(event)) => vec![event.member.0],
        Event::Erasure(ErasureEvent::CarriedOut(event)) => event.subjects.iter().map(|subject| subject.0).collect(),
        Event::Erasure(ErasureEvent::Reapplied(event)) => event.subjects.iter().map(|subject| subject.0).collect(),
        Event::Erasure(event) => vec![person(event)],
        _ => Vec::new(),
    })
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

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let recorded = &told.recorded;
        match told.event()? {
            Event::Application(ApplicationEvent::Received(event)) => {
                self.put(recorded.stream_id, Row::begin(event.receipt_number.to_string(), vec![recorded.stream_id]), told);
            }
            Event::Application(ApplicationEvent::Refused(event)) => {
                if let Some(row) = self.0.get(recorded.stream_id).cloned() {
                    self.put(recorded.stream_id, Row { last_ended_on: Some(event.decided_on), ..row }, told);
                }
            }
            Event::Application(ApplicationEvent::Withdrawn(event)) => {
                if let Some(row) = self.0.get(recorded.stream_id).cloned() {
                    self.put(recorded.stream_id, Row { last_ended_on: Some(event.withdrawn_on), ..row }, told);
                }
            }
            Event::Application(ApplicationEvent::Approved(event)) => {
                // The application was a person of its own until its recipient was known.
                self.0.remove(recorded.stream_id);
                let recipient = event.recipient.0;
                let mut row = self.0.get(recipient).cloned().unwrap_or_else(|| Row::begin(String::new(), vec![recipient]));
                row.subjects.push(recorded.stream_id);
                self.put(recipient, row, told);
            }
            Event::Application(ApplicationEvent::TakenOver(event)) => {
                let recipient = event.recipient.0;
                let mut row = self.0.get(recipient).cloned().unwrap_or_else(|| Row::begin(String::new(), vec![recipient]));
                row.subjects.push(recorded.stream_id);
                self.put(recipient, row, told);
            }
            Event::Award(AwardEvent::Granted(event)) => {
                let recipient = event.recipient.0;
                let row = self.0.get(recipient).cloned().unwrap_or_else(|| Row::begin(String::new(), vec![recipient]));
                let last_ended_on = row.last_ended_on.max(Some(event.conclusion.validity.end()));
                self.put(recipient, Row { number: event.recipient_number.to_string(), last_ended_on, ..row }, told);
            }
            Event::Award(AwardEvent::Extended(event)) => {
                if let Some(row) = self.0.get(event.recipient.0).cloned() {
                    let last_ended_on = row.last_ended_on.max(Some(event.until));
                    self.put(event.recipient.0, Row { last_ended_on, ..row }, told);
                }
            }
            Event::Household(HouseholdEvent::MemberRecorded(event)) => {
                if let Part::Outside { validity, .. } = event.part {
                    let member = event.member.0;
                    let row = self.0.get(member).cloned().unwrap_or_else(|| Row::begin(OUTSIDE.to_owned(), vec![member]));
                    self.put(member, Row { last_ended_on: Some(validity.end()), ..row }, told);
                }
            }
            Event::Household(HouseholdEvent::MemberLeft(event)) => {
                if let Some(row) = self.0.get(event.member.0).filter(|row| row.number == OUTSIDE).cloned() {
                    self.put(event.member.0, Row { last_ended_on: Some(event.last_day), ..row }, told);
                }
            }
            Event::Erasure(event) => self.erasure(event, told),
            _ => {}
        }
        Ok(())
    }
}

impl Fold {
    fn erasure(&mut self, event: &ErasureEvent, told: &Told) {
        match event {
            ErasureEvent::CarriedOut(event) => return self.erased(&event.subjects, told),
            ErasureEvent::Reapplied(event) => return self.erased(&event.subjects, told),
            _ => {}
        }
        let person = person(event);
        let Some(mut row) = self.0.get(person).cloned() else { return };
        match event {
            ErasureEvent::Proposed(_) => {
                row.stage = Stage::Proposed;
                (row.proposed_by, row.proposed_at) = (Some(told.recorded.actor_id.0), Some(told.recorded.recorded_at));
            }
            ErasureEvent::Withdrawn(_) => (row.stage, row.proposed_by, row.proposed_at) = (Stage::Kept, None, None),
            ErasureEvent::Held(_) => row.held = true,
            ErasureEvent::Released(_) => row.held = false,
            ErasureEvent::CarriedOut(_) | ErasureEvent::Reapplied(_) | ErasureEvent::Certified(_) => {}
        }
        self.put(person, row, told);
    }

    /// The person, and the applications that led to no award and went with it; a file of an old ledger has no row here.
    fn erased(&mut self, subjects: &[SubjectId], told: &Told) {
        for subject in subjects {
            let Some(row) = self.0.get(subject.0).cloned() else { continue };
            self.put(subject.0, Row { stage: Stage::Erased, erased_at: Some(told.recorded.position), ..row }, told);
        }
    }

    fn put(&mut self, person: Uuid, row: Row, told: &Told) {
        self.0.put(person, Row { position: told.recorded.position, ..row });
    }
}
