//! An act on its way to the store: facts sealed event by event under the key of their subject, several streams, one commit.

use casework::Fact;
use events::ids::{CommandId, EventId, KeyId, SubjectId};
use events::{Event, EventSet, HoldsPersonal as _, Log};
use jiff::civil::Date;
use serde::Serialize;
use store::{Act, Claim, Expected, NewEvent, Sealer, StreamAppend};
use uuid::Uuid;

use crate::{ActError, Acts, Request};

/// What is appended to one stream.
pub(crate) struct Addition<E> {
    pub(crate) stream: Uuid,
    pub(crate) expected: Expected,
    /// The key under which personal fields are sealed; none where the events hold none.
    pub(crate) key: Option<KeyId>,
    /// 効力発生日.
    pub(crate) effective_on: Date,
    /// The event that led here.
    pub(crate) cause: Option<EventId>,
    pub(crate) facts: Vec<Fact<E>>,
}

/// An act being put together.
pub(crate) struct Submission {
    acts: Acts,
    act: Act,
}

/// Why a submission was not written; the caller may know better what it means.
pub(crate) enum Unwritten {
    /// A stream has moved on.
    Moved { stream: Uuid, now: i32 },
    /// Somebody else has it.
    Taken(String),
    /// Anything else.
    Failed(ActError),
}

impl From<ActError> for Unwritten {
    fn from(error: ActError) -> Self {
        Self::Failed(error)
    }
}

impl Unwritten {
    /// As an error of an act that expected `expected` of the stream a person saw.
    pub(crate) fn seen_at(self, expected: i32) -> ActError {
        match self {
            Self::Moved { now, .. } => ActError::Stale { seen: expected, now },
            Self::Taken(kind) => ActError::AlreadyTaken(taken(&kind)),
            Self::Failed(error) => error,
        }
    }
}

fn taken(kind: &str) -> &'static str {
    match kind {
        crate::approve::CHILD => casework::recipient::ALREADY_IN_LEDGER,
        crate::approve::FOLLOWED => casework::award::ALREADY_FOLLOWED,
        crate::approve::LAST_DAY => {
            "前の支給認定に続く次の支給認定がいま決まったか、有効期間がいま延びました。何も決定していません。受給者の画面で確かめて、もう一度操作してください。"
        }
        crate::sharing::SHARE => {
            "この按分の変更は、すでに申請として受け付けています。何も登録していません。受給者の画面で確かめてください。"
        }
        crate::reimbursements::PAID_MONTH => {
            "同じ医療機関の同じ診療月の療養費は、すでに支給を決定しています。何も決定していません。前の請求を確かめてください。"
        }
        crate::payments::LISTED => {
            "選んだ請求のどれかが、いまほかの支払の一覧に載りました。何も作っていません。画面を開き直して、もう一度選んでください。"
        }
        crate::claim_imports::CLAIM_FILE => {
            "同じ内容のファイルは、すでに取り込んでいます。何も取り込んでいません。取込の一覧で確かめてください。"
        }
        crate::designations::IDENTITY => "この番号の指定は、すでに名簿にあります。何も登録していません。名簿で確かめてください。",
        crate::approve::NUMBER => "この受給者番号はすでに使われています。何も決定していません。もう一度操作してください。",
        _ => "同じものがすでに登録されています。何も登録していません。",
    }
}

impl Submission {
    /// Begins an act.
    pub(crate) fn new(acts: &Acts, log: Log, request: &Request) -> Self {
        let act = Act {
            log,
            command_id: request.command_id,
            correlation_id: request.correlation_id,
            actor: request.actor.clone(),
            trace_context: request.trace_context.clone(),
            streams: Vec::new(),
            claims: Vec::new(),
            keys: Vec::new(),
            answer: None,
            recorded_at: acts.recorded_at(),
        };
        Self { acts: acts.clone(), act }
    }

    /// Makes a key for a subject; it is kept with the act.
    pub(crate) fn new_key(&mut self, subject: Uuid) -> Result<KeyId, ActError> {
        let key_id = KeyId(self.acts.new_id()?);
        let parts = self.acts.parts();
        self.act.keys.push(parts.ring.new_key(key_id, SubjectId(subject), parts.entropy.as_ref())?);
        Ok(key_id)
    }

    /// Adds facts to a stream, sealed. Returns the ids of the events.
    pub(crate) fn add<E: EventSet>(&mut self, addition: Addition<E>) -> Result<Vec<EventId>, ActError> {
        let parts = self.acts.parts();
        let mut ids = Vec::with_capacity(addition.facts.len());
        let mut events = Vec::with_capacity(addition.facts.len());
        for Fact { mut event, .. } in addition.facts {
            let event_id = EventId(self.acts.new_id()?);
            if let Some(key_id) = addition.key {
                event.visit_personal(&mut Sealer { ring: &parts.ring, key_id, event_id, entropy: parts.entropy.as_ref() })?;
            }
            events.push(NewEvent {
                event_id,
                event_type: event.event_type(),
                schema_version: event.schema_version(),
                effective_on: addition.effective_on,
                payload: event.encode().map_err(|error| ActError::internal(&error))?,
                metadata: self.acts.metadata(),
                reason: None,
                causation_id: addition.cause.map(|cause| cause.0),
            });
            ids.push(event_id);
        }
        if !events.is_empty() {
            let Addition { stream, expected, .. } = addition;
            // Facts of one stream under different keys are added one after the other and appended together.
            match self.act.streams.iter_mut().find(|append| append.stream_id == stream) {
                Some(append) => append.events.append(&mut events),
                None => self.act.streams.push(StreamAppend { stream_id: stream, stream_type: E::STREAM_TYPE, expected, events }),
            }
        }
        Ok(ids)
    }

    /// Adds an event that was told before, under the id it has; of whatever version its stream is.
    pub(crate) fn add_told(
        &mut self,
        event_id: EventId,
        (stream, effective_on): (Uuid, Date),
        key: Option<KeyId>,
        mut event: Event,
    ) -> Result<(), ActError> {
        let parts = self.acts.parts();
        if let Some(key_id) = key {
            event.visit_personal(&mut Sealer { ring: &parts.ring, key_id, event_id, entropy: parts.entropy.as_ref() })?;
        }
        let new = NewEvent {
            event_id,
            event_type: event.event_type(),
            schema_version: event.schema_version(),
            effective_on,
            payload: event.encode().map_err(|error| ActError::internal(&error))?,
            metadata: self.acts.metadata(),
            reason: None,
            causation_id: None,
        };
        // The order of the year is kept: only what follows directly in a stream goes with what is there.
        match self.act.streams.last_mut().filter(|append| append.stream_id == stream) {
            Some(append) => append.events.push(new),
            None => self.act.streams.push(StreamAppend {
                stream_id: stream,
                stream_type: event.stream_type(),
                expected: Expected::Any,
                events: vec![new],
            }),
        }
        Ok(())
    }

    /// Takes something that only one may have.
    pub(crate) fn claim(&mut self, claim: Claim) {
        self.act.claims.push(claim);
    }

    /// What is told again when the command is repeated; nothing personal.
    pub(crate) fn answer(&mut self, answer: &impl Serialize) -> Result<(), ActError> {
        self.act.answer = Some(serde_json::to_string(answer).map_err(|error| ActError::internal(&error))?);
        Ok(())
    }

    /// Uses another command id than the request's.
    pub(crate) const fn under(&mut self, command: CommandId) {
        self.act.command_id = command;
    }

    /// Appends.
    pub(crate) async fn commit(self) -> Result<store::Done, Unwritten> {
        self.acts.parts().writer.append(self.act).await.map_err(|error| match error {
            store::AppendError::Stale { stream_id, actual } => Unwritten::Moved { stream: stream_id, now: actual },
            store::AppendError::ClaimTaken { kind } => Unwritten::Taken(kind),
            store::AppendError::Unavailable => Unwritten::Failed(ActError::Unavailable),
            refused @ store::AppendError::Refused(_) => Unwritten::Failed(ActError::internal(&refused)),
        })
    }
}
