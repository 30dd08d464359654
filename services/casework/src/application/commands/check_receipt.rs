//! 進達の到着を確かめる: what came on a list is checked before anybody takes it up; what is missing stays open, what is wrong goes back.

use events::application::{ApplicationEvent, ReceiptChecked};
use events::ids::TransmittalId;
use events::transmittal::ReceiptOutcome;
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Say what was found of an application when its list came.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckReceipt {
    /// Who acts.
    pub who: Actor,
    /// The list.
    pub transmittal: TransmittalId,
    /// What was found.
    pub outcome: ReceiptOutcome,
    /// Needed unless it arrived.
    pub why: Option<FreeText>,
}

impl CheckReceipt {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::CheckReceipt, case, &self.who)?;
        if case.on_its_way() != Some(self.transmittal) {
            return Err(Refusal::NotOnTheList);
        }
        if self.outcome != ReceiptOutcome::Arrived && self.why.is_none() {
            return Err(Refusal::ReceiptReason);
        }
        Ok(vec![
            ReceiptChecked { transmittal: self.transmittal, outcome: self.outcome, why: self.why.map(Personal::Open) }.into(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use events::application::Forwarded;
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{case_after, checker, counter, story, text};

    const LIST: TransmittalId = TransmittalId(Uuid::from_u128(70));

    fn forwarded() -> Vec<Fact<ApplicationEvent>> {
        let mut facts = story()[..3].to_vec();
        facts.push(Fact::new(Forwarded { transmittal: Some(LIST) }, counter().id));
        facts
    }

    fn check(outcome: ReceiptOutcome) -> CheckReceipt {
        CheckReceipt { who: checker(), transmittal: LIST, outcome, why: Some(text("意見書がない。")) }
    }

    fn after(outcome: ReceiptOutcome) -> Application {
        let events = check(outcome).decide(&case_after(&forwarded())).unwrap();
        let told = events.into_iter().map(|event| Fact { event, by: checker().id });
        case_after(&forwarded().into_iter().chain(told).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_is_taken_up_that_has_not_arrived() {
        let on_its_way = case_after(&forwarded());
        assert_eq!(permit(Action::TakeUp, &on_its_way, &checker()), Err(Refusal::NotArrived));
        assert_eq!(permit(Action::TakeUp, &after(ReceiptOutcome::Arrived), &checker()), Ok(()));
        assert_eq!(permit(Action::TakeUp, &after(ReceiptOutcome::Missing), &checker()), Err(Refusal::NotArrived));
        let back = after(ReceiptOutcome::SentBack);
        assert_eq!((back.stage(), back.on_its_way()), (Some(Stage::Received), None));
        assert_eq!(permit(Action::Forward, &back, &counter()), Ok(()), "it can go again");
    }

    #[test]
    fn a_case_that_was_forwarded_alone_is_taken_up_as_before() {
        let alone = case_after(&story()[..4]);
        assert_eq!(permit(Action::TakeUp, &alone, &checker()), Ok(()));
        assert_eq!(check(ReceiptOutcome::Arrived).decide(&alone), Err(Refusal::NothingToReceive));
    }

    #[test]
    fn the_right_list_with_a_reason_by_the_division() {
        let case = case_after(&forwarded());
        let other = CheckReceipt { transmittal: TransmittalId(Uuid::from_u128(71)), ..check(ReceiptOutcome::Arrived) };
        assert_eq!(other.decide(&case), Err(Refusal::NotOnTheList));
        let silent = CheckReceipt { why: None, ..check(ReceiptOutcome::SentBack) };
        assert_eq!(silent.decide(&case), Err(Refusal::ReceiptReason));
        let counter = CheckReceipt { who: counter(), ..check(ReceiptOutcome::Arrived) };
        assert!(matches!(counter.decide(&case), Err(Refusal::WrongRole { .. })));
    }
}
