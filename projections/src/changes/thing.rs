//! The things that an event changed, and whose act that rests on.

use events::Event;
use events::account::AccountEvent;
use events::erasure::ErasureEvent;
use events::installation::InstallationEvent;
use events::master::MasterEvent;
use events::reimbursement::ReimbursementEvent;
use serde_json::json;
use uuid::Uuid;

use super::entitlement::{award, certificate, household, recipient};
use super::kind::Kind;
use super::program::{installation, operation};

/// One thing that changed.
pub(super) struct Thing {
    pub(super) kind: Kind,
    pub(super) subject: String,
    pub(super) content: Option<String>,
}

impl Thing {
    pub(super) fn new(kind: Kind, subject: impl Into<String>, content: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), content: Some(content.into()) }
    }
}

/// Whose act it rests on, where that is not a change request.
#[derive(Default)]
pub(super) struct Authority {
    pub(super) procedure: bool,
    pub(super) application: Option<Uuid>,
    pub(super) recipient: Option<Uuid>,
    pub(super) prepared_by: Option<Uuid>,
}

pub(super) fn changed(event: &Event, stream: Uuid) -> (Vec<Thing>, Authority) {
    match event {
        Event::Recipient(event) => recipient(event, stream),
        Event::Award(event) => award(event, stream),
        Event::Reimbursement(ReimbursementEvent::Decided(event)) => {
            let content = json!({ "amount": event.amount, "decided_on": event.decided_on, "paid": event.refusal.is_none() });
            let thing = Thing::new(Kind::Entitlement, format!("reimbursement/{stream}"), content.to_string());
            (vec![thing], Authority { procedure: true, ..Authority::default() })
        }
        Event::Reimbursement(ReimbursementEvent::Corrected(event)) => {
            let content = json!({ "amount": event.amount, "before": event.before, "decided_on": event.decided_on });
            let thing = Thing::new(Kind::Entitlement, format!("reimbursement/{stream}"), content.to_string());
            (vec![thing], Authority { procedure: true, prepared_by: Some(event.proposed_by.0), ..Authority::default() })
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
        // What came for a campaign decides nothing: the renewal does.
        | Event::TaxData(_)
        // Papers are looked at on the page of their case.
        | Event::Attachment(_)
        // What others were told or claim changes no right.
        | Event::RecipientFile(_)
        | Event::ClaimImport(_)
        // What is paid follows from the decision, which is told.
        | Event::PaymentBatch(_)
        | Event::CapSheet(_)
        // The registers have a page of their own that tells each change.
        | Event::Designation(_)
        | Event::PrintRun(_)
        | Event::Seal(_)
        | Event::Letter(_)
        | Event::Note(_)
        // Hides where a family lives; what it is entitled to stays.
        | Event::Protection(_)
        // Who stands in for whom is arranged on a page of its own and changes nobody's permissions.
        | Event::Post(_)
        // Neither row's entitlement changes; what is wrong about it is corrected in its own name.
        | Event::SamePerson(_)
        // Where post goes; the residence and what follows from it stay.
        | Event::Mailing(_)
        // Told with the household itself.
        | Event::Membership(_)
        | Event::Register(_)
        | Event::AccessReview(_)
        | Event::Audit(_)
        | Event::Viewing(_) => (Vec::new(), Authority::default()),
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
        // By whoever the account is, on the page that asks it.
        AccountEvent::SecondFactorEnrolled(_) => ("second factor".to_owned(), true),
        AccountEvent::SecondFactorRemoved(_) => ("no second factor".to_owned(), false),
        // Nobody has it yet, or nobody gets it.
        AccountEvent::GrantProposed(_) | AccountEvent::GrantDropped(_) => return (Vec::new(), Authority::default()),
        // By two: one proposed, another confirmed.
        AccountEvent::Granted(event) => (format!("{} {}", event.role.code(), event.office), true),
        AccountEvent::Suspended(_) => ("locked".to_owned(), false),
        AccountEvent::PasswordGiven(_) => ("initial password".to_owned(), false),
        AccountEvent::PasswordChosen(_) => ("own password".to_owned(), true),
        AccountEvent::Ended(_) => ("ended".to_owned(), false),
    };
    let prepared_by = match event {
        AccountEvent::Granted(event) => Some(event.proposed_by.0),
        _ => None,
    };
    let thing = Thing::new(Kind::Account, format!("account/{staff}"), content);
    (vec![thing], Authority { procedure, prepared_by, ..Authority::default() })
}

#[cfg(test)]
mod tests {
    use events::account::{GrantProposed, Granted};
    use events::ids::StaffId;
    use events::vocabulary::OfficeCode;
    use events::{Personal, StaffRole};

    use super::*;

    #[test]
    fn a_role_changes_when_the_second_person_confirms_it() {
        let (role, office) = (StaffRole::Checker, OfficeCode::parse("00").unwrap());
        let proposal = GrantProposed { name: None, role, office, why: Personal::Erased };
        assert!(account(&proposal.into(), Uuid::nil()).0.is_empty(), "nobody has it yet");
        let proposed_by = StaffId(Uuid::from_u128(7));
        let (things, authority) = account(&Granted { role, office, proposed_by }.into(), Uuid::nil());
        assert_eq!(things.iter().map(|thing| thing.content.as_deref()).collect::<Vec<_>>(), [Some("checker 00")]);
        assert!(authority.procedure && authority.prepared_by == Some(proposed_by.0), "of two, by a procedure of its own");
    }
}
