//! Which events are meant: a range of one log, a stream, or everything about one application (申請).

use events::Log;
use events::ids::ApplicationId;
use events::vocabulary::ReceiptNumber;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use sqlx::PgPool;
use store::Recorded;
use uuid::Uuid;

use super::{Arguments, Events};
use crate::commands::visit::unreadable;
use crate::exit::{Exit, stop};

/// The logs by the names of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogName {
    /// 業務.
    Casework,
    /// 閲覧の記録.
    Access,
}

impl From<LogName> for Log {
    fn from(name: LogName) -> Self {
        match name {
            LogName::Casework => Self::Casework,
            LogName::Access => Self::Access,
        }
    }
}

/// Where the events come from.
enum Origin {
    /// A range of the log.
    Range,
    /// One stream.
    Stream(Uuid),
    /// These positions, ascending.
    Positions(Vec<i64>),
}

/// What is to be shown.
pub struct Selection {
    log: Log,
    origin: Origin,
    first: i64,
    last: i64,
    event_type: Option<String>,
}

impl Selection {
    /// Reads the command line; a receipt number is looked up.
    pub async fn read(arguments: &Arguments, pool: &PgPool) -> anyhow::Result<Self> {
        known_type(arguments)?;
        let log = Log::from(arguments.log);
        let origin = match (&arguments.case, arguments.stream) {
            (Some(_), _) if log == Log::Access => {
                return Err(stop(Exit::Usage, "--case は --log casework と一緒に使ってください。"));
            }
            (Some(case), _) => Origin::Positions(positions_of(case, pool).await?),
            (None, Some(stream)) => Origin::Stream(stream),
            (None, None) => Origin::Range,
        };
        let mut end = store::head(pool, log).await.map_err(unreadable)?.position;
        if let Some(moment) = arguments.as_of {
            end = end.min(moment.position(pool, log).await?);
        }
        Ok(Self {
            log,
            origin,
            first: arguments.from,
            last: arguments.to.unwrap_or(end).min(end),
            event_type: arguments.event_type.clone(),
        })
    }

    /// The events from their origin, oldest first.
    pub fn events<'a>(&'a self, pool: &'a PgPool) -> Events<'a> {
        match &self.origin {
            Origin::Range => store::events_from(pool.clone(), self.log, self.first.saturating_sub(1), self.last).boxed(),
            Origin::Stream(id) => stream::once(store::stream_events(pool, self.log, *id, 0))
                .map_ok(|events| stream::iter(events.into_iter().map(Ok)))
                .try_flatten()
                .boxed(),
            Origin::Positions(positions) => stream::iter(positions)
                .then(move |position| store::page(pool, self.log, position - 1, 1))
                .map_ok(|events| stream::iter(events.into_iter().map(Ok)))
                .try_flatten()
                .boxed(),
        }
    }

    /// Whether an event from the origin is to be shown.
    pub fn wants(&self, event: &Recorded) -> bool {
        (self.first..=self.last).contains(&event.position)
            && self.event_type.as_ref().is_none_or(|wanted| *wanted == event.event_type)
    }
}

/// Refuses a type that there is not.
pub fn known_type(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(named) = &arguments.event_type
        && !events::Event::types().any(|(known, _)| known == named)
    {
        let known: Vec<_> = events::Event::types().map(|(known, _)| known).collect();
        return Err(stop(
            Exit::Usage,
            format!("「{named}」という種類の出来事はありません。次のどれかを指定してください: {}", known.join(" ")),
        ));
    }
    Ok(())
}

/// Positions of everything about an application, which is named by its receipt number or its id.
pub async fn positions_of(case: &str, pool: &PgPool) -> anyhow::Result<Vec<i64>> {
    let entries = match application_of(case, pool).await? {
        Some(id) => projections::case_history::of_case(pool, id, None).await.map_err(unreadable)?,
        None => Vec::new(),
    };
    if entries.is_empty() {
        return Err(not_found());
    }
    Ok(entries.into_iter().map(|entry| entry.position).collect())
}

/// The stream that `--diff` is about.
pub async fn one_stream(arguments: &Arguments, pool: &PgPool) -> anyhow::Result<Uuid> {
    match (&arguments.case, arguments.stream) {
        (None, Some(stream)) => Ok(stream),
        (Some(case), _) => Ok(application_of(case, pool).await?.ok_or_else(not_found)?.0),
        (None, None) => Err(stop(Exit::Usage, "--diff は --case または --stream と一緒に使ってください。")),
    }
}

async fn application_of(case: &str, pool: &PgPool) -> anyhow::Result<Option<ApplicationId>> {
    if let Ok(id) = case.parse::<ApplicationId>() {
        return Ok(Some(id));
    }
    let number: ReceiptNumber =
        case.parse().map_err(|_| stop(Exit::Usage, "--case には受付番号(8-01-0412 など)か UUID を指定してください。"))?;
    projections::worklist::by_receipt_number(pool, number).await.map_err(unreadable)
}

fn not_found() -> anyhow::Error {
    stop(Exit::InputRefused, "この申請は見つかりません。番号を確かめてください。")
}
