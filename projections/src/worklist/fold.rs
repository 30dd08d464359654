//! From events to rows, without a database.

use events::Event;
use events::application::{ApplicationEvent, Approved, BoardHeard, DocumentRecorded};
use events::certificate::CertificateEvent;
use events::sitting::Verdict;
use events::transmittal::ReceiptOutcome;
use events::vocabulary::OfficeCode;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Cause, Stretch, Table, Told, Versions};
use uuid::Uuid;

use super::case::{Case, amended, moved, received};
use super::doubts::{self, after_amendment, judged, second_entry};
use super::staff::Staff;
use super::terms::Terms;
use super::{Flag, Queue, Stage};
use super::{clerks, clock};
use crate::told::{FoldError, Mark, coded};

/// Where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Step {
    pub(super) valid: Stretch<Date>,
    pub(super) stage: Stage,
    pub(super) queue: Option<Queue>,
    pub(super) office: Option<String>,
    pub(super) waiting_since: Timestamp,
    pub(super) due_on: Option<Date>,
    pub(super) settled: Vec<String>,
    pub(super) checker: Option<Uuid>,
    pub(super) authors: Vec<Uuid>,
    pub(super) award: Option<Uuid>,
    pub(super) recipient: Option<Uuid>,
    pub(super) corrected_since: Option<Date>,
    pub(super) corrected_days: i32,
    pub(super) flags: Vec<Flag>,
    /// Inquiries whose answers are waited for, and what the clock stands for.
    pub(super) inquiries: Vec<Uuid>,
    pub(super) clock_stops: Vec<Uuid>,
    /// Since when it stands for each, and until when if what is waited for comes when it is due.
    pub(super) standing_since: Vec<Date>,
    pub(super) standing_until: Vec<Date>,
    /// When it stood before.
    pub(super) stood_from: Vec<Date>,
    pub(super) stood_until: Vec<Date>,
    /// Records that look like the child, of which nobody said yet whether they are.
    pub(super) suspects: Vec<Uuid>,
    /// How far the second entry of the amounts is; none where nobody asked for one.
    pub(super) second_entry: Option<String>,
    /// Put aside, or with the family, until this day.
    pub(super) held_until: Option<Date>,
    /// Who works on it at each desk, and at the one where it lies (担当者). Whether they are still there is asked when it is read.
    pub(super) office_clerk: Option<Uuid>,
    pub(super) division_clerk: Option<Uuid>,
    pub(super) clerk: Option<Uuid>,
    pub(super) mark: Mark,
}
store::columns!(Step, in "worklist_steps" by "application_id": valid, stage, queue, office, waiting_since, due_on, settled, checker,
                authors, award as "award_id", recipient as "recipient_id", corrected_since, corrected_days, flags, inquiries, clock_stops,
                standing_since, standing_until, stood_from, stood_until, suspects, second_entry, held_until, office_clerk,
                division_clerk, clerk, mark);
coded!(Queue);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    pub(super) cases: Versions<Case>,
    pub(super) steps: Versions<Step>,
    pub(super) terms: Terms,
    pub(super) staff: Versions<Staff>,
}

/// The application an event belongs to.
pub(super) fn application(told: &Told) -> Result<Option<Uuid>, FoldError> {
    Ok(match told.event()? {
        // Decided before this ledger: nobody has anything to do with it here.
        Event::Application(ApplicationEvent::TakenOver(_)) => None,
        Event::Application(_) => Some(told.recorded.stream_id),
        Event::Certificate(CertificateEvent::Issued(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::IssueStopped(event)) => Some(event.application.0),
        _ => None,
    })
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.cases, &mut self.steps, self.terms.table(), &mut self.staff]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        self.terms.tell(told)?;
        if let Some((staff, change)) = super::staff::change(told)? {
            let mut state = self.staff.get(staff).cloned().unwrap_or_default();
            change.apply(&mut state);
            self.staff.put(staff, told.recorded.position, state);
        }
        Ok(self.take(told)?)
    }
}

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let Some(id) = application(told)? else { return Ok(()) };
        let (recorded, event) = (&told.recorded, told.event()?);
        if let Event::Application(ApplicationEvent::Received(event)) = event {
            self.cases.put(id, recorded.position, received(event));
            let step = Step { recipient: event.recipient.map(|recipient| recipient.0), ..begin(told) };
            return self.step(id, told, step, None);
        }
        let unknown = FoldError::NotBegun { what: "application", id };
        let Some(before) = self.steps.get(id).cloned() else {
            // The paper of a right that was taken over.
            return if matches!(event, Event::Certificate(_)) { Ok(()) } else { Err(unknown) };
        };
        // Whatever else happens while the family corrects its papers, they are due when they were.
        let mut correction_due = before.due_on.filter(|_| before.queue == Some(Queue::Correction));
        let mut step = before;
        clerks::fold(&mut step, told, event);
        match event {
            Event::Application(
                ApplicationEvent::Received(_)
                | ApplicationEvent::Endorsed(_)
                | ApplicationEvent::OverridesConfirmed(_)
                | ApplicationEvent::LookedOver(_)
                | ApplicationEvent::ClerkNamed(_)
                | ApplicationEvent::ClerkReleased(_),
            ) => {}
            Event::Application(ApplicationEvent::Amended(event)) => {
                let case = amended(self.cases.get(id).ok_or(unknown)?, event);
                step.settled.retain(|item| case.documents.contains(item));
                self.cases.put(id, recorded.position, case);
                step.second_entry = after_amendment(step.second_entry.take(), event);
            }
            Event::Application(ApplicationEvent::DocumentRecorded(event)) => record(&mut step.settled, event),
            Event::Application(ApplicationEvent::Forwarded(event)) => forwarded(&mut step, event.transmittal.is_some()),
            Event::Application(ApplicationEvent::ReceiptChecked(event)) => arrived(&mut step, event.outcome),
            Event::Application(ApplicationEvent::TakenUp(_) | ApplicationEvent::Recalled(_)) => {
                step.stage = Stage::UnderCheck;
                step.checker = Some(recorded.actor_id.0);
            }
            Event::Application(ApplicationEvent::ReturnedForCorrection(event)) => {
                step.stage = Stage::ReturnedForCorrection;
                correction_due = Some(event.due_on);
            }
            Event::Application(ApplicationEvent::Reminded(event)) => {
                Flag::Reminded.raise(&mut step.flags);
                correction_due = Some(event.due_on);
            }
            Event::Application(ApplicationEvent::Resubmitted(_)) => {
                step.stage = Stage::Forwarded;
                step.checker = None;
            }
            Event::Application(ApplicationEvent::Held(event)) => held(&mut step, Some(event.until)),
            Event::Application(
                event @ (ApplicationEvent::Inquired(_)
                | ApplicationEvent::InquiryAnswered(_)
                | ApplicationEvent::InquiryWithdrawn(_)),
            ) => clock::inquired(&mut step, event, recorded.effective_on),
            Event::Application(ApplicationEvent::HoldReleased(_)) => held(&mut step, None),
            Event::Application(ApplicationEvent::OfficeMoved(event)) => {
                let case = moved(self.cases.get(id).ok_or(unknown)?, event);
                self.cases.put(id, recorded.position, case);
            }
            Event::Application(ApplicationEvent::LikenessFound(event)) => {
                step.suspects.extend(event.alike.iter().map(|one| one.other.id()));
            }
            Event::Application(ApplicationEvent::SamenessJudged(event)) => judged(&mut step, event),
            Event::Application(
                event @ (ApplicationEvent::SecondEntryAsked(_)
                | ApplicationEvent::EnteredAgain(_)
                | ApplicationEvent::EntriesSettled(_)),
            ) => step.second_entry = Some(second_entry(event).to_owned()),
            Event::Application(ApplicationEvent::Overridden(event)) => Flag::by_hand(event.chosen.item()).raise(&mut step.flags),
            Event::Application(ApplicationEvent::OverrideWithdrawn(event)) => {
                step.flags.retain(|flag| *flag != Flag::by_hand(event.item));
            }
            Event::Application(ApplicationEvent::Examined(_)) => step.stage = Stage::Examined,
            Event::Application(ApplicationEvent::Proposed(_)) => {
                step.stage = Stage::Examined;
                step.flags.push(Flag::Proposed);
            }
            Event::Application(ApplicationEvent::SentBack(_)) => step.stage = Stage::UnderCheck,
            Event::Application(ApplicationEvent::Approved(event)) => approved(&mut step, event),
            Event::Application(ApplicationEvent::Refused(_)) => step.stage = Stage::Refused,
            Event::Application(ApplicationEvent::Withdrawn(_)) => step.stage = Stage::Withdrawn,
            Event::Application(ApplicationEvent::PutBeforeBoard(_)) => {
                step.flags.retain(|flag| *flag != Flag::Deferred);
                step.flags.push(Flag::AwaitingBoard);
            }
            Event::Application(ApplicationEvent::BoardHeard(event)) => heard(&mut step, event),
            Event::Certificate(CertificateEvent::Issued(_)) => {
                step.queue = None;
                step.flags.retain(|flag| *flag != Flag::AwaitingPrint);
            }
            Event::Certificate(CertificateEvent::IssueStopped(_)) => step.queue = Some(Queue::IssueStopped),
            _ => return Ok(()),
        }
        if makes_an_author(event) && !step.authors.contains(&recorded.actor_id.0) {
            step.authors.push(recorded.actor_id.0);
        }
        self.step(id, told, step, correction_due)
    }

    /// Draws the conclusions that follow from the stage, and keeps the row.
    fn step(&mut self, id: Uuid, told: &Told, mut step: Step, correction_due: Option<Date>) -> Result<(), FoldError> {
        let case = self.cases.get(id).ok_or(FoldError::NotBegun { what: "application", id })?;
        let before = self.steps.get(id).and_then(|before| before.queue);
        let missing = !step.stage.is_decided() && case.documents.iter().any(|item| !step.settled.contains(item));
        if self.steps.get(id).is_some_and(|before| before.stage != step.stage) {
            step.flags.retain(|flag| !matches!(flag, Flag::Held | Flag::Reminded));
            step.held_until = None;
        }
        if step.stage != Stage::Examined {
            step.flags.retain(|flag| *flag != Flag::Proposed);
        }
        if step.stage == Stage::ReturnedForCorrection {
            step.held_until = correction_due;
        }
        step.flags.retain(|flag| *flag != Flag::MissingDocuments);
        step.flags.extend(missing.then_some(Flag::MissingDocuments));
        doubts::flag(&mut step);
        step.clerk = clerks::at_the_desk(&step);
        clock::keep(&mut step, told.recorded.effective_on, correction_due);
        step.queue = queue(&step, case);
        step.office = step.queue.map(|queue| match queue.role() {
            events::StaffRole::Counter => case.receiving_office.clone(),
            _ => OfficeCode::DIVISION.to_string(),
        });
        step.due_on = match step.queue {
            None => None,
            Some(Queue::Correction) => correction_due,
            Some(_) => {
                let days = self.terms.on(case.received_on, told.recorded.position);
                Some(clock::due(&step, case.received_on, days)?)
            }
        };
        if step.queue != before {
            step.waiting_since = told.recorded.recorded_at;
        }
        step.valid = since(told.recorded.effective_on);
        step.mark = Mark::from(&told.recorded);
        self.steps.put(id, told.recorded.position, step);
        Ok(())
    }
}

fn forwarded(step: &mut Step, with_a_list: bool) {
    step.stage = Stage::Forwarded;
    step.flags.retain(|flag| *flag != Flag::SentBack);
    step.flags.extend(with_a_list.then_some(Flag::OnItsWay));
}

/// Put aside until a day, or taken back.
fn held(step: &mut Step, until: Option<Date>) {
    step.flags.retain(|flag| *flag != Flag::Held);
    step.flags.extend(until.map(|_| Flag::Held));
    step.held_until = until;
}

/// The award is there, its certificate is still to be made.
fn approved(step: &mut Step, event: &Approved) {
    step.stage = Stage::Approved;
    step.queue = Some(Queue::ToIssue);
    step.flags.push(Flag::AwaitingPrint);
    step.award = Some(event.award.0);
    step.recipient = Some(event.recipient.0);
}

/// Whoever shaped what is decided may not decide it (四つの目).
fn makes_an_author(event: &Event) -> bool {
    match event {
        Event::Application(event) => match event {
            ApplicationEvent::Received(_)
            | ApplicationEvent::Amended(_)
            | ApplicationEvent::DocumentRecorded(_)
            | ApplicationEvent::Forwarded(_)
            | ApplicationEvent::TakenUp(_)
            | ApplicationEvent::ReturnedForCorrection(_)
            | ApplicationEvent::Resubmitted(_)
            | ApplicationEvent::PutBeforeBoard(_)
            | ApplicationEvent::BoardHeard(_)
            | ApplicationEvent::Withdrawn(_)
            | ApplicationEvent::ReceiptChecked(_)
            | ApplicationEvent::Reminded(_)
            | ApplicationEvent::Recalled(_)
            | ApplicationEvent::LikenessFound(_)
            | ApplicationEvent::SamenessJudged(_)
            | ApplicationEvent::SecondEntryAsked(_)
            | ApplicationEvent::EnteredAgain(_)
            | ApplicationEvent::EntriesSettled(_)
            | ApplicationEvent::Inquired(_)
            | ApplicationEvent::InquiryAnswered(_)
            | ApplicationEvent::InquiryWithdrawn(_)
            | ApplicationEvent::Overridden(_)
            | ApplicationEvent::OverrideWithdrawn(_)
            | ApplicationEvent::Proposed(_)
            | ApplicationEvent::Examined(_) => true,
            ApplicationEvent::SentBack(_)
            | ApplicationEvent::Endorsed(_)
            | ApplicationEvent::LookedOver(_)
            | ApplicationEvent::OverridesConfirmed(_)
            | ApplicationEvent::Approved(_)
            | ApplicationEvent::TakenOver(_)
            | ApplicationEvent::Refused(_)
            | ApplicationEvent::Held(_)
            | ApplicationEvent::HoldReleased(_)
            | ApplicationEvent::OfficeMoved(_)
            | ApplicationEvent::ClerkNamed(_)
            | ApplicationEvent::ClerkReleased(_) => false,
        },
        _ => false,
    }
}

/// What the division found of a case when its list came.
fn arrived(step: &mut Step, outcome: ReceiptOutcome) {
    step.flags.retain(|flag| !matches!(flag, Flag::OnItsWay | Flag::NotFound));
    match outcome {
        ReceiptOutcome::Arrived => {}
        ReceiptOutcome::Missing => step.flags.push(Flag::NotFound),
        ReceiptOutcome::SentBack => {
            step.stage = Stage::Received;
            step.flags.push(Flag::SentBack);
        }
    }
}

/// What the board said of a case.
fn heard(step: &mut Step, event: &BoardHeard) {
    step.flags.retain(|flag| *flag != Flag::AwaitingBoard);
    let said = |verdict| event.verdicts.iter().any(|one| one.verdict == verdict);
    if said(Verdict::Defer) {
        step.flags.push(Flag::Deferred);
    }
    if said(Verdict::Refuse) && !step.flags.contains(&Flag::BoardRefused) {
        step.flags.push(Flag::BoardRefused);
    }
}

/// From a day on.
fn since(day: Date) -> Stretch<Date> {
    Stretch { from: day, until: None }
}

fn begin(told: &Told) -> Step {
    Step {
        valid: since(told.recorded.effective_on),
        stage: Stage::Received,
        queue: None,
        office: None,
        waiting_since: told.recorded.recorded_at,
        due_on: None,
        settled: Vec::new(),
        checker: None,
        authors: vec![told.recorded.actor_id.0],
        award: None,
        recipient: None,
        corrected_since: None,
        corrected_days: 0,
        flags: Vec::new(),
        inquiries: Vec::new(),
        clock_stops: Vec::new(),
        standing_since: Vec::new(),
        standing_until: Vec::new(),
        stood_from: Vec::new(),
        stood_until: Vec::new(),
        suspects: Vec::new(),
        second_entry: None,
        held_until: None,
        office_clerk: clerks::of_the_counter(told),
        division_clerk: None,
        clerk: None,
        mark: Mark::from(&told.recorded),
    }
}

fn record(settled: &mut Vec<String>, event: &DocumentRecorded) {
    settled.retain(|item| *item != event.item.0);
    if event.state.is_settled() {
        settled.push(event.item.0.clone());
    }
}

fn queue(step: &Step, case: &Case) -> Option<Queue> {
    match step.stage {
        Stage::Received if case.documents.iter().any(|item| !step.settled.contains(item)) => Some(Queue::Intake),
        Stage::Received => Some(Queue::ToForward),
        Stage::Forwarded => Some(Queue::ToCheck),
        Stage::UnderCheck if step.flags.contains(&Flag::AwaitingBoard) => Some(Queue::ToBoard),
        Stage::UnderCheck => Some(Queue::Checking),
        Stage::ReturnedForCorrection => Some(Queue::Correction),
        Stage::Examined => Some(Queue::ToDecide),
        Stage::Approved => step.queue,
        Stage::Refused | Stage::Withdrawn => None,
    }
}
