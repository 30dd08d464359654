//! R-ES-5: PostgreSQL is killed while sixty-four append at once, so that groups follow each other without waiting for the disk. What was
//! answered is in the log at the place that was told; nothing is there twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use acceptance::{Demo, command_id};
use anyhow::ensure;
use events::ids::{CommandId, CorrelationId, EventId};
use events::viewing::{PersonViewed, ViewingEvent};
use events::{Actor, EventSet as _, Log};
use jiff::civil::date;
use store::{Act, AppendError, Expected, NewEvent, Role, StreamAppend, Writer};
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

const CROWD: usize = 64;
const KILLS: usize = 5;

fn id() -> anyhow::Result<Uuid> {
    Ok(command_id().parse()?)
}

/// A look at nobody, which every read model of the access log can take in.
fn look() -> anyhow::Result<Act> {
    let event = ViewingEvent::from(PersonViewed { screen: "crowd".to_owned(), subjects: vec![] });
    let event = NewEvent {
        event_id: EventId(id()?),
        event_type: event.event_type(),
        schema_version: event.schema_version(),
        effective_on: date(2026, 11, 6),
        payload: event.encode()?,
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    };
    Ok(Act {
        log: Log::Access,
        command_id: CommandId(id()?),
        correlation_id: CorrelationId(id()?),
        actor: Actor::program("test"),
        trace_context: None,
        streams: vec![StreamAppend {
            stream_id: id()?,
            stream_type: ViewingEvent::STREAM_TYPE,
            expected: Expected::Exactly(0),
            events: vec![event],
        }],
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    })
}

/// Appends until it is told to stop; what was answered, by its command. While nobody can be reached the same act is given again.
async fn append(writer: Writer, stop: Arc<AtomicBool>) -> anyhow::Result<Vec<(Uuid, i64)>> {
    let mut told = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let act = look()?;
        let command = act.command_id.0;
        let done = loop {
            match writer.append(act.clone()).await {
                Err(AppendError::Unavailable) => sleep(Duration::from_millis(100)).await,
                answered => break answered?,
            }
        };
        told.push((command, done.first_position));
    }
    Ok(told)
}

/// The whole of it.
pub fn of_sixty_four(demo: &Demo) -> anyhow::Result<()> {
    let cluster = demo.cluster()?;
    let password = std::fs::read_to_string(demo.data.join("secrets/daicho_app"))?;
    let port = cluster.server()?.1;
    let url = format!("postgres://daicho_app:{}@127.0.0.1:{port}/daicho?sslmode=disable", password.trim());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let writer = Writer::start(&store::connect(&url, Role::Writer, 8).await?);
        let stop = Arc::new(AtomicBool::new(false));
        let mut crowd = JoinSet::new();
        for _ in 0..CROWD {
            crowd.spawn(append(writer.clone(), Arc::clone(&stop)));
        }
        for kill in 0..KILLS {
            // At another moment of a commit each time.
            sleep(Duration::from_micros(700_000 + 1_370 * u64::try_from(kill)?)).await;
            let before = cluster.kill_server()?;
            while cluster.server().map_or(true, |(now, _)| now == before) || cluster.number("select 1").is_err() {
                sleep(Duration::from_millis(100)).await;
            }
        }
        sleep(Duration::from_millis(700)).await;
        stop.store(true, Ordering::Relaxed);
        let mut told = HashMap::new();
        while let Some(done) = crowd.join_next().await {
            told.extend(done??);
        }
        let (commands, positions): (Vec<Uuid>, Vec<i64>) = told.into_iter().unzip();
        let (found, written): (i64, i64) = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE e.position = told.place), count(*) FROM unnest($1::uuid[], $2::bigint[]) AS told (command, place) \
             JOIN es.events AS e ON e.log = $3 AND e.command_id = told.command",
        )
        .bind(&commands)
        .bind(&positions)
        .bind(Log::Access.number())
        .fetch_one(&store::connect(&url, Role::Auditor, 1).await?)
        .await?;
        println!("{} acts of {CROWD} at once were answered around {KILLS} kills", commands.len());
        ensure!(usize::try_from(found)? == commands.len(), "{found} of {} answered acts are where they were told", commands.len());
        ensure!(written == found, "{} acts are there twice", written - found);
        ensure!(commands.len() > CROWD * KILLS, "too few to tell anything");
        Ok(())
    })
}
