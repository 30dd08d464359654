//! Which masters (マスタ) the rules read: those shipped with the program, or with `--data` those of an installation.

use std::path::{Path, PathBuf};

use casework::rules::Masters;
use events::master::{MasterEvent, RowAdopted};
use events::{EventSet as _, Log};
use sqlx::PgPool;
use store::Role;

use crate::commands::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};

/// The shipped masters, or those of the installation that was named.
pub async fn choose(data: Option<PathBuf>) -> anyhow::Result<Masters> {
    if data.is_none() {
        return shipped();
    }
    let rows = visit(data, async |_, urls| {
        let pool = pool(urls, Role::Auditor, 1).await?;
        let rows = adopted(&pool).await;
        pool.close().await;
        rows
    })
    .await?;
    Ok(Masters::from_rows(rows.iter().map(|(position, row)| (*position, row)))?)
}

/// Those shipped with the program.
pub fn shipped() -> anyhow::Result<Masters> {
    let rows: Vec<RowAdopted> = schema::masters::shipped()?.into_iter().map(RowAdopted::from).collect();
    Ok(Masters::from_rows(rows.iter().map(|row| (0, row)))?)
}

/// Every row that was adopted, in the order of adoption.
async fn adopted(pool: &PgPool) -> anyhow::Result<Vec<(i64, RowAdopted)>> {
    let streams = sqlx::query_scalar("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_type = $2")
        .bind(Log::Casework.number())
        .bind(MasterEvent::STREAM_TYPE)
        .fetch_all(pool)
        .await
        .map_err(unreadable)?;
    let mut rows = Vec::new();
    for stream in streams {
        for event in store::stream_events(pool, Log::Casework, stream, 0).await.map_err(unreadable)? {
            let told = MasterEvent::decode(&event.event_type, event.schema_version, &event.payload)?;
            rows.push((event.position, told.row().clone()));
        }
    }
    rows.sort_by_key(|(position, _)| *position);
    Ok(rows)
}

/// The rows of a folder: of each `<table>.csv` in it, in the form of the shipped masters.
pub fn rows_of(folder: &Path) -> anyhow::Result<Vec<RowAdopted>> {
    let unreadable =
        |error: std::io::Error| stop(Exit::InputRefused, format!("マスタの場所 {} を読めません: {error}", folder.display()));
    let mut paths = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()
        .map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    paths.sort();
    let mut rows: Vec<RowAdopted> = Vec::new();
    for path in &paths {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let read = schema::masters::read_table(name, &std::fs::read(path).map_err(unreadable)?).ok_or_else(|| {
            let names: Vec<_> = schema::masters::table_names().collect();
            stop(Exit::InputRefused, format!("マスタ「{name}」はありません。ファイルの名前に使えるもの: {}", names.join("、")))
        })?;
        rows.extend(read.map_err(|error| stop(Exit::InputRefused, error.to_string()))?.into_iter().map(RowAdopted::from));
    }
    if rows.is_empty() {
        return Err(stop(Exit::InputRefused, format!("{} にマスタの行がありません。", folder.display())));
    }
    Ok(rows)
}
