//! What changes for a family: what it is entitled to, and who shares a cap with whom.

use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::household::{HouseholdEvent, Part};
use events::ids::RecipientId;
use events::recipient::RecipientEvent;
use serde_json::json;
use uuid::Uuid;

use super::kind::Kind;
use super::thing::{Authority, Thing};

pub(super) fn award(event: &AwardEvent, award: Uuid) -> (Vec<Thing>, Authority) {
    let by_procedure =
        |recipient: RecipientId| Authority { procedure: true, recipient: Some(recipient.0), ..Authority::default() };
    let (content, authority) = match event {
        AwardEvent::Granted(event) => {
            let content = json!({
                "kind": event.kind, "diseases": event.diseases, "conclusion": event.conclusion, "decided_on": event.decided_on,
                "registrant_certificate": event.registrant_certificate,
            });
            let (application, recipient) = (Some(event.application.0), Some(event.recipient.0));
            (content, Authority { application, recipient, ..Authority::default() })
        }
        AwardEvent::Ended(event) => (json!({ "until": event.last_day, "ground": event.ground }), by_procedure(event.recipient)),
        AwardEvent::Extended(event) => {
            let content = json!({
                "until": event.until, "before": event.before, "extension": event.extension, "decided_on": event.decided_on,
            });
            (content, Authority { prepared_by: Some(event.proposed_by.0), ..by_procedure(event.recipient) })
        }
        AwardEvent::Replaced(event) => {
            let content = json!({ "until": event.from.yesterday().ok(), "award": event.by });
            let (application, recipient) = (Some(event.application.0), Some(event.recipient.0));
            (content, Authority { application, recipient, ..Authority::default() })
        }
        AwardEvent::TakenBack(event) => (json!({ "taken_back": event.takeover }), by_procedure(event.recipient)),
        AwardEvent::Revoked(event) => {
            let content = json!({
                "revoked_from": event.from, "ground": event.ground, "corrects": event.corrects, "decided_on": event.decided_on,
            });
            (content, Authority { prepared_by: Some(event.proposed_by.0), ..by_procedure(event.recipient) })
        }
        AwardEvent::Corrected(event) => {
            let content = json!({
                "conclusion": event.right, "from": event.from, "ground": event.ground, "corrects": event.corrects,
                "decided_on": event.decided_on,
            });
            (content, Authority { prepared_by: Some(event.proposed_by.0), ..by_procedure(event.recipient) })
        }
        // Nothing changes before it is decided.
        AwardEvent::RedressProposed(_) | AwardEvent::RedressDropped(_) => return (Vec::new(), Authority::default()),
    };
    (vec![Thing::new(Kind::Entitlement, format!("award/{award}"), content.to_string())], authority)
}

pub(super) fn recipient(event: &RecipientEvent, stream: Uuid) -> (Vec<Thing>, Authority) {
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
pub(super) fn household(event: &HouseholdEvent, stream: Uuid) -> (Vec<Thing>, Authority) {
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

pub(super) fn certificate(event: &CertificateEvent) -> (Vec<Thing>, Authority) {
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
