//! Pause, resume, stop; and the rows of one person or one case.

use std::sync::Arc;

use events::operation::Outcome;
use serde::Serialize;
use sqlx::PgPool;
use store::{Projection, RebuiltKeys, Role, Wish};
use uuid::Uuid;

use super::{What, refused};
use crate::commands::on_record::OnRecord;
use crate::commands::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::Urls;
use crate::output::Output;

#[derive(Serialize)]
struct Wished {
    projection: &'static str,
    wish: &'static str,
}

#[derive(Serialize)]
struct Keys {
    projection: &'static str,
    #[serde(flatten)]
    rebuilt: RebuiltKeys,
}

/// Tells the one that is at work, through its row in the database.
pub(super) async fn wish(
    urls: &Urls,
    chosen: &[Arc<dyn Projection>],
    what: &What,
    json: bool,
    record: &mut OnRecord,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let (wish, word, said) = match what {
        What { pause: true, .. } => (Wish::Pause, "pause", "一時停止"),
        What { stop: true, .. } => (Wish::Stop, "stop", "中止"),
        _ => (Wish::Go, "go", "再開"),
    };
    let operator = pool(urls, Role::Operator, 1).await?;
    for projection in chosen {
        let name = projection.name();
        if !store::wish(&operator, name, wish).await.map_err(unreadable)? {
            return Err(stop(Exit::TryLater, format!("{name}: 作り直しは行われていません。何も変えていません。")));
        }
        record.end(name, Outcome::Done, String::new()).await?;
        if json {
            output.json(&Wished { projection: name, wish: word })?;
        } else {
            output.line(&format!("{name}: {said}を伝えました。1 秒ほどで従います。"))?;
        }
    }
    operator.close().await;
    Ok(Exit::Good)
}

/// What is kept under the ids of one recipient: the recipient, the applications and the awards, as the log says.
pub(super) async fn keys_of_person(pool: &PgPool, recipient: Uuid) -> anyhow::Result<Vec<Uuid>> {
    const GRANTED: &str = "SELECT stream_id, (payload ->> 'application')::uuid FROM es.events \
                           WHERE log = 1 AND stream_type = 'award' AND event_type = 'award.granted' AND payload ->> 'recipient' = $1";
    let awards: Vec<(Uuid, Option<Uuid>)> =
        sqlx::query_as(GRANTED).bind(recipient.to_string()).fetch_all(pool).await.map_err(unreadable)?;
    if awards.is_empty() {
        return Err(stop(Exit::Usage, format!("受給者 {recipient} の支給認定は記録にありません。番号を確かめてください。")));
    }
    let others = awards.into_iter().flat_map(|(award, application)| [Some(award), application]).flatten();
    Ok(std::iter::once(recipient).chain(others).collect())
}

/// Builds the rows of some keys anew.
pub(super) async fn keys(
    projector: &PgPool,
    chosen: &[Arc<dyn Projection>],
    keys: &[Uuid],
    json: bool,
    record: &mut OnRecord,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    for projection in chosen {
        let name = projection.name();
        let rebuilt = store::rebuild_keys(projector, projection.as_ref(), keys).await.map_err(|error| refused(name, &error))?;
        record.end(name, Outcome::Done, format!("{} events up to {}", rebuilt.events, rebuilt.position)).await?;
        if json {
            output.json(&Keys { projection: name, rebuilt })?;
        } else {
            output.line(&format!(
                "{name}: {} 件の出来事から、この行だけを作り直しました({} 番まで)。",
                rebuilt.events, rebuilt.position
            ))?;
        }
    }
    Ok(Exit::Good)
}
