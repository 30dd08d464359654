//! `daicho work`: only the worker. Feeds the read models and makes certificates that were left to it; several may run at once.

use std::path::PathBuf;

use events::vocabulary::ChangeNumber;

use super::signals::stopping;
use super::visit::visit;
use crate::exit::Exit;
use crate::noting;
use crate::parts::{Parts, keys_of};

/// Runs the subcommand until it is stopped.
pub async fn run(data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let stop = stopping()?;
    visit(data, async |source, urls| {
        crate::erased::refuse_the_undone(urls, source).await?;
        let parts = Parts::assemble(urls, &keys_of(source)?).await?;
        noting::at_start(&parts.acts, &parts.writer, "work", noting::of_process([]), change.clone()).await?;
        let worker = parts.worker(urls).await?;
        eprintln!("動いています。Ctrl-C で止まります。");
        worker::run(worker, stop).await;
        Ok(Exit::Good)
    })
    .await
}
