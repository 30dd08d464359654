//! Everything that runs in the demo once the database is there: the sample data, the screens, and the worker beside them.
//!
//! Called with the database migrated and the cluster up; returns when `shutdown` is cancelled and all parts have stopped.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use events::vocabulary::ChangeNumber;
use store::{KeyFiles, SystemEntropy};
use tokio_util::sync::CancellationToken;

use super::furnish;
use super::worker_process::{self, keep_working};
use crate::installation::Urls;
use crate::noting;
use crate::parts::Parts;
use crate::telemetry::watch_projections;

/// After so many seconds the screens open all the same and say themselves what is behind.
const PATIENCE: u32 = 600;

/// What the parts need to run.
pub struct Surroundings {
    /// How the database is reached.
    pub urls: Urls,
    /// The directory of the keys (鍵), 0700.
    pub keys: PathBuf,
    /// Where checkpoints go, and the list of erased persons.
    pub checkpoints: PathBuf,
    /// The file that names more such places.
    pub places: PathBuf,
    /// What the caller said of the sample.
    pub sample: furnish::Sample,
    /// Bound on loopback before anything else was done.
    pub listener: TcpListener,
    /// Printed at `/metrics`.
    pub registry: prometheus::Registry,
    /// The change request of this start, if the caller named one.
    pub change: Option<ChangeNumber>,
}

/// Runs all services until `shutdown`.
pub async fn run_services(surroundings: Surroundings, shutdown: CancellationToken) -> anyhow::Result<()> {
    let Surroundings { urls, keys, checkpoints, places, sample, listener, registry, change } = surroundings;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    if KeyFiles::open(&keys).is_err() {
        KeyFiles::create(&keys, &SystemEntropy).context("鍵を作れません")?;
    }
    let parts = Parts::assemble(&urls, &keys).await?;
    furnish::furnish(&parts, &urls, &keys, sample).await?;
    let change = furnish::change(&parts, change, sample).await?;
    noting::at_start(&parts.acts, &parts.writer, "demo", noting::of_process([]), change).await?;
    let erased = Some(store::ErasedList::in_directory(&checkpoints));
    let config =
        web::Config { plain_http: true, simulated: true, demo_accounts: furnish::accounts(), erased, ..web::Config::default() };
    let screens = parts.screens(config, registry, &shutdown)?;
    let around_worker = worker_process::Surroundings { urls, keys, checkpoints, places };
    let worker = tokio::spawn(keep_working(around_worker, shutdown.clone()));
    tokio::spawn(watch_projections(parts.writer.clone(), shutdown.clone()));
    settled(&parts, &shutdown).await?;
    furnish::tell_accounts();
    announce(&format!("http://{address}")).context("ready を出力できません")?;
    axum::serve(listener, screens.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(shutdown.cancelled_owned())
        .await?;
    worker.await?;
    Ok(())
}

/// Waits until the read models show what the log holds: before that, screens would be empty.
async fn settled(parts: &Parts, shutdown: &CancellationToken) -> anyhow::Result<()> {
    for projection in projections::all() {
        let head = store::head(&parts.writer, projection.log()).await?.position;
        let mut looks = 0;
        while !store::wait_for(&parts.writer, projection.name(), head, Duration::from_secs(1)).await? {
            looks += 1;
            if shutdown.is_cancelled() || looks >= PATIENCE {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The one line on standard output: whoever waits for it may begin.
fn announce(address: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ready {address}")?;
    out.flush()
}
