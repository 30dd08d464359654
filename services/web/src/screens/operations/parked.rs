//! Events that the rows of a read model do without: what they are, since when, and what two operators may decide about them.

use std::time::Duration;

use casework::operation::{Operation, SkipStep};
use events::ids::StaffId;
use jiff::Timestamp;
use serde::Serialize;
use store::{Left, LeftOutEvent};

use super::read_model::duration;

/// Somebody must have looked at a parked event by then.
pub(super) const TOO_LONG: Duration = store::PARKED_TOO_LONG;

/// One event, in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct ParkedLine {
    position: i64,
    event_type: String,
    state: &'static str,
    tone: &'static str,
    age: String,
    error: String,
}

pub(super) fn line(event: &LeftOutEvent, operation: &Operation, now: Timestamp) -> ParkedLine {
    let seconds = now.duration_since(event.since).as_secs_f64().max(0.0);
    let (state, tone) = match event.state {
        Left::Parked if matches!(operation.parked().get(&event.position), Some(Some(_))) => ("飛ばす提案あり", "warn"),
        Left::Parked if operation.skipped().contains(&event.position) => ("飛ばすところ", "key"),
        Left::Parked => ("脇に置いた", if seconds > TOO_LONG.as_secs_f64() { "alert" } else { "warn" }),
        Left::Skipped => ("飛ばした", ""),
        Left::Waiting | Left::Released => ("適用した", "ok"),
    };
    ParkedLine {
        position: event.position,
        event_type: event.event_type.clone(),
        state,
        tone,
        age: duration(seconds),
        error: event.error.clone().unwrap_or_default(),
    }
}

/// What this operator may ask for about the events that are parked: value and label of a choice.
pub(super) fn offers(operation: &Operation, who: StaffId) -> Vec<(String, String)> {
    let of = |(position, proposer): (&i64, &Option<StaffId>)| match proposer {
        None => (format!("propose_skip:{position}"), format!("{position} 番を飛ばすよう提案する")),
        Some(proposer) if *proposer == who => {
            (format!("withdraw_skip:{position}"), format!("{position} 番を飛ばす提案を取り下げる"))
        }
        Some(_) => (format!("approve_skip:{position}"), format!("{position} 番を飛ばすことを承認する")),
    };
    operation.parked().iter().map(of).collect()
}

/// Reads such a choice.
pub(super) fn chosen(text: &str) -> Option<(SkipStep, i64)> {
    let (word, position) = text.split_once(':')?;
    let skip = match word {
        "propose_skip" => SkipStep::Propose,
        "withdraw_skip" => SkipStep::Withdraw,
        "approve_skip" => SkipStep::Approve,
        _ => return None,
    };
    position.parse().ok().map(|position| (skip, position))
}

/// Every branch of the page.
pub(super) fn samples() -> Vec<ParkedLine> {
    let line = |state, tone| ParkedLine {
        position: 411,
        event_type: "award.granted".to_owned(),
        state,
        tone,
        age: "37秒".to_owned(),
        error: "award.granted has version 2, this program reads up to 1".to_owned(),
    };
    vec![line("脇に置いた", "warn"), line("飛ばした", "")]
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn whoever_proposed_may_withdraw_and_everybody_else_approve() {
        let proposer = StaffId(Uuid::from_u128(1));
        let operation: Operation = serde_json::from_value(serde_json::json!({
            "asked": [], "builder": null, "waits": false, "begun": [], "parked": { "411": proposer }, "skipped": [],
        }))
        .expect("an operation");
        let first = |who| offers(&operation, who).remove(0).0;
        assert_eq!(first(proposer), "withdraw_skip:411");
        assert_eq!(first(StaffId(Uuid::from_u128(2))), "approve_skip:411");
    }

    #[test]
    fn a_parked_event_grows_old_and_choices_are_read_back() {
        let since: Timestamp = "2026-11-24T00:00:00Z".parse().expect("moment");
        let event = LeftOutEvent {
            read_model: "ledger".to_owned(),
            position: 411,
            state: Left::Parked,
            stream_id: Uuid::nil(),
            event_type: "award.granted".to_owned(),
            error: Some("穴".to_owned()),
            version: 1,
            since,
            told: true,
        };
        let at = |hours: i64| line(&event, &Operation::default(), since + jiff::SignedDuration::from_hours(hours));
        assert_eq!((at(1).tone, at(1).age.as_str(), at(25).tone), ("warn", "60分", "alert"));
        assert_eq!(chosen("approve_skip:411"), Some((SkipStep::Approve, 411)));
        assert_eq!(chosen("withdraw_skip:411"), Some((SkipStep::Withdraw, 411)));
        assert!(chosen("rebuild").is_none() && chosen("skip:411").is_none() && chosen("propose_skip:x").is_none());
        assert!(offers(&Operation::default(), StaffId(Uuid::nil())).is_empty());
    }
}
