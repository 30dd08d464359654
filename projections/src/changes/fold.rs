//! From events to rows: each thing an event changed, with what it is now and on whose authority.

use events::Event;
use events::account::AccountEvent;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::erasure::ErasureEvent;
use events::household::{HouseholdEvent, Part};
use events::installation::InstallationEvent;
use events::master::MasterEvent;
use events::operation::OperationEvent;
use events::recipient::RecipientEvent;
use events::reimbursement::ReimbursementEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::{Cause, Entries, Table, Told};
use uuid::Uuid;

use super::kind::{Basis, Kind};
use crate::told::FoldError;

struct Entry {
    stream_id: Uuid,
    position: i64,
    part: i32,
    kind: Kind,
    subject: String,
    content: Option<String>,
    basis: Basis,
    request: Option<String>,
    application_id: Option<Uuid>,
    recipient_id: Option<Uuid>,
    prepared_by: Option<Uuid>,
    event_id: Uuid,
    event_type: String,
    stream_version: i32,
    command_id: Uuid,
    correlation_id: Uuid,
    recorded_at: Timestamp,
    effective_on: Date,
    actor_id: Uuid,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    reason: Option<String>,
}
store::columns!(Entry, in "change_entries" by "stream_id": stream_id, position, part, kind, subject, content, basis, request,
                application_id, recipient_id, prepared_by, event_id, event_type, stream_version, command_id, correlation_id,
                recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason);

/// One thing that changed.
pub(super) struct Thing {
    kind: Kind,
    subject: String,
    content: Option<String>,
}

impl Thing {
    fn new(kind: Kind, subject: impl Into<String>, content: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), content: Some(content.into()) }
    }
}

/// Whose act it rests on, where that is not a change request.
#[derive(Default)]
pub(super) struct Authority {
    procedure: bool,
    application: Option<Uuid>,
    recipient: Option<Uuid>,
    prepared_by: Option<Uuid>,
}

/// The tables.
#[derive(Default)]
pub(super) struct Fold(Entries<Entry>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let (things, authority) = changed(told.event().map_err(FoldError::from)?, told.recorded.stream_id);
        let request = change_of(&told.recorded.metadata);
        let basis = match &authority {
            Authority { application: Some(_), .. } => Basis::Application,
            Authority { procedure: true, .. } => Basis::Procedure,
            _ if request.is_some() => Basis::Request,
            _ => Basis::None,
        };
        for (part, Thing { kind, subject, content }) in (0..).zip(things) {
            let event = told.recorded.clone();
            self.0.add(Entry {
                stream_id: event.stream_id,
                position: event.position,
                part,
                kind,
                subject,
                content,
                basis,
                request: request.clone(),
                application_id: authority.application,
                recipient_id: authority.recipient,
                prepared_by: authority.prepared_by,
                event_id: event.event_id.0,
                event_type: event.event_type,
                stream_version: event.stream_version,
                command_id: event.command_id.0,
                correlation_id: event.correlation_id.0,
                recorded_at: event.recorded_at,
                effective_on: event.effective_on,
                actor_id: event.actor_id.0,
                actor_name: event.actor_name,
                actor_role: event.actor_role,
                actor_office: event.actor_office,
                reason: event.reason,
            });
        }
        Ok(())
    }
}

/// The change request that the metadata names.
fn change_of(metadata: &str) -> Option<String> {
    let metadata: serde_json::Value = serde_json::from_str(metadata).ok()?;
    metadata.get("change")?.as_str().map(ToOwned::to_owned)
}

pub(super) fn changed(event: &Event, stream: Uuid) -> (Vec<Thing>, Authority) {
    let award = || format!("award/{stream}");
    match event {
        Event::Recipient(event) => recipient(event, stream),
        Event::Award(AwardEvent::Granted(event)) => {
            let end = &event.conclusion;
            let content = json!({
                "kind": event.kind, "diseases": event.diseases, "conclusion": end, "decided_on": event.decided_on,
                "registrant_certificate": event.registrant_certificate,
            });
            let thing = Thing::new(Kind::Entitlement, award(), content.to_string());
            (
                vec![thing],
                Authority { application: Some(event.application.0), recipient: Some(event.recipient.0), ..Authority::default() },
            )
        }
        Event::Award(AwardEvent::Ended(event)) => {
            let content = json!({ "until": event.last_day, "ground": event.ground });
            let thing = Thing::new(Kind::Entitlement, award(), content.to_string());
            (vec![thing], Authority { procedure: true, recipient: Some(event.recipient.0), ..Authority::default() })
        }
        Event::Award(AwardEvent::Extended(event)) => {
            let content = json!({
                "until": event.until, "before": event.before, "extension": event.extension, "decided_on": event.decided_on,
            });
            let thing = Thing::new(Kind::Entitlement, award(), content.to_string());
            let (recipient, prepared_by) = (Some(event.recipient.0), Some(event.proposed_by.0));
            (vec![thing], Authority { procedure: true, recipient, prepared_by, ..Authority::default() })
        }
        Event::Award(AwardEvent::Replaced(event)) => {
            let content = json!({ "until": event.from.yesterday().ok(), "award": event.by });
            let thing = Thing::new(Kind::Entitlement, award(), content.to_string());
            let (application, recipient) = (Some(event.application.0), Some(event.recipient.0));
            (vec![thing], Authority { application, recipient, ..Authority::default() })
        }
        Event::Award(AwardEvent::TakenBack(event)) => {
            let content = json!({ "taken_back": event.takeover });
            let thing = Thing::new(Kind::Entitlement, award(), content.to_string());
            (vec![thing], Authority { procedure: true, recipient: Some(event.recipient.0), ..Authority::default() })
        }
        Event::Award(event @ (AwardEvent::Revoked(_) | AwardEvent::Corrected(_))) => redressed(event, stream),
        Event::Reimbursement(ReimbursementEvent::Decided(event)) => {
            let content = json!({ "amount": event.amount, "decided_on": event.decided_on, "paid": event.refusal.is_none() });
            let thing = Thing::new(Kind::Entitlement, format!("reimbursement/{stream}"), content.to_string());
            (vec![thing], Authority { procedure: true, ..Authority::default() })
        }
        Event::Certificate(event) => certificate(event),
        Event::Household(event) => household(event, stream),
        Event::Erasure(event) => erasure(event, stream),
        Event::Master(event) => {
            let row = event.row();
            let content = json!({
                "valid_from": row.valid_from, "valid_to": row.valid_to, "status": row.status, "source": row.source, "values": row.values,
            });
            let thing = Thing::new(Kind::Master, format!("{}/{}", row.table, row.key), content.to_string());
            let authority = match event {
                MasterEvent::RowAdopted(_) => Authority::default(),
                MasterEvent::RowDecided(decided) => {
                    Authority { procedure: true, prepared_by: Some(decided.proposed_by.0), ..Authority::default() }
                }
            };
            (vec![thing], authority)
        }
        Event::Account(event) => account(event, stream),
        Event::Installation(event) => {
            let prepared_by = match event {
                InstallationEvent::Restored(event) => Some(event.approved_by.0),
                _ => None,
            };
            (installation(event), Authority { prepared_by, ..Authority::default() })
        }
        Event::Operation(event) => operation(event),
        // Looking, hearing, reviewing, studying and noting change nothing, nor does a proposal until it is decided; a notice asks, and what follows
        // from it is told of recipient and award.
        Event::Application(_)
        | Event::Award(AwardEvent::RedressProposed(_) | AwardEvent::RedressDropped(_))
        | Event::Notice(_)
        | Event::Nightly(_)
        | Event::Reimbursement(_)
        | Event::Impact(_)
        // Each award tells it of itself.
        | Event::Extension(_)
        // What comes in or goes back is told of each recipient and award.
        | Event::Takeover(_)
        | Event::MasterChange(_)
        | Event::LetterRelease(_)
        | Event::Sitting(_)
        | Event::Transmittal(_)
        // A campaign has a page of its own.
        | Event::Campaign(_)
        // Papers are looked at on the page of their case.
        | Event::Attachment(_)
        // The registers have a page of their own that tells each change.
        | Event::Designation(_)
        | Event::PrintRun(_)
        | Event::Seal(_)
        | Event::Letter(_)
        | Event::Note(_)
        // Hides where a family lives; what it is entitled to stays.
        | Event::Protection(_)
        // Told with the household itself.
        | Event::Membership(_)
        | Event::Register(_)
        | Event::AccessReview(_)
        | Event::Audit(_)
        | Event::Viewing(_) => (Vec::new(), Authority::default()),
    }
}

fn redressed(event: &AwardEvent, award: Uuid) -> (Vec<Thing>, Authority) {
    let (content, recipient, prepared_by) = match event {
        AwardEvent::Revoked(event) => (
            json!({ "revoked_from": event.from, "ground": event.ground, "corrects": event.corrects, "decided_on": event.decided_on }),
            event.recipient.0,
            event.proposed_by.0,
        ),
        AwardEvent::Corrected(event) => (
            json!({
                "conclusion": event.right, "from": event.from, "ground": event.ground, "corrects": event.corrects,
                "decided_on": event.decided_on,
            }),
            event.recipient.0,
            event.proposed_by.0,
        ),
        _ => return (Vec::new(), Authority::default()),
    };
    let authority =
        Authority { procedure: true, recipient: Some(recipient), prepared_by: Some(prepared_by), ..Authority::default() };
    (vec![Thing::new(Kind::Entitlement, format!("award/{award}"), content.to_string())], authority)
}

fn recipient(event: &RecipientEvent, stream: Uuid) -> (Vec<Thing>, Authority) {
    let by_notice = || Authority { procedure: true, recipient: Some(stream), ..Authority::default() };
    let (part, content, authority) = match event {
        RecipientEvent::Registered(event) => {
            let application = Some(event.application.0);
            let authority = Authority { application, recipient: Some(stream), ..Authority::default() };
            ("recipient", json!({ "municipality": event.municipality }), authority)
        }
        RecipientEvent::ParticularsChanged(event) => {
            let content = json!({
                "municipality": event.municipality, "responsible_office": event.responsible_office,
                "name_changed": event.name.is_some(), "address_changed": event.address.is_some(),
                "guardian_changed": event.guardian.is_some(), "insurance_changed": event.insurance.is_some(),
            });
            let application = event.application.map(|application| application.0);
            ("recipient", content, Authority { application, ..by_notice() })
        }
        RecipientEvent::ProxyAppointed(event) => {
            ("proxy", json!({ "authority": event.authority, "from": event.from, "until": event.until }), by_notice())
        }
        RecipientEvent::ProxyEnded(event) => ("proxy", json!({ "until": event.last_day }), by_notice()),
        RecipientEvent::RegistrantListed(event) => ("registrant", json!({ "on": event.on }), by_notice()),
    };
    (vec![Thing::new(Kind::Entitlement, format!("{part}/{stream}"), content.to_string())], authority)
}

/// Who shares a cap with whom, which is part of what everybody in the household is entitled to.
fn household(event: &HouseholdEvent, stream: Uuid) -> (Vec<Thing>, Authority) {
    let (recipient, content) = match event {
        HouseholdEvent::MemberRecorded(event) => {
            let recipient = matches!(event.part, Part::Recipient { .. }).then_some(event.member.0);
            (recipient, json!({ "member": event.member, "part": event.part, "since": event.since }))
        }
        HouseholdEvent::MemberLeft(event) => (None, json!({ "member": event.member, "last_day": event.last_day })),
    };
    let thing = Thing::new(Kind::Entitlement, format!("household/{stream}"), content.to_string());
    (vec![thing], Authority { procedure: true, recipient, ..Authority::default() })
}

fn certificate(event: &CertificateEvent) -> (Vec<Thing>, Authority) {
    match event {
        CertificateEvent::Issued(event) => {
            let documents: Vec<&str> = event.documents.iter().map(|document| document.sha256.as_str()).collect();
            let content = json!({ "issued_on": event.issued_on, "copy": event.copy, "sha256": documents });
            let thing = Thing::new(Kind::Entitlement, format!("certificate/{}", event.award.0), content.to_string());
            let (application, recipient) = (Some(event.application.0), Some(event.recipient.0));
            (vec![thing], Authority { application, recipient, ..Authority::default() })
        }
        CertificateEvent::Voided(event) => {
            let content =
                json!({ "voided_on": event.on, "copy": event.copy, "ground": event.ground, "replaced": event.replaced });
            let thing = Thing::new(Kind::Entitlement, format!("certificate/{}", event.award.0), content.to_string());
            let recipient = Some(event.recipient.0);
            (vec![thing], Authority { procedure: true, recipient, ..Authority::default() })
        }
        // Nothing was issued, nothing changed.
        CertificateEvent::IssueStopped(_) => (Vec::new(), Authority::default()),
    }
}

fn erasure(event: &ErasureEvent, stream: Uuid) -> (Vec<Thing>, Authority) {
    let mut authority = Authority { procedure: true, ..Authority::default() };
    if let ErasureEvent::CarriedOut(event) = event {
        authority.prepared_by = Some(event.proposed_by.0);
    }
    (vec![Thing::new(Kind::Erasure, format!("erasure/{stream}"), events::EventSet::event_type(event))], authority)
}

fn account(event: &AccountEvent, staff: Uuid) -> (Vec<Thing>, Authority) {
    let (content, procedure) = match event {
        AccountEvent::Opened(event) => (format!("{} {}", event.role.code(), event.office), false),
        // The rule of lockout, by the program itself.
        AccountEvent::Locked(_) => ("locked".to_owned(), true),
        AccountEvent::Unlocked(_) => ("unlocked".to_owned(), false),
    };
    (vec![Thing::new(Kind::Account, format!("account/{staff}"), content)], Authority { procedure, ..Authority::default() })
}

fn installation(event: &InstallationEvent) -> Vec<Thing> {
    let differences = |kind: fn(&str) -> Kind, prefix: &str, all: &[events::installation::Difference]| -> Vec<Thing> {
        let thing = |one: &events::installation::Difference| Thing {
            kind: kind(&one.name),
            subject: format!("{prefix}{}", one.name),
            content: one.after.clone(),
        };
        all.iter().map(thing).collect()
    };
    match event {
        InstallationEvent::Founded(event) => {
            let content =
                json!({ "simulated": event.simulated, "prefecture": event.prefecture, "program_version": event.program_version });
            vec![Thing::new(Kind::Release, "installation", content.to_string())]
        }
        InstallationEvent::ReleaseStarted(event) => {
            let content = json!({ "version": event.version, "commit": event.commit, "sha256": event.binary });
            let mut things = vec![Thing::new(Kind::Release, "program", content.to_string())];
            things.extend(differences(of_release, "", &event.differences));
            things
        }
        InstallationEvent::SchemaMigrated(event) => {
            let mut things = vec![Thing::new(Kind::Schema, "schema", event.after.to_string())];
            things.extend(event.migrations.iter().map(|migration| {
                let subject = format!("migration/{:04} {}", migration.version, migration.description);
                Thing::new(Kind::Schema, subject, migration.checksum.clone())
            }));
            things
        }
        InstallationEvent::ConfigurationChanged(event) => {
            differences(|_| Kind::Configuration, &format!("{}/", event.place), &event.differences)
        }
        InstallationEvent::CatalogChanged(event) => differences(|_| Kind::Guard, "", &event.differences),
        InstallationEvent::Restored(event) => {
            let thing = |lost: &events::installation::Lost| {
                let content = json!({ "kept": lost.kept, "signed": lost.signed, "root": lost.root });
                Thing::new(Kind::Guard, format!("log {}", lost.log), content.to_string())
            };
            event.lost.iter().map(thing).collect()
        }
    }
}

fn operation(event: &OperationEvent) -> (Vec<Thing>, Authority) {
    let (read_model, content, procedure) = match event {
        OperationEvent::Requested(event) => (&event.read_model, event.task.code().to_owned(), false),
        OperationEvent::CarriedOut(event) => {
            let content = json!({ "task": event.task, "outcome": event.outcome, "detail": event.detail });
            (&event.read_model, content.to_string(), true)
        }
        // Whoever is at the machine gives the change request, or none: then it shows as such.
        OperationEvent::Begun(event) => {
            (&event.read_model, json!({ "task": event.task, "detail": "command line" }).to_string(), false)
        }
        OperationEvent::Parked(event) => {
            let detail = format!("{} {}: {}", event.position, event.event_type, event.error);
            (&event.read_model, json!({ "task": "parked", "detail": detail }).to_string(), true)
        }
        OperationEvent::Retried(event) => {
            let detail = format!("{} {}", event.position, event.event_type);
            (&event.read_model, json!({ "task": "applied", "detail": detail }).to_string(), true)
        }
        OperationEvent::SkipProposed(event) => {
            (&event.read_model, json!({ "task": "skip_proposed", "detail": event.position.to_string() }).to_string(), false)
        }
        OperationEvent::SkipWithdrawn(event) => {
            (&event.read_model, json!({ "task": "skip_withdrawn", "detail": event.position.to_string() }).to_string(), false)
        }
        OperationEvent::Skipped(event) => {
            (&event.read_model, json!({ "task": "skipped", "detail": event.position.to_string() }).to_string(), false)
        }
    };
    let prepared_by = match event {
        OperationEvent::Skipped(event) => Some(event.proposed_by.0),
        _ => None,
    };
    (
        vec![Thing::new(Kind::ReadModel, format!("operation/{read_model}"), content)],
        Authority { procedure, prepared_by, ..Authority::default() },
    )
}

/// What kind of thing a build brings, by the first word of its name.
fn of_release(name: &str) -> Kind {
    match name.split_once('/').map_or(name, |(area, _)| area) {
        "rule" | "rules" => Kind::Rule,
        "form" => Kind::Form,
        "permission" => Kind::Account,
        "read_model" => Kind::ReadModel,
        _ => Kind::Release,
    }
}
