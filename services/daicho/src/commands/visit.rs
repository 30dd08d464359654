//! Commands that look into an installation enter and leave it here, so that a cluster started for the visit never stays up.

use std::path::PathBuf;

use sqlx::PgPool;
use store::Role;

use crate::exit::{Exit, stop};
use crate::installation::{Access, Source, Urls};

/// Runs `work` with the installation entered, and leaves it whatever came out.
pub async fn visit<T>(data: Option<PathBuf>, work: impl AsyncFnOnce(&Source, &Urls) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let source = Source::resolve(data)?;
    let access = Access::open(&source).await?;
    let urls = access.urls().clone();
    let outcome = work(&source, &urls).await;
    let left = access.close().await;
    let result = outcome?;
    left?;
    Ok(result)
}

/// A pool in a role, or exit code 69 with the reason.
pub async fn pool(urls: &Urls, role: Role, connections: u32) -> anyhow::Result<PgPool> {
    store::connect(urls.app.expose(), role, connections)
        .await
        .map_err(|error| stop(Exit::ServiceMissing, format!("データベースにつながりません({error})。")))
}

/// The log or a read model does not answer: the database is missing, not the data.
pub fn unreadable(error: impl std::fmt::Display) -> anyhow::Error {
    stop(Exit::ServiceMissing, format!("記録を読めません({error})。データベースの様子を daicho doctor で確かめてください。"))
}
