//! `daicho work`: only the worker. Feeds the read models and makes certificates that were left to it; several may run at once.

use std::path::PathBuf;

use super::signals::stopping;
use super::visit::visit;
use crate::exit::Exit;
use crate::parts::{Parts, keys_of};

/// Runs the subcommand until it is stopped.
pub async fn run(data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let stop = stopping()?;
    visit(data, async |source, urls| {
        let worker = Parts::assemble(urls, &keys_of(source)?).await?.worker(urls).await?;
        eprintln!("動いています。Ctrl-C で止まります。");
        worker::run(worker, stop).await;
        Ok(Exit::Good)
    })
    .await
}
