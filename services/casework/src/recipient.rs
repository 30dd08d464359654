//! A recipient (受給者): enters the ledger once, with the first award.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::{ApplicationId, StaffId};
use events::recipient::{RecipientEvent, Registered};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// A recipient, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Recipient {
    registered_by: Option<ApplicationId>,
}

/// Enter a child in the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct RegisterRecipient {
    /// Who acts.
    pub by: StaffId,
    /// The particulars.
    pub particulars: Registered,
}

impl Recipient {
    /// The application by which the child came into the ledger.
    pub const fn registered_by(self) -> Option<ApplicationId> {
        self.registered_by
    }
}

impl Aggregate for Recipient {
    const TYPE: &'static str = "recipient";
    type Command = RegisterRecipient;
    type Event = Fact<RecipientEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: RegisterRecipient, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        if self.registered_by.is_some() {
            return Err(Refusal::AlreadyRegistered);
        }
        sink.write(Fact::new(command.particulars, command.by), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<RecipientEvent>) {
        let RecipientEvent::Registered(event) = fact.event;
        self.registered_by = Some(event.application);
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::Personal;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::form;

    #[test]
    fn a_child_enters_the_ledger_once() {
        let by = StaffId(Uuid::from_u128(4));
        let form = form();
        let particulars = Registered {
            application: ApplicationId(Uuid::from_u128(1)),
            name: Personal::Open(form.child.name),
            birth_date: Personal::Open(form.child.birth_date),
            address: Personal::Open(form.child.address.clone()),
            municipality: form.child.municipality,
            guardian: Personal::Open(events::recipient::Guardian {
                name: form.applicant.name,
                relation: form.applicant.relation,
                address: form.applicant.address,
            }),
            insurance: Personal::Open(form.insurance),
            my_number: None,
        };
        let fact: Fact<RecipientEvent> = Fact::new(particulars.clone(), by);
        let command = RegisterRecipient { by, particulars };
        let framework = || TestFramework::<Recipient>::with(());
        framework().given_no_previous_events().when(command.clone()).then_expect_events(vec![fact.clone()]);
        framework().given(vec![fact]).when(command).then_expect_error(Refusal::AlreadyRegistered);
    }
}
