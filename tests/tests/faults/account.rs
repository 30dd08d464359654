//! The account after a fault: every acknowledged act against the log.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::load::{Done, Kind};

/// What is missing or there more than once, in words; empty where all is as it was acknowledged.
pub fn lost_or_doubled(events: &[Value], done: &[Done]) -> Vec<String> {
    let acts: Vec<Act<'_>> = done
        .iter()
        .map(|done| Act { kind: done.sent.kind, command: &done.sent.command, case: done.location.trim_start_matches("/cases/") })
        .collect();
    let mut wrong = in_order(events);
    wrong.extend(acts.iter().filter_map(|act| judge(events, act)));
    wrong
}

struct Act<'a> {
    kind: Kind,
    command: &'a str,
    case: &'a str,
}

fn word<'a>(event: &'a Value, name: &str) -> &'a str {
    event[name].as_str().unwrap_or_default()
}

fn judge(events: &[Value], act: &Act<'_>) -> Option<String> {
    let Act { kind, command, case } = act;
    let own: Vec<&Value> = events.iter().filter(|event| word(event, "command_id") == *command).collect();
    let event_type = match kind {
        Kind::Receive => "application.received",
        Kind::Documents => "application.document_recorded",
    };
    let about: Vec<&&Value> =
        own.iter().filter(|event| word(event, "event_type") == event_type && word(event, "stream_id") == *case).collect();
    match (kind, about.len()) {
        (_, 0) => Some(format!("lost: {command} ({event_type} of {case}); the log has {} events of this command", own.len())),
        (Kind::Receive, 2..) => Some(format!("doubled: {command} received {case} {} times", about.len())),
        (Kind::Documents, _) => {
            let items: BTreeSet<String> = about.iter().map(|event| event["payload"]["item"].to_string()).collect();
            (items.len() != about.len())
                .then(|| format!("doubled: {command} recorded {} lines of which {} differ", about.len(), items.len()))
        }
        _ => None,
    }
}

/// Positions without gap, each version of a stream once, each receipt number once.
fn in_order(events: &[Value]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut versions = BTreeSet::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (expected, event) in (1_i64..).zip(events) {
        if event["position"].as_i64() != Some(expected) {
            wrong.push(format!("position {} stands where {expected} should", event["position"]));
            break;
        }
        if !versions.insert((word(event, "stream_id"), event["stream_version"].as_i64())) {
            wrong.push(format!("version {} of {} is there twice", event["stream_version"], event["stream_id"]));
        }
        if word(event, "event_type") == "application.received" {
            *numbers.entry(event["payload"]["receipt_number"].to_string()).or_default() += 1;
        }
    }
    wrong.extend(
        numbers
            .iter()
            .filter(|(_, count)| **count > 1)
            .map(|(number, count)| format!("receipt number {number} was given {count} times")),
    );
    wrong
}

#[test]
fn a_lost_and_a_doubled_act_are_found() {
    let event = |position: i64, command: &str, event_type: &str, item: &str| {
        serde_json::json!({
            "position": position, "command_id": command, "event_type": event_type, "stream_id": "s", "stream_version": position,
            "payload": { "item": item, "receipt_number": position },
        })
    };
    let received = Act { kind: Kind::Receive, command: "a", case: "s" };
    let recorded = Act { kind: Kind::Documents, command: "b", case: "s" };
    let good = [
        event(1, "a", "application.received", ""),
        event(2, "b", "application.document_recorded", "x"),
        event(3, "b", "application.document_recorded", "y"),
    ];
    assert!(in_order(&good).is_empty());
    assert!(judge(&good, &received).is_none() && judge(&good, &recorded).is_none());

    assert!(judge(&good[1..], &received).is_some_and(|told| told.starts_with("lost")));
    assert!(judge(&good[..1], &recorded).is_some_and(|told| told.starts_with("lost")));
    assert_eq!(in_order(&good[1..]).len(), 1);
    let twice = [good[0].clone(), event(2, "a", "application.received", "")];
    assert!(judge(&twice, &received).is_some_and(|told| told.starts_with("doubled")));
    let same_line = [good[1].clone(), event(3, "b", "application.document_recorded", "x")];
    assert!(judge(&same_line, &recorded).is_some_and(|told| told.starts_with("doubled")));
    let same_version = [good[0].clone(), {
        let mut second = good[1].clone();
        second["stream_version"] = 1.into();
        second
    }];
    assert_eq!(in_order(&same_version).len(), 1);
}
