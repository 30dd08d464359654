//! Reading old events: each step takes the outer JSON of one type from one version to the next. Steps see sealed tokens, never content;
//! the content has a version of its own, read after opening.

mod application_amended_v1_to_v2;
mod application_approved_v1_to_v2;
mod application_forwarded_v1_to_v2;
mod application_received_v1_to_v2;
mod application_received_v2_to_v3;
mod application_refused_v1_to_v2;
mod award_granted_v1_to_v2;
mod letter_issued_v1_to_v2;
mod letter_release_prepared_v1_to_v2;
mod nightly_ran_v1_to_v2;
mod recipient_file_prepared_v1_to_v2;

use serde_json::Value;

/// One step from `from` to `from + 1`.
pub struct Step {
    /// Wire name.
    pub event_type: &'static str,
    /// The version it starts from.
    pub from: i16,
    /// The pure change.
    pub run: fn(Value) -> Value,
}

/// All steps, one a file of this folder.
pub const STEPS: &[Step] = &[
    application_received_v1_to_v2::STEP,
    application_received_v2_to_v3::STEP,
    application_amended_v1_to_v2::STEP,
    application_forwarded_v1_to_v2::STEP,
    application_approved_v1_to_v2::STEP,
    application_refused_v1_to_v2::STEP,
    award_granted_v1_to_v2::STEP,
    letter_issued_v1_to_v2::STEP,
    letter_release_prepared_v1_to_v2::STEP,
    nightly_ran_v1_to_v2::STEP,
    recipient_file_prepared_v1_to_v2::STEP,
];

/// Applies the steps from `found` to `newest`; none where a step is missing.
pub fn upcast(steps: &[Step], event_type: &str, found: i16, newest: i16, payload: Value) -> Option<Value> {
    (found..newest).try_fold(payload, |value, version| {
        let step = steps.iter().find(|step| step.event_type == event_type && step.from == version)?;
        Some((step.run)(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const CHAIN: &[Step] = &[
        Step { event_type: "sample.told", from: 1, run: |old| json!({ "yen": old["amount"] }) },
        Step { event_type: "sample.told", from: 2, run: |old| json!({ "yen": old["yen"], "unit": "month" }) },
    ];

    #[test]
    fn steps_run_in_order_to_the_newest() {
        assert_eq!(upcast(CHAIN, "sample.told", 1, 3, json!({ "amount": 5000 })), Some(json!({ "yen": 5000, "unit": "month" })));
        assert_eq!(upcast(CHAIN, "sample.told", 2, 3, json!({ "yen": 7 })), Some(json!({ "yen": 7, "unit": "month" })));
    }

    #[test]
    fn what_was_first_told_stands_alone() -> Result<(), crate::DecodeError> {
        use crate::application::ApplicationEvent;
        use crate::award::AwardEvent;
        use crate::{Event, EventSet as _};

        let received =
            ApplicationEvent::decode("application.received", 1, include_str!("../../stored/application.received.v1.json"))?;
        let ApplicationEvent::Received(received) = received else { panic!("another event") };
        assert_eq!((received.recipient, received.starting_from, received.arrival), (None, None, None));
        let amended =
            ApplicationEvent::decode("application.amended", 1, include_str!("../../stored/application.amended.v1.json"))?;
        let ApplicationEvent::Amended(amended) = amended else { panic!("another event") };
        assert_eq!((amended.arrival, amended.ground, amended.stands_on), (None, None, None));
        for (decision, stored) in [
            ("application.approved", include_str!("../../stored/application.approved.v1.json")),
            ("application.refused", include_str!("../../stored/application.refused.v1.json")),
        ] {
            let number = match ApplicationEvent::decode(decision, 1, stored)? {
                ApplicationEvent::Approved(approved) => approved.number,
                ApplicationEvent::Refused(refused) => refused.number,
                other => panic!("{other:?}"),
            };
            assert_eq!(number, None, "{decision}");
        }
        let forwarded =
            ApplicationEvent::decode("application.forwarded", 1, include_str!("../../stored/application.forwarded.v1.json"))?;
        assert!(matches!(forwarded, ApplicationEvent::Forwarded(forwarded) if forwarded.transmittal.is_none()));
        let granted = Event::decode("award.granted", 1, include_str!("../../stored/award.granted.v1.json"))?;
        assert!(matches!(granted, Event::Award(AwardEvent::Granted(granted)) if granted.replaces.is_none()));
        Ok(())
    }

    #[test]
    fn a_missing_step_is_not_guessed() {
        assert_eq!(upcast(CHAIN, "sample.told", 1, 4, json!({})), None);
        assert_eq!(upcast(CHAIN, "other.told", 1, 2, json!({})), None);
    }
}
