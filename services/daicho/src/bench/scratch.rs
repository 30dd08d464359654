//! An installation of its own for one measurement: new cluster, migrated, with keys; gone afterwards.

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;

use crate::exit::{Exit, stop};
use crate::installation::cluster::Cluster;
use crate::installation::{DataDir, Urls, database, debian};

/// A scratch installation. It stays on disk until [`Scratch::remove`].
pub struct Scratch {
    dir: DataDir,
    cluster: Cluster,
    urls: Urls,
}

impl Scratch {
    /// Makes one below `parent`, or below the system's place for temporary files.
    pub async fn make(parent: Option<PathBuf>) -> anyhow::Result<Self> {
        debian::prepare().await?;
        let dir = new_place(parent)?;
        dir.create()?;
        eprintln!("測定用のデータベースを {} に作っています…", dir.path().display());
        let made = Self::fill(&dir).await;
        if made.is_err() {
            remove(&dir).await?;
        }
        made
    }

    async fn fill(dir: &DataDir) -> anyhow::Result<Self> {
        let cluster = Cluster::locate(dir)?;
        cluster.create().await?;
        let port = cluster.ensure_running().await?;
        let urls = Urls::of_directory(dir, port)?;
        database::create(&urls).await?;
        database::migrate(&urls.owner).await?;
        database::set_application_password(dir, &urls).await?;
        Ok(Self { dir: dir.clone(), cluster, urls })
    }

    /// How its database is reached.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// Where it lies.
    pub fn dir(&self) -> &DataDir {
        &self.dir
    }

    /// Stops and removes it.
    pub async fn remove(self) -> anyhow::Result<()> {
        self.cluster.stop().await?;
        remove(&self.dir).await
    }
}

/// Measures, unless somebody stops it first.
pub async fn until_stopped<T>(
    stopping: &CancellationToken,
    measuring: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    tokio::select! {
        measured = measuring => measured,
        () = stopping.cancelled() => Err(stop(Exit::TryLater, "測定を途中で止めました。")),
    }
}

/// A directory that does not exist yet, below `parent` or below the system's place for temporary files.
pub fn new_place(parent: Option<PathBuf>) -> anyhow::Result<DataDir> {
    let mut unique = [0_u8; 6];
    getrandom::fill(&mut unique)?;
    DataDir::choose(Some(parent.unwrap_or_else(std::env::temp_dir).join(format!("daicho-bench-{}", hex::encode(unique)))))
}

/// Stops and removes the cluster of `dir` and the directory itself.
pub async fn remove(dir: &DataDir) -> anyhow::Result<()> {
    Cluster::remove(dir).await?;
    std::fs::remove_dir_all(dir.path())?;
    Ok(())
}
