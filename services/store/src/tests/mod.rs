//! The promises of the store, tried on a real database.

mod append;
mod checkpoints;
mod columns;
mod golden;
mod many_writers;
mod parking;
mod privileges;
mod projections;
mod rebuild;
mod sealing;
mod surroundings;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use events::ids::{CommandId, CorrelationId, EventId};
use events::{Actor, Log};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{Act, Expected, NewEvent, Role, StreamAppend, Writer, connect_with};

/// The longest that a test waits for what is bound to come.
const LONG: Duration = Duration::from_mins(2);

/// A new id; in the form of a UUIDv7, the same in every run.
fn new_id() -> Uuid {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    let n = u128::from(DRAWN.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(((0x0199_0000_0000 + n) << 80) | (0x7 << 76) | (0x8 << 60) | n)
}

/// A pool of a role on the database of the test.
async fn pool_of(test: &PgPool, role: Role) -> PgPool {
    connect_with((*test.connect_options()).clone(), role, 8).await.unwrap()
}

async fn writer(test: &PgPool) -> Writer {
    Writer::start(&pool_of(test, Role::Writer).await)
}

fn event(event_type: &'static str, payload: &str) -> NewEvent {
    NewEvent {
        event_id: EventId(new_id()),
        event_type,
        schema_version: 1,
        effective_on: jiff::civil::date(2026, 4, 1),
        payload: payload.to_owned(),
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    }
}

fn onto(stream_id: Uuid, expected: Expected, events: Vec<NewEvent>) -> StreamAppend {
    StreamAppend { stream_id, stream_type: "case", expected, events }
}

fn act(streams: Vec<StreamAppend>) -> Act {
    Act {
        log: Log::Casework,
        command_id: CommandId(new_id()),
        correlation_id: CorrelationId(new_id()),
        actor: Actor::program("test"),
        trace_context: None,
        streams,
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    }
}

/// One event onto one stream, whatever its version.
fn noted(stream_id: Uuid) -> Act {
    act(vec![onto(stream_id, Expected::Any, vec![event("case.noted", "{\"n\": 1}")])])
}

/// Waits for something that is bound to become so.
async fn until<F: Future<Output = bool>>(mut so: impl FnMut() -> F) -> bool {
    for _ in 0..2_400 {
        if so().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    false
}
