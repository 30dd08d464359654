//! From events to rows, without a database.

use events::Event;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::print_run::{Frozen, PrintRunEvent};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::queries::DueState;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Due {
    application: Uuid,
    recipient: Uuid,
    recipient_number: String,
    office: String,
    decided_on: Date,
    copy: i32,
    certificate: Option<Uuid>,
    state: DueState,
    run: Option<Uuid>,
    position: i64,
}
store::columns!(Due, in "print_due" by "award": application, recipient, recipient_number, office, decided_on, copy, certificate, state,
                run, position);

#[derive(Clone, PartialEq, Debug)]
struct Run {
    year: i16,
    serial: i32,
    kind: String,
    office: Option<String>,
    decided_from: Date,
    decided_until: Date,
    frozen_on: Date,
    items: i32,
    left_out: i32,
    rendered: i32,
    halted: bool,
    released: bool,
    posted: i32,
    /// Ordinals of those that lie in the office.
    returned: Vec<i32>,
    mismatches: i32,
    tasks: i32,
    closed: bool,
    position: i64,
}
store::columns!(Run, in "print_runs" by "run": year, serial, kind, office, decided_from, decided_until, frozen_on, items, left_out, rendered,
                halted, released, posted, returned, mismatches, tasks, closed, position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    due: Latest<Due>,
    runs: Latest<Run>,
}

fn small(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.due, &mut self.runs]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let (stream, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        match told.event().map_err(FoldError::from)? {
            Event::Award(event) => self.award(event, stream, position),
            Event::Certificate(event) => self.certificate(event, stream, position)?,
            Event::PrintRun(PrintRunEvent::Frozen(event)) => self.frozen(event, stream, (position, on)),
            Event::PrintRun(event) => self.run(event, stream, position)?,
            _ => {}
        }
        Ok(())
    }
}

impl Fold {
    fn award(&mut self, event: &AwardEvent, award: Uuid, position: i64) {
        match event {
            AwardEvent::Granted(event) => self.due.put(
                award,
                Due {
                    application: event.application.0,
                    recipient: event.recipient.0,
                    recipient_number: event.recipient_number.to_string(),
                    office: event.conclusion.responsible_office.to_string(),
                    decided_on: event.decided_on,
                    copy: 1,
                    certificate: None,
                    state: DueState::Due,
                    run: None,
                    position,
                },
            ),
            // Nobody needs the paper of a right that was given or taken back; one that was made is voided by an event of its own.
            AwardEvent::Ended(event) if event.notice.is_some() => self.unless_made(award, DueState::Void, position),
            AwardEvent::Revoked(_) | AwardEvent::TakenBack(_) => self.unless_made(award, DueState::Void, position),
            AwardEvent::Corrected(_) => self.unless_made(award, DueState::Due, position),
            AwardEvent::Ended(_)
            | AwardEvent::Extended(_)
            | AwardEvent::RedressProposed(_)
            | AwardEvent::RedressDropped(_)
            | AwardEvent::Replaced(_) => {}
        }
    }

    fn unless_made(&mut self, award: Uuid, state: DueState, position: i64) {
        let open = |row: &&Due| row.certificate.is_none() && row.state != DueState::Stopped && row.state != state;
        if let Some(row) = self.due.get(award).filter(open).cloned() {
            self.due.put(award, Due { state, position, ..row });
        }
    }

    fn certificate(&mut self, event: &CertificateEvent, certificate: Uuid, position: i64) -> Result<(), FoldError> {
        let award = match event {
            CertificateEvent::Issued(event) => event.award.0,
            CertificateEvent::IssueStopped(event) => event.award.0,
            CertificateEvent::Voided(event) => event.award.0,
        };
        let row = self.due.get(award).cloned().ok_or(FoldError::NotBegun { what: "award", id: award })?;
        let row = match event {
            CertificateEvent::Issued(event) => {
                let state = if event.documents.is_empty() { DueState::Outside } else { DueState::Issued };
                Due { certificate: Some(certificate), state, ..row }
            }
            CertificateEvent::IssueStopped(_) => Due { state: DueState::Stopped, ..row },
            CertificateEvent::Voided(event) if event.replaced => Due {
                decided_on: event.on,
                copy: i32::try_from(event.copy).unwrap_or(i32::MAX).saturating_add(1),
                certificate: None,
                state: DueState::Due,
                run: None,
                ..row
            },
            CertificateEvent::Voided(_) => Due { state: DueState::Void, ..row },
        };
        self.due.put(award, Due { position, ..row });
        Ok(())
    }

    fn frozen(&mut self, event: &Frozen, run: Uuid, (position, frozen_on): (i64, Date)) {
        for item in &event.items {
            if let Some(row) = self.due.get(item.award.0).filter(|row| row.certificate == Some(item.certificate.0)).cloned() {
                self.due.put(item.award.0, Due { run: Some(run), position, ..row });
            }
        }
        let row = Run {
            year: i16::from(event.year),
            serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
            kind: event.query.kind.code().to_owned(),
            office: event.query.office.map(|office| office.to_string()),
            decided_from: event.query.decided_from,
            decided_until: event.query.decided_until,
            frozen_on,
            items: small(event.items.len()),
            left_out: small(event.left_out.len()),
            rendered: 0,
            halted: false,
            released: false,
            posted: 0,
            returned: Vec::new(),
            mismatches: 0,
            tasks: 0,
            closed: false,
            position,
        };
        self.runs.put(run, row);
    }

    fn run(&mut self, event: &PrintRunEvent, run: Uuid, position: i64) -> Result<(), FoldError> {
        let mut row = self.runs.get(run).cloned().ok_or(FoldError::NotBegun { what: "print run", id: run })?;
        match event {
            PrintRunEvent::Rendered(event) => row.rendered += small(event.digests.len()),
            PrintRunEvent::Halted(_) => row.halted = true,
            PrintRunEvent::Resumed(_) => row.halted = false,
            PrintRunEvent::Released(_) => row.released = true,
            PrintRunEvent::Mismatched(_) => row.mismatches += 1,
            PrintRunEvent::Posted(event) => {
                row.posted += small(event.items.len());
                row.returned.retain(|item| !event.items.iter().any(|posted| i64::from(*posted) == i64::from(*item)));
            }
            PrintRunEvent::Returned(event) => {
                row.posted -= 1;
                row.returned.push(i32::try_from(event.item).unwrap_or(i32::MAX));
            }
            PrintRunEvent::Explained(_) => row.tasks += 1,
            PrintRunEvent::Settled(_) => row.tasks -= 1,
            PrintRunEvent::Closed(event) => {
                row.closed = true;
                for award in &event.left {
                    if let Some(due) = self.due.get(award.0).filter(|due| due.run == Some(run)).cloned() {
                        self.due.put(award.0, Due { run: None, position, ..due });
                    }
                }
            }
            PrintRunEvent::Frozen(_) | PrintRunEvent::Printed(_) | PrintRunEvent::Spoiled(_) | PrintRunEvent::Matched(_) => {}
        }
        self.runs.put(run, Run { position, ..row });
        Ok(())
    }
}
