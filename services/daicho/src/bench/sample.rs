//! The event that is written over and over: sealed, and of the size and shape of one of the daily acts (補正を求める).

use std::sync::Arc;

use events::application::{CorrectionItem, ReturnedForCorrection};
use events::ids::{CommandId, CorrelationId, EventId, KeyId, StaffId, SubjectId};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, ActorName, EventSet as _, HoldsPersonal as _, Log, Personal, StaffRole};
use jiff::civil::{Date, date};
use store::{Act, Expected, KeyFiles, KeyRing, NewEvent, NewKey, Sealer, StreamAppend, SystemEntropy};
use uuid::Uuid;

use crate::ids::new_id;

const NOTE: &str =
    "医療意見書の診断年月日が記入されていません。指定医に確かめ、記入を受けたうえで、期日までに再び提出してください。";

/// What every event of the measurement has in common.
pub struct Sample {
    ring: Arc<KeyRing>,
    key: KeyId,
    /// The day from which events count.
    pub effective_on: Date,
    /// Who acts.
    pub actor: Actor,
    /// The actor's name as its column holds it.
    pub actor_name: String,
    /// As a browser's request would bring it.
    pub trace_context: String,
    /// Wire name.
    pub event_type: &'static str,
    /// Version of the payload.
    pub schema_version: i16,
    /// One sealed payload; all have its length.
    pub payload: String,
}

impl Sample {
    /// Makes keys and one event with them; the keys go into the first act.
    pub fn make(keys: &KeyFiles) -> anyhow::Result<(Self, Vec<NewKey>)> {
        let ring = Arc::new(KeyRing::new(keys.wrapping.clone()));
        let (person, staff) = (KeyId(new_id()), KeyId(new_id()));
        let new_keys = vec![
            ring.new_key(person, SubjectId(new_id()), &SystemEntropy)?,
            ring.new_key(staff, SubjectId(new_id()), &SystemEntropy)?,
        ];
        let name = FreeText::parse("試験 ひかり")?;
        let sealer = Sealer { ring: &ring, key_id: staff, event_id: EventId(new_id()), entropy: &SystemEntropy };
        let name = ActorName::Staff(sealer.seal("name", &name)?);
        let mut sample = Self {
            ring,
            key: person,
            effective_on: date(2026, 4, 1),
            actor_name: name.to_column(),
            actor: Actor { id: StaffId(new_id()), name, role: StaffRole::Checker, office: Some(OfficeCode::parse("00")?) },
            trace_context: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned(),
            event_type: "",
            schema_version: 0,
            payload: String::new(),
        };
        let event = sample.event(EventId(new_id()))?;
        (sample.event_type, sample.schema_version, sample.payload) = (event.event_type, event.schema_version, event.payload);
        Ok((sample, new_keys))
    }

    /// An event of its own, sealed for it.
    fn event(&self, event_id: EventId) -> anyhow::Result<NewEvent> {
        let item = |about: &str, phrase: &str| CorrectionItem { about: about.to_owned(), phrase: phrase.to_owned() };
        let mut event = events::application::ApplicationEvent::from(ReturnedForCorrection {
            items: vec![item("medical_opinion", "correction.missing_entry"), item("income", "correction.missing_document")],
            due_on: date(2026, 4, 15),
            note: Personal::Open(FreeText::parse(NOTE)?),
        });
        event.visit_personal(&mut Sealer { ring: &self.ring, key_id: self.key, event_id, entropy: &SystemEntropy })?;
        Ok(NewEvent {
            event_id,
            event_type: event.event_type(),
            schema_version: event.schema_version(),
            effective_on: self.effective_on,
            payload: event.encode()?,
            metadata: "{}".to_owned(),
            reason: None,
            causation_id: None,
        })
    }

    /// An act that adds one event to a stream at the version it must have.
    pub fn act(&self, stream_id: Uuid, version: i32, keys: Vec<NewKey>) -> anyhow::Result<Act> {
        let streams = vec![self.addition(stream_id, version, 1)?];
        Ok(Act { keys, ..self.act_of(streams) })
    }

    /// An act of many events, so many to each of its streams, which are new.
    pub fn many(&self, events: usize, each: usize) -> anyhow::Result<Act> {
        let streams = (0..events / each).map(|_| self.addition(new_id(), 0, each)).collect::<anyhow::Result<_>>()?;
        Ok(self.act_of(streams))
    }

    /// Opens what was sealed.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    fn addition(&self, stream_id: Uuid, version: i32, events: usize) -> anyhow::Result<StreamAppend> {
        Ok(StreamAppend {
            stream_id,
            stream_type: "application",
            expected: Expected::Exactly(version),
            events: (0..events).map(|_| self.event(EventId(new_id()))).collect::<anyhow::Result<_>>()?,
        })
    }

    fn act_of(&self, streams: Vec<StreamAppend>) -> Act {
        Act {
            log: Log::Casework,
            command_id: CommandId(new_id()),
            correlation_id: CorrelationId(new_id()),
            actor: self.actor.clone(),
            trace_context: Some(self.trace_context.clone()),
            streams,
            claims: Vec::new(),
            keys: Vec::new(),
            answer: None,
            recorded_at: None,
        }
    }
}
