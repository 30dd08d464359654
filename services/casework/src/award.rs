//! An award (支給認定): granted once, never overwritten. What changes later is another award.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::award::{AwardEvent, Granted};
use events::ids::{ApplicationId, RecipientId, StaffId};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// An award, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Award {
    granted: Option<(RecipientId, ApplicationId)>,
}

/// Grant an award.
#[derive(Clone, PartialEq, Debug)]
pub struct GrantAward {
    /// Who acts.
    pub by: StaffId,
    /// The award.
    pub award: Granted,
}

impl Award {
    /// Recipient and application, once granted.
    pub const fn granted(self) -> Option<(RecipientId, ApplicationId)> {
        self.granted
    }
}

impl Aggregate for Award {
    const TYPE: &'static str = "award";
    type Command = GrantAward;
    type Event = Fact<AwardEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: GrantAward, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        if self.granted.is_some() {
            return Err(Refusal::AlreadyGranted);
        }
        sink.write(Fact::new(command.award, command.by), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<AwardEvent>) {
        let AwardEvent::Granted(event) = fact.event;
        self.granted = Some((event.recipient, event.application));
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::Personal;
    use events::vocabulary::{ProcedureKind, RecipientNumber};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, concluded};

    #[test]
    fn an_award_is_granted_once() {
        let by = StaffId(Uuid::from_u128(4));
        let concluded = concluded("a");
        let award = Granted {
            recipient: RecipientId(Uuid::from_u128(9)),
            application: ApplicationId(Uuid::from_u128(1)),
            kind: ProcedureKind::New,
            decided_on: TODAY,
            recipient_number: RecipientNumber::from_serial(1).unwrap(),
            diseases: vec!["02_01_001".parse().unwrap()],
            conclusion: concluded.conclusion,
            registrant_certificate: false,
            main_institution: None,
            determination: Personal::Open(concluded.determination),
        };
        let fact: Fact<AwardEvent> = Fact::new(award.clone(), by);
        let command = GrantAward { by, award };
        let framework = || TestFramework::<Award>::with(());
        framework().given_no_previous_events().when(command.clone()).then_expect_events(vec![fact.clone()]);
        framework().given(vec![fact]).when(command).then_expect_error(Refusal::AlreadyGranted);
    }
}
