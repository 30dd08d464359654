//! One event as one line: JSON for programs, a sentence for people.

use std::borrow::Cow;
use std::fmt::Write as _;

use events::vocabulary::wareki;
use events::{ActorName, Event, Log, StaffRole};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::value::RawValue;
use store::Recorded;

/// The envelope and the payload as stored; sealed fields are their tokens.
#[derive(Serialize)]
pub struct Envelope<'a> {
    log: &'static str,
    position: i64,
    stream_id: uuid::Uuid,
    stream_type: &'a str,
    stream_version: i32,
    event_id: String,
    event_type: &'a str,
    schema_version: i16,
    command_id: String,
    recorded_at: String,
    effective_on: String,
    actor: Who<'a>,
    reason: Option<&'a str>,
    correlation_id: String,
    causation_id: Option<uuid::Uuid>,
    trace_context: Option<&'a str>,
    payload: Cow<'a, RawValue>,
    metadata: Cow<'a, RawValue>,
}

#[derive(Serialize)]
struct Who<'a> {
    id: String,
    name: &'a str,
    role: &'a str,
    office: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    /// The envelope of a stored event.
    ///
    /// # Errors
    /// Where payload or metadata is no JSON, which the database does not let in.
    pub fn of(event: &'a Recorded) -> serde_json::Result<Self> {
        Ok(Self {
            log: log_name(event.log),
            position: event.position,
            stream_id: event.stream_id,
            stream_type: &event.stream_type,
            stream_version: event.stream_version,
            event_id: event.event_id.to_string(),
            event_type: &event.event_type,
            schema_version: event.schema_version,
            command_id: event.command_id.to_string(),
            recorded_at: event.recorded_at.to_string(),
            effective_on: event.effective_on.to_string(),
            actor: Who {
                id: event.actor_id.to_string(),
                name: &event.actor_name,
                role: &event.actor_role,
                office: event.actor_office.as_deref(),
            },
            reason: event.reason.as_deref(),
            correlation_id: event.correlation_id.to_string(),
            causation_id: event.causation_id,
            trace_context: event.trace_context.as_deref(),
            payload: on_one_line(&event.payload)?,
            metadata: on_one_line(&event.metadata)?,
        })
    }
}

/// The stored bytes; only where they hold a line break they are written anew, for one event is one line.
fn on_one_line(json: &str) -> serde_json::Result<Cow<'_, RawValue>> {
    if json.contains(['\n', '\r']) {
        let value: serde_json::Value = serde_json::from_str(json)?;
        return serde_json::value::to_raw_value(&value).map(Cow::Owned);
    }
    serde_json::from_str(json).map(Cow::Borrowed)
}

/// Name of a log on the command line.
pub fn log_name(log: Log) -> &'static str {
    match log {
        Log::Casework => "casework",
        Log::Access => "access",
    }
}

/// Number, time, who and what, for reading. `name` is the actor's, still sealed or opened.
pub fn in_words(event: &Recorded, name: &str, decoded: anyhow::Result<Event>) -> String {
    let moment = event.recorded_at.to_zoned(TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC));
    let name = match ActorName::from_column(name) {
        Ok(ActorName::Program(name)) => name,
        Ok(ActorName::Staff(_)) => "(氏名は封緘)".to_owned(),
        // An opened name is no token any more.
        Err(_) => name.to_owned(),
    };
    let role = event.actor_role.parse::<StaffRole>().map_or("(不明)", StaffRole::label);
    let office = event.actor_office.as_deref().map(|office| format!(" {office}")).unwrap_or_default();
    let text = match decoded {
        Ok(decoded) => {
            let sentence = projections::case_history::sentence(&decoded, &projections::case_history::CodesOnly);
            let mut text = sentence.text;
            for detail in &sentence.details {
                let _ = write!(text, " / {}: {}", detail.label, detail.text);
            }
            text
        }
        // Written by a newer program: still an event, and counted.
        Err(error) => format!("{} 版 {}({error})", event.event_type, event.schema_version),
    };
    let (day, time) = (wareki::short(moment.date()), moment.strftime("%H:%M:%S"));
    format!("{:>8}  {day} {time}  {role}{office} {name}  {text}", event.position)
}
