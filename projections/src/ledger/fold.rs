//! From events to rows, without a database.

use events::Event;
use events::award::{AwardEvent, EndGround, Granted, Redress, Right};
use events::certificate::CertificateEvent;
use events::recipient::{ParticularsChanged, RecipientEvent, Registered};
use jiff::civil::Date;
use store::{Cause, Cells, Malformed, Stretch, Table, Told, Tuples, Value, Versions};
use uuid::Uuid;

use super::row::RedressKind;
use crate::reading::token;
use crate::told::{FoldError, Mark};

/// A recipient's particulars.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Person {
    pub(super) valid: Stretch<Date>,
    pub(super) application: Uuid,
    pub(super) name: Option<String>,
    pub(super) birth_date: Option<String>,
    pub(super) address: Option<String>,
    pub(super) guardian: Option<String>,
    pub(super) municipality: String,
}
store::columns!(Person, in "ledger_people" by "recipient_id": valid, application as "application_id", name, birth_date, address, guardian,
                municipality);

/// An award and its certificate.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Award {
    pub(super) valid: Stretch<Date>,
    pub(super) ended: Option<String>,
    pub(super) redress: Option<String>,
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
store::columns!(Award, in "ledger_awards" by "award_id": valid, ended, redress, recipient as "recipient_id", application as "application_id", kind,
                payer_number, recipient_number, office as "responsible_office", diseases, tier, severity, haemophilia, monthly_cap,
                decided_on, registrant_certificate, certificate, mark);

/// Whether the certificate is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Certificate {
    Waiting,
    Stopped,
    Voided,
    Issued { id: Uuid, on: Date, copy: i32 },
}

impl Value for Certificate {
    fn columns(_: &'static str, names: &mut Vec<&'static str>) {
        names.extend(["certificate", "certificate_id", "certificate_issued_on", "certificate_copy"]);
    }

    fn put(&self, row: &mut Tuples) {
        let (code, issued) = match self {
            Self::Waiting => ("waiting", None),
            Self::Stopped => ("stopped", None),
            Self::Voided => ("voided", None),
            Self::Issued { id, on, copy } => ("issued", Some((*id, *on, *copy))),
        };
        code.to_owned().put(row);
        issued.map(|(id, ..)| id).put(row);
        issued.map(|(_, on, _)| on).put(row);
        issued.map(|(.., copy)| copy).put(row);
    }

    fn take(cells: &mut Cells<'_>) -> Result<Self, Malformed> {
        let (code, id, on, copy) = (String::take(cells)?, Value::take(cells)?, Value::take(cells)?, Value::take(cells)?);
        match (code.as_str(), id, on, copy) {
            ("waiting", None, None, None) => Ok(Self::Waiting),
            ("stopped", None, None, None) => Ok(Self::Stopped),
            ("voided", None, None, None) => Ok(Self::Voided),
            ("issued", Some(id), Some(on), Some(copy)) => Ok(Self::Issued { id, on, copy }),
            _ => Err(Malformed("a certificate that is waiting, stopped, voided or issued")),
        }
    }
}

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    people: Versions<Person>,
    awards: Versions<Award>,
}

/// The recipient and the award whose rows an event may change.
pub(super) fn keys(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    Ok(match told.event()? {
        Event::Recipient(RecipientEvent::ParticularsChanged(event)) => {
            std::iter::once(told.recorded.stream_id).chain(event.award.map(|award| award.0)).collect()
        }
        Event::Recipient(_) | Event::Award(_) => vec![told.recorded.stream_id],
        Event::Certificate(CertificateEvent::Issued(event)) => vec![event.award.0],
        Event::Certificate(CertificateEvent::IssueStopped(event)) => vec![event.award.0],
        Event::Certificate(CertificateEvent::Voided(event)) => vec![event.award.0],
        _ => Vec::new(),
    })
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.people, &mut self.awards]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        match told.event()? {
            Event::Recipient(RecipientEvent::Registered(event)) => self.people.put(id, position, person(told, event)),
            Event::Recipient(RecipientEvent::ParticularsChanged(event)) => {
                let before = self.people.get(id).ok_or(FoldError::NotBegun { what: "recipient", id })?;
                let now = changed(before.clone(), told, event);
                self.people.put(id, position, now);
                if let (Some(award), Some(office)) = (event.award, event.responsible_office) {
                    self.change(told, award.0, |award| award.office = office.to_string())?;
                }
            }
            Event::Award(AwardEvent::Granted(event)) => self.awards.put(id, position, granted(told, event)),
            Event::Award(AwardEvent::Ended(event)) => {
                self.change(told, id, |award| {
                    award.valid.until = event.last_day.tomorrow().ok();
                    award.ended = Some(event.ground.code().to_owned());
                })?;
            }
            Event::Award(AwardEvent::Extended(event)) => {
                self.change(told, id, |award| (award.valid.until, award.ended) = (event.until.tomorrow().ok(), None))?;
            }
            Event::Award(AwardEvent::Replaced(event)) => {
                self.change(told, id, |award| {
                    award.valid.until = Some(event.from);
                    award.ended = Some("replaced".to_owned());
                })?;
            }
            Event::Award(AwardEvent::RedressProposed(event)) => {
                let kind = match event.redress {
                    Redress::Revoke { .. } => RedressKind::Revocation,
                    Redress::Correct { .. } => RedressKind::Correction,
                };
                self.change(told, id, |award| award.redress = Some(kind.code().to_owned()))?;
            }
            Event::Award(AwardEvent::RedressDropped(_)) => self.change(told, id, |award| award.redress = None)?,
            Event::Award(AwardEvent::Revoked(event)) => self.change(told, id, |award| {
                award.redress = None;
                // The days of an award that never counted stay to be seen; its end says that none counts.
                if event.from <= award.valid.from {
                    award.ended = Some("annulled".to_owned());
                } else {
                    award.valid.until = Some(event.from);
                    award.ended = Some(EndGround::Revoked.code().to_owned());
                }
            })?,
            Event::Award(AwardEvent::TakenBack(_)) => {
                self.change(told, id, |award| award.ended = Some("annulled".to_owned()))?;
            }
            Event::Award(AwardEvent::Corrected(event)) => self.change(told, id, |award| corrected(award, &event.right))?,
            Event::Certificate(CertificateEvent::Issued(event)) => {
                let copy = i32::try_from(event.copy).unwrap_or(i32::MAX);
                let issued = Certificate::Issued { id, on: event.issued_on, copy };
                self.change(told, event.award.0, |award| award.certificate = issued)?;
            }
            Event::Certificate(CertificateEvent::Voided(event)) => {
                let state = if event.replaced { Certificate::Waiting } else { Certificate::Voided };
                self.change(told, event.award.0, |award| award.certificate = state)?;
            }
            Event::Certificate(CertificateEvent::IssueStopped(event)) => {
                self.change(told, event.award.0, |award| award.certificate = Certificate::Stopped)?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Fold {
    fn change(&mut self, told: &Told, award: Uuid, change: impl FnOnce(&mut Award)) -> Result<(), FoldError> {
        let mut now = self.awards.get(award).ok_or(FoldError::NotBegun { what: "award", id: award })?.clone();
        change(&mut now);
        now.mark = Mark::from(&told.recorded);
        self.awards.put(award, told.recorded.position, now);
        Ok(())
    }
}

fn corrected(award: &mut Award, right: &Right) {
    award.redress = None;
    let until = right.validity.end().tomorrow().ok();
    // An award that ended stays ended, unless its days come back.
    if award.valid.until.is_some_and(|before| until.is_none_or(|until| until > before)) {
        award.ended = None;
    }
    award.valid = Stretch { from: right.validity.start(), until };
    award.tier = right.tier.map(|tier| tier.code().to_owned());
    right.severity.code().clone_into(&mut award.severity);
    award.haemophilia = right.haemophilia;
    award.monthly_cap = right.monthly_cap.amount();
}

fn person(told: &Told, event: &Registered) -> Person {
    Person {
        valid: Stretch { from: told.recorded.effective_on, until: None },
        application: event.application.0,
        name: token(&event.name),
        birth_date: token(&event.birth_date),
        address: token(&event.address),
        guardian: token(&event.guardian),
        municipality: event.municipality.to_string(),
    }
}

/// The row after a change. Its days begin anew: what was true before stands in the row before.
fn changed(mut person: Person, told: &Told, event: &ParticularsChanged) -> Person {
    person.valid = Stretch { from: told.recorded.effective_on, until: None };
    if let Some(name) = &event.name {
        person.name = token(name);
    }
    if let Some(address) = &event.address {
        person.address = token(address);
    }
    if let Some(guardian) = &event.guardian {
        person.guardian = token(guardian);
    }
    if let Some(municipality) = event.municipality {
        person.municipality = municipality.to_string();
    }
    person
}

fn granted(told: &Told, event: &Granted) -> Award {
    let conclusion = &event.conclusion;
    Award {
        valid: Stretch { from: conclusion.validity.start(), until: conclusion.validity.end().tomorrow().ok() },
        ended: None,
        redress: None,
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
        mark: Mark::from(&told.recorded),
    }
}
