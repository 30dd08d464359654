//! `replay --open`: shows sealed fields. Who was looked at is written to the access log (閲覧の記録) first; where that fails nothing is shown.

use std::collections::BTreeSet;

use acts::Request;
use events::ids::{CommandId, CorrelationId};
use events::{Actor, Event, HoldsPersonal as _, SealedToken};
use serde_json::Value;
use store::{Opener, Recorded};
use uuid::Uuid;
use web::Clock as _;

use crate::commands::visit::unreadable;
use crate::exit::{Exit, stop};
use crate::ids::new_id;
use crate::parts::Parts;

/// Opens what is sealed, for one run of the command.
pub struct Opening {
    parts: Parts,
    run: CorrelationId,
}

impl Opening {
    /// With the keys of the installation.
    pub fn new(parts: Parts) -> Self {
        Self { parts, run: CorrelationId(new_id()) }
    }

    /// Writes down who is looked at, then fetches the keys.
    pub async fn prepare(&self, events: &[Recorded]) -> anyhow::Result<()> {
        let subjects: BTreeSet<Uuid> = events.iter().map(|event| event.stream_id).collect();
        let subjects: Vec<Uuid> = subjects.into_iter().collect();
        let request = Request {
            command_id: CommandId(new_id()),
            correlation_id: self.run,
            actor: Actor::program("replay"),
            trace_context: None,
            today: web::clock::day_in_japan(web::SystemClock.now()),
            seen_version: None,
        };
        self.parts.acts.viewed(&request, "replay", &subjects).await.map_err(|error| {
            stop(Exit::ServiceMissing, format!("閲覧の記録を書けないので、開いて表示することはできません({error})。"))
        })?;
        let mut keys = BTreeSet::new();
        for event in events {
            let payload: Value = serde_json::from_str(&event.payload)?;
            each_token(&payload, &mut |token| {
                if let Ok(parts) = token.parts() {
                    keys.insert(parts.key_id);
                }
            });
            if let Ok(parts) = SealedToken::parse(&event.actor_name).and_then(|token| token.parts()) {
                keys.insert(parts.key_id);
            }
        }
        let keys: Vec<_> = keys.into_iter().collect();
        self.parts.ring.prefetch(&self.parts.writer, &keys).await.map_err(unreadable)
    }

    /// The same event with payload and name of the actor opened; erased content is null.
    pub fn open(&self, event: &Recorded) -> anyhow::Result<Recorded> {
        let mut payload: Value = serde_json::from_str(&event.payload)?;
        self.replace(&mut payload)?;
        let mut name = Value::from(event.actor_name.clone());
        self.replace(&mut name)?;
        let actor_name = name.as_str().unwrap_or("(消去済み)").to_owned();
        Ok(Recorded { payload: payload.to_string(), actor_name, ..event.clone() })
    }

    /// The event itself, its fields opened, for sentences.
    pub fn decode(&self, event: &Recorded) -> anyhow::Result<Event> {
        let mut decoded = event.decode()?;
        decoded.visit_personal(&mut Opener { ring: &self.parts.ring })?;
        Ok(decoded)
    }

    fn replace(&self, value: &mut Value) -> anyhow::Result<()> {
        match value {
            Value::String(text) => {
                if let Ok(token) = SealedToken::parse(text) {
                    *value = Opener { ring: &self.parts.ring }.open::<Value>(&token)?.unwrap_or(Value::Null);
                }
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.replace(item))?,
            Value::Object(fields) => fields.values_mut().try_for_each(|field| self.replace(field))?,
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        Ok(())
    }
}

fn each_token(value: &Value, take: &mut impl FnMut(SealedToken)) {
    match value {
        Value::String(text) => {
            if let Ok(token) = SealedToken::parse(text) {
                take(token);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_token(item, take)),
        Value::Object(fields) => fields.values().for_each(|field| each_token(field, take)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
