//! An event together with whose act it was: what an aggregate is folded from. The wrapper lets `cqrs_es` traits be implemented for the
//! events of another crate, and four eyes needs to know the hand behind each event, which stands in the envelope and not in the payload.

use cqrs_es::DomainEvent;
use events::EventSet;
use events::ids::StaffId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One event of a stream and the account that acted.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact<E> {
    /// What became true.
    pub event: E,
    /// Whose act it was.
    pub by: StaffId,
}

impl<E> Fact<E> {
    /// An event by somebody.
    pub fn new(event: impl Into<E>, by: StaffId) -> Self {
        Self { event: event.into(), by }
    }
}

/// An aggregate whose every command is one person's and leads to one event: `decide` tells which, or refuses; `take` folds it.
macro_rules! aggregate {
    ($state:ty, $stream:literal, $command:ty => $event:ty) => {
        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = $stream;
            type Command = (events::Actor, $command);
            type Event = $crate::Fact<$event>;
            type Error = $crate::Refusal;
            type Services = ();

            async fn handle(
                &mut self,
                (who, command): Self::Command,
                (): &(),
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), $crate::Refusal> {
                let event = self.decide(command, &who)?;
                sink.write($crate::Fact { event, by: who.id }, self).await;
                Ok(())
            }

            fn apply(&mut self, fact: $crate::Fact<$event>) {
                self.take(fact);
            }
        }
    };
}
pub(crate) use aggregate;

#[derive(Serialize, Deserialize)]
struct Wire {
    event_type: String,
    version: i16,
    by: StaffId,
    payload: String,
}

impl<E: EventSet> Serialize for Fact<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let payload = self.event.encode().map_err(serde::ser::Error::custom)?;
        Wire { event_type: self.event.event_type().to_owned(), version: self.event.schema_version(), by: self.by, payload }
            .serialize(serializer)
    }
}

impl<'de, E: EventSet> Deserialize<'de> for Fact<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let event = E::decode(&wire.event_type, wire.version, &wire.payload).map_err(serde::de::Error::custom)?;
        Ok(Self { event, by: wire.by })
    }
}

impl<E: EventSet + Clone + PartialEq + std::fmt::Debug + Send + Sync> DomainEvent for Fact<E> {
    fn event_type(&self) -> String {
        self.event.event_type().to_owned()
    }

    fn event_version(&self) -> String {
        self.event.schema_version().to_string()
    }
}

#[cfg(test)]
mod tests {
    use events::register::{NumberAllocated, RegisterEvent};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_fact_round_trips_with_its_hand() {
        let event = NumberAllocated { register: "receipt/8-01".to_owned(), serial: 7, holder: Uuid::from_u128(1) };
        let fact: Fact<RegisterEvent> = Fact::new(event, StaffId(Uuid::from_u128(2)));
        let back: Option<Fact<RegisterEvent>> =
            serde_json::to_string(&fact).ok().and_then(|text| serde_json::from_str(&text).ok());
        assert_eq!(back, Some(fact));
    }
}
