//! `replay --diff`: what a stream had come to at two positions, and which fields differ. The state is what decides the next act; beside
//! it stands the newest content of each kind of event.

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use events::{EventSet, Log};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Recorded;
use uuid::Uuid;

use casework::Fact;

/// The answer, one line of JSON.
#[derive(Debug, Serialize)]
pub struct Difference {
    log: &'static str,
    stream_id: Uuid,
    stream_type: String,
    before: Standing,
    after: Standing,
    /// Fields of the two that differ, by name.
    changes: Vec<Change>,
}

/// A stream at a position.
#[derive(Debug, Default, Serialize)]
pub struct Standing {
    position: i64,
    /// Events of the stream by then; 0 before it began.
    version: i32,
    /// The aggregate.
    state: Value,
    /// By wire name, the payload of the newest event.
    facts: Map<String, Value>,
}

/// A field that differs; null where it is not there.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where, as a JSON pointer (RFC 6901).
    pub path: String,
    /// Earlier.
    pub before: Value,
    /// Later.
    pub after: Value,
}

impl Difference {
    /// Between two positions of a stream, all of whose events are given. `shown` are the same events as they are to be shown.
    pub fn between(log: Log, events: &[Recorded], shown: &[Recorded], positions: [i64; 2]) -> anyhow::Result<Self> {
        let [before, after] = positions.map(|position| Standing::at(events, shown, position));
        let (before, after) = (before?, after?);
        let mut changes = Vec::new();
        for (name, earlier, later) in [
            ("/state", &before.state, &after.state),
            ("/facts", &Value::Object(before.facts.clone()), &Value::Object(after.facts.clone())),
        ] {
            let (mut fields, mut other) = (BTreeMap::new(), BTreeMap::new());
            flatten(name, earlier, &mut fields);
            flatten(name, later, &mut other);
            changes.extend(compare(&fields, &other));
        }
        Ok(Self {
            log: super::line::log_name(log),
            stream_id: events.first().map_or(Uuid::nil(), |event| event.stream_id),
            stream_type: events.first().map_or_else(String::new, |event| event.stream_type.clone()),
            before,
            after,
            changes,
        })
    }

    /// For reading: one line a field.
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{} {}  {} 番まで(版 {}) → {} 番まで(版 {})",
            self.stream_type, self.stream_id, self.before.position, self.before.version, self.after.position, self.after.version
        )];
        lines.extend(self.changes.iter().map(|change| format!("  {}: {} → {}", change.path, change.before, change.after)));
        if self.changes.is_empty() {
            lines.push("  変わった項目はありません。".to_owned());
        }
        lines
    }
}

impl Standing {
    fn at(events: &[Recorded], shown: &[Recorded], position: i64) -> anyhow::Result<Self> {
        let there = events.iter().take_while(|event| event.position <= position).count();
        let mut standing = Self { position, ..Self::default() };
        for event in &shown[..there] {
            standing.version = event.stream_version;
            standing.facts.insert(event.event_type.clone(), serde_json::from_str(&event.payload)?);
        }
        if let Some(first) = events.first() {
            standing.state = state(&first.stream_type, &events[..there])?;
        }
        Ok(standing)
    }
}

/// The aggregate of a stream type, folded; null for streams that decide nothing.
fn state(stream_type: &str, events: &[Recorded]) -> anyhow::Result<Value> {
    use casework::{account, application, award, certificate, erasure, installation, master, recipient, register};
    match stream_type {
        application::Application::TYPE => folded::<application::Application, _>(events),
        recipient::Recipient::TYPE => folded::<recipient::Recipient, _>(events),
        award::Award::TYPE => folded::<award::Award, _>(events),
        certificate::Certificate::TYPE => folded::<certificate::Certificate, _>(events),
        account::Account::TYPE => folded::<account::Account, _>(events),
        erasure::Erasure::TYPE => folded::<erasure::Erasure, _>(events),
        installation::Installation::TYPE => folded::<installation::Installation, _>(events),
        master::MasterTable::TYPE => folded::<master::MasterTable, _>(events),
        register::Register::TYPE => folded::<register::Register, _>(events),
        _ => Ok(Value::Null),
    }
}

fn folded<A: Aggregate<Event = Fact<E>>, E: EventSet>(events: &[Recorded]) -> anyhow::Result<Value> {
    let mut aggregate = A::default();
    for event in events {
        let by = event.actor_id;
        aggregate.apply(Fact { event: E::decode(&event.event_type, event.schema_version, &event.payload)?, by });
    }
    Ok(serde_json::to_value(aggregate)?)
}

/// All single values below a value, by their place.
fn flatten(path: &str, value: &Value, into: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, field) in fields {
                flatten(&format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), field, into);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (n, item) in items.iter().enumerate() {
                flatten(&format!("{path}/{n}"), item, into);
            }
        }
        // What is not there and what is null or empty are one and the same to a reader.
        Value::Null | Value::Object(_) | Value::Array(_) => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            into.insert(path.to_owned(), value.clone());
        }
    }
}

fn compare(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) -> Vec<Change> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |fields: &BTreeMap<String, Value>, name| fields.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .map(|path| Change { path: path.clone(), before: of(before, path), after: of(after, path) })
        .filter(|change| change.before != change.after)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told_at_its_place() {
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        flatten("", &json!({ "same": 1, "a/b": { "c": [1, 2] }, "gone": "x", "none": null }), &mut before);
        flatten("", &json!({ "same": 1, "a/b": { "c": [1, 3] }, "new": true, "empty": {} }), &mut after);
        let change = |path: &str, before, after| Change { path: path.to_owned(), before, after };
        assert_eq!(
            compare(&before, &after),
            [
                change("/a~1b/c/1", json!(2), json!(3)),
                change("/gone", json!("x"), Value::Null),
                change("/new", Value::Null, json!(true))
            ]
        );
    }
}
