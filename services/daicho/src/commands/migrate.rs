//! `daicho migrate`: brings the tables to the newest definition. Safe to repeat. What was applied goes into the log.

use std::path::PathBuf;

use events::vocabulary::ChangeNumber;

use super::visit::visit;
use crate::exit::Exit;
use crate::installation::{Source, Urls, database};
use crate::noting;
use crate::parts::Parts;

/// Runs the subcommand.
pub async fn run(data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    visit(data, async |source, urls| {
        if let Some(parts) = recording(source, urls).await {
            if let Err(error) = noting::before_migration(&parts.acts, &parts.writer).await {
                tracing::warn!(%error, "the catalog before the migration was not seen");
            }
            parts.writer.close().await;
        }
        database::migrate(&urls.owner).await?;
        match recording(source, urls).await {
            Some(parts) => noting::after_migration(&parts.acts, &parts.writer, change).await?,
            None => eprintln!("変更の記録には、次に動かしたときに書きます。鍵の場所(DAICHO_KEYS)がわかれば、いま書けます。"),
        }
        eprintln!("データベースの定義は最新です。");
        Ok(Exit::Good)
    })
    .await
}

/// The way to act, where the tables and the keys are there.
async fn recording(source: &Source, urls: &Urls) -> Option<Parts> {
    let parts = Parts::assemble(urls, &source.keys()?).await.ok()?;
    parts.acts.simulated().await.ok()?;
    Some(parts)
}
