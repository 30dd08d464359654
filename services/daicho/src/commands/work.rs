//! `daicho work`: only the worker. Feeds the read models, makes certificates that were left to it, signs checkpoints; several may run at
//! once.

use std::path::PathBuf;

use events::vocabulary::ChangeNumber;
use tokio::io::AsyncReadExt as _;
use tokio_util::sync::CancellationToken;

use super::signals::stopping;
use super::visit::visit;
use crate::exit::Exit;
use crate::installation::evidence_of;
use crate::noting;
use crate::parts::{Parts, keys_of};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    /// Ends when standard input is closed.
    #[arg(long, hide = true)]
    with_parent: bool,
}

/// Runs the subcommand until it is stopped.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let stop = stopping()?;
    if arguments.with_parent {
        tokio::spawn(ended_with_parent(stop.clone()));
    } else {
        eprintln!("動いています。Ctrl-C で止まります。");
    }
    visit(data, async |source, urls| {
        crate::erased::refuse_the_undone(urls, source).await?;
        let keys = keys_of(source)?;
        let evidence = evidence_of(source, keys.clone())?;
        let parts = Parts::assemble_for_work(urls, &keys).await?;
        if !arguments.with_parent {
            // Otherwise the process that started this one has said which build runs.
            noting::at_start(&parts.acts, &parts.writer, "work", noting::of_process([]), change.clone()).await?;
        }
        let verifier = super::verify::verifier(urls, source, Some(parts.acts.clone())).await?;
        let worker = parts.worker(urls, evidence).await?;
        tokio::join!(Box::pin(worker::run(worker, stop.clone())), crate::verifying::follow(verifier, stop.clone()));
        Ok(Exit::Good)
    })
    .await
}

/// The other end of standard input is held by the process that started this one, and goes with it.
async fn ended_with_parent(stop: CancellationToken) {
    let mut input = tokio::io::stdin();
    let mut nothing = [0; 64];
    while matches!(input.read(&mut nothing).await, Ok(1..)) {}
    stop.cancel();
}
