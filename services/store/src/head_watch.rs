//! Where the logs end, as news: woken by NOTIFY, with a look of its own behind it, because a listening connection can die in silence.

use std::time::Duration;

use events::Log;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

const LOOK: Duration = Duration::from_millis(250);
const LISTEN_AGAIN: Duration = Duration::from_secs(5);

/// Last positions, by number of the log less one.
pub(crate) type Heads = [i64; 2];

pub(crate) fn of(heads: &Heads, log: Log) -> i64 {
    match log {
        Log::Casework => heads[0],
        Log::Access => heads[1],
    }
}

/// Follows the ends of the logs until cancelled.
pub(crate) async fn watch_heads(pool: PgPool, heads: watch::Sender<Heads>, cancel: CancellationToken) {
    let mut listener: Option<PgListener> = None;
    let mut try_listening = tokio::time::Instant::now();
    loop {
        if listener.is_none() && tokio::time::Instant::now() >= try_listening {
            try_listening = tokio::time::Instant::now() + LISTEN_AGAIN;
            listener = listen(&pool).await;
        }
        match look(&pool).await {
            Ok(seen) => {
                heads.send_if_modified(|known| std::mem::replace(known, seen) != seen);
            }
            Err(error) => tracing::warn!(error = crate::writer::plain_text(&error), "heads.unreadable"),
        }
        tokio::select! {
            () = cancel.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
            alive = news(listener.as_mut()) => if !alive { listener = None },
        }
    }
}

async fn listen(pool: &PgPool) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.listen("es_head").await.ok()?;
    Some(listener)
}

/// Waits for a notification; false when the connection is gone.
async fn news(listener: Option<&mut PgListener>) -> bool {
    match listener {
        Some(listener) => {
            let heard = matches!(listener.try_recv().await, Ok(Some(_)));
            while let Some(_more) = listener.next_buffered() {}
            heard
        }
        None => std::future::pending().await,
    }
}

async fn look(pool: &PgPool) -> Result<Heads, sqlx::Error> {
    let rows: Vec<(i16, i64)> = sqlx::query_as("SELECT log, position FROM es.head").fetch_all(pool).await?;
    let at = |log: Log| rows.iter().find(|(number, _)| *number == log.number()).map_or(0, |(_, position)| *position);
    Ok([at(Log::Casework), at(Log::Access)])
}
