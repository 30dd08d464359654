//! From events to rows, without a database.

use std::collections::BTreeSet;

use events::Event;
use events::award::{AwardEvent, Granted};
use events::certificate::CertificateEvent;
use events::recipient::{RecipientEvent, Registered};
use jiff::civil::Date;
use uuid::Uuid;

use crate::reading::token;
use crate::temporal::Versions;
use crate::told::{FoldError, Mark, Told};

/// A recipient's particulars.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Person {
    pub(super) valid_from: Date,
    pub(super) application: Uuid,
    pub(super) name: Option<String>,
    pub(super) birth_date: Option<String>,
    pub(super) address: Option<String>,
    pub(super) guardian: Option<String>,
    pub(super) municipality: String,
}

/// An award and its certificate.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Award {
    pub(super) first_day: Date,
    pub(super) last_day: Date,
    pub(super) recipient: Uuid,
    pub(super) application: Uuid,
    pub(super) kind: String,
    pub(super) payer_number: String,
    pub(super) recipient_number: String,
    pub(super) office: String,
    pub(super) diseases: Vec<String>,
    pub(super) tier: Option<String>,
    pub(super) severity: String,
    pub(super) haemophilia: bool,
    pub(super) monthly_cap: i64,
    pub(super) decided_on: Date,
    pub(super) registrant_certificate: bool,
    pub(super) certificate: Certificate,
    pub(super) mark: Mark,
}

/// Whether the certificate is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Certificate {
    Waiting,
    Stopped,
    Issued { id: Uuid, on: Date, copy: i32 },
}

/// The rows a batch touches.
pub(super) struct Fold {
    pub(super) people: Versions<Person>,
    pub(super) awards: Versions<Award>,
}

/// All recipients of a batch.
pub(super) fn recipients(batch: &[Told<'_>]) -> Vec<Uuid> {
    let of = |told: &Told<'_>| matches!(told.event, Event::Recipient(_)).then_some(told.recorded.stream_id);
    batch.iter().filter_map(of).collect::<BTreeSet<_>>().into_iter().collect()
}

/// All awards of a batch.
pub(super) fn awards(batch: &[Told<'_>]) -> Vec<Uuid> {
    let of = |told: &Told<'_>| match &told.event {
        Event::Award(_) => Some(told.recorded.stream_id),
        Event::Certificate(CertificateEvent::Issued(event)) => Some(event.award.0),
        Event::Certificate(CertificateEvent::IssueStopped(event)) => Some(event.award.0),
        _ => None,
    };
    batch.iter().filter_map(of).collect::<BTreeSet<_>>().into_iter().collect()
}

impl Fold {
    /// Takes one event in.
    pub(super) fn tell(&mut self, told: &Told<'_>) -> Result<(), FoldError> {
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        match &told.event {
            Event::Recipient(RecipientEvent::Registered(event)) => {
                self.people.put(id, position, person(told, event));
                Ok(())
            }
            Event::Award(AwardEvent::Granted(event)) => {
                self.awards.put(id, position, granted(told, event));
                Ok(())
            }
            Event::Certificate(CertificateEvent::Issued(event)) => {
                let copy = i32::try_from(event.copy).unwrap_or(i32::MAX);
                self.certificate(told, event.award.0, Certificate::Issued { id, on: event.issued_on, copy })
            }
            Event::Certificate(CertificateEvent::IssueStopped(event)) => {
                self.certificate(told, event.award.0, Certificate::Stopped)
            }
            _ => Ok(()),
        }
    }

    fn certificate(&mut self, told: &Told<'_>, award: Uuid, certificate: Certificate) -> Result<(), FoldError> {
        let before = self.awards.get(award).ok_or(FoldError::NotBegun { what: "award", id: award })?;
        let now = Award { certificate, mark: Mark::from(told.recorded), ..before.clone() };
        self.awards.put(award, told.recorded.position, now);
        Ok(())
    }
}

fn person(told: &Told<'_>, event: &Registered) -> Person {
    Person {
        valid_from: told.recorded.effective_on,
        application: event.application.0,
        name: token(&event.name),
        birth_date: token(&event.birth_date),
        address: token(&event.address),
        guardian: token(&event.guardian),
        municipality: event.municipality.to_string(),
    }
}

fn granted(told: &Told<'_>, event: &Granted) -> Award {
    let conclusion = &event.conclusion;
    Award {
        first_day: conclusion.validity.start(),
        last_day: conclusion.validity.end(),
        recipient: event.recipient.0,
        application: event.application.0,
        kind: event.kind.code().to_owned(),
        payer_number: conclusion.payer_number.to_string(),
        recipient_number: event.recipient_number.to_string(),
        office: conclusion.responsible_office.to_string(),
        diseases: event.diseases.iter().map(ToString::to_string).collect(),
        tier: conclusion.tier.map(|tier| tier.code().to_owned()),
        severity: conclusion.severity.code().to_owned(),
        haemophilia: conclusion.haemophilia,
        monthly_cap: conclusion.monthly_cap.amount(),
        decided_on: event.decided_on,
        registrant_certificate: event.registrant_certificate,
        certificate: Certificate::Waiting,
        mark: Mark::from(told.recorded),
    }
}
