//! The worker of the demo, in a process of its own: the key that signs checkpoints must not lie in the memory of the one that answers
//! browsers. It is told the installation by its environment, and learns by its closed standard input that the demo is gone, also when
//! that was killed.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

use crate::installation::Urls;

/// A worker that ends by itself is started again after this.
const PAUSE: Duration = Duration::from_secs(1);
/// What is under way is finished within this.
const GRACE: Duration = Duration::from_secs(10);

/// What the worker must know.
pub struct Surroundings {
    /// How the database is reached.
    pub urls: Urls,
    /// The directory of the keys.
    pub keys: PathBuf,
    /// Where checkpoints go.
    pub checkpoints: PathBuf,
    /// The file that names more such places.
    pub places: PathBuf,
}

/// Keeps a worker running until `stop`, then lets it finish.
pub async fn keep_working(surroundings: Surroundings, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match start(&surroundings) {
            Ok(mut worker) => {
                // Waiting would close it.
                let input = worker.stdin.take();
                tokio::select! {
                    ended = worker.wait() => tracing::error!(status = ?ended.ok(), "worker.ended"),
                    () = stop.cancelled() => {}
                }
                drop(input);
                // One that does not heed this is killed when it is dropped.
                if tokio::time::timeout(GRACE, worker.wait()).await.is_err() {
                    tracing::error!("worker.killed");
                }
            }
            Err(error) => tracing::error!(%error, "worker.not_started"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

fn start(surroundings: &Surroundings) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("daicho の場所がわかりません")?;
    Ok(Command::new(program)
        .args(["work", "--with-parent"])
        .env("DATABASE_URL", surroundings.urls.app.expose())
        .env("DAICHO_KEYS", &surroundings.keys)
        .env("DAICHO_CHECKPOINTS", &surroundings.checkpoints)
        .env("DAICHO_CHECKPOINT_PLACES", &surroundings.places)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?)
}
