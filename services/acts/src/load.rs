//! Loading an aggregate from its stream, opened or sealed, up to a position. From its first event: streams are short, and a kept state in
//! between would be slower to read than the events it stands for (`daicho bench load`, `tests/bench/README.md`).

use casework::Fact;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::{CommandId, KeyId, SubjectId};
use events::{EventSet, HoldsPersonal, Log};
use store::{KeyIds, Opener, Recorded};
use uuid::Uuid;

use crate::{ActError, Acts};

/// An aggregate and where its stream stands.
pub(crate) struct Loaded<A> {
    pub(crate) aggregate: A,
    /// 0 where there is no stream.
    pub(crate) version: i32,
}

/// One event with its envelope, decoded.
pub(crate) struct Told<E> {
    pub(crate) event: E,
    pub(crate) envelope: Recorded,
}

/// Lets an aggregate decide; it has taken its own events in afterwards.
pub(crate) async fn decide<A: Aggregate<Services = ()>>(
    aggregate: &mut A,
    command: impl Into<A::Command>,
) -> Result<Vec<A::Event>, A::Error> {
    let sink = EventSink::default();
    aggregate.handle(command.into(), &(), &sink).await?;
    Ok(sink.collect().await)
}

fn folded<A, E>(told: Vec<Told<E>>, after: i32) -> Loaded<A>
where
    A: Aggregate<Event = Fact<E>>,
{
    let version = told.last().map_or(after, |last| last.envelope.stream_version);
    let mut aggregate = A::default();
    for Told { event, envelope } in told {
        aggregate.apply(Fact { event, by: envelope.actor_id });
    }
    Loaded { aggregate, version }
}

impl Acts {
    /// The events of a stream after a version, decoded but sealed; none where something else has this id.
    pub(crate) async fn told<E: EventSet>(&self, log: Log, stream: Uuid, after: i32) -> Result<Vec<Told<E>>, ActError> {
        let recorded = store::stream_events(self.pool(), log, stream, after).await?;
        recorded
            .into_iter()
            .filter(|envelope| envelope.stream_type == E::STREAM_TYPE)
            .map(|envelope| {
                let event = E::decode(&envelope.event_type, envelope.schema_version, &envelope.payload)?;
                Ok(Told { event, envelope })
            })
            .collect()
    }

    /// Opens the personal fields; what was erased stays erased.
    pub(crate) async fn open_all<E: HoldsPersonal>(&self, events: &mut [Told<E>]) -> Result<(), ActError> {
        let mut ids = KeyIds::default();
        for told in &mut *events {
            told.event.visit_personal(&mut ids)?;
        }
        self.parts().ring.prefetch(self.pool(), &ids.0).await?;
        let mut opener = Opener { ring: &self.parts().ring };
        for told in events {
            told.event.visit_personal(&mut opener)?;
        }
        Ok(())
    }

    /// Folds a stream into its aggregate.
    pub(crate) async fn load<A, E>(&self, stream: Uuid) -> Result<Loaded<A>, ActError>
    where
        A: Aggregate<Event = Fact<E>>,
        E: EventSet,
    {
        self.load_after(stream, 0).await
    }

    /// The same, of a log that is not the casework's.
    pub(crate) async fn load_of<A, E>(&self, log: Log, stream: Uuid) -> Result<Loaded<A>, ActError>
    where
        A: Aggregate<Event = Fact<E>>,
        E: EventSet,
    {
        Ok(folded(self.told::<E>(log, stream, 0).await?, 0))
    }

    /// Folds the events after a version, where the aggregate says that these are enough.
    pub(crate) async fn load_after<A, E>(&self, stream: Uuid, after: i32) -> Result<Loaded<A>, ActError>
    where
        A: Aggregate<Event = Fact<E>>,
        E: EventSet,
    {
        Ok(folded(self.told::<E>(Log::Casework, stream, after).await?, after))
    }

    /// The answer to a command that was done before.
    pub(crate) async fn done_before(&self, command: CommandId) -> Result<Option<store::Done>, ActError> {
        Ok(store::find_command(self.pool(), command).await?)
    }

    /// The live key of a subject.
    pub(crate) async fn key_of(&self, subject: Uuid) -> Result<KeyId, ActError> {
        self.parts().ring.key_of(self.pool(), SubjectId(subject)).await?.ok_or(ActError::Erased)
    }
}
