//! The private PostgreSQL cluster: made, started, watched, stopped. Never the system's own.
//!
//! It listens on one port of loopback and has no socket file. For an ordinary user it lies in the data directory; for
//! root below `/var/lib/daicho`, because PostgreSQL runs as `postgres`, which may not enter `/root`.

mod making;
mod running;

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;
use tokio::process::Command;

use super::DataDir;
use super::account::{Account, is_root};
use super::binaries::{self, Binaries};
use super::data_dir::MARKER;
use super::postmaster::{self, Postmaster};
use crate::exit::{Exit, stop};

/// In a data directory of root: names the place of its cluster.
const POINTER: &str = "cluster-place";
/// Where clusters of root lie.
const ROOTS_PLACE: &str = "/var/lib/daicho";

/// The cluster of a data directory, made or not yet made.
#[derive(Debug)]
pub struct Cluster {
    dir: DataDir,
    /// Holds `cluster/` and the log of its start; ours, and open to the account.
    home: PathBuf,
    account: Account,
    binaries: Binaries,
}

impl Cluster {
    /// Finds the cluster of `dir`, or the place where it will be.
    pub fn locate(dir: &DataDir) -> anyhow::Result<Self> {
        let home = home_of(dir)?;
        let data = home.join("cluster");
        let account = Account::for_cluster(data.exists().then_some(data.as_path()))?;
        let version = fs::read_to_string(data.join("PG_VERSION")).ok();
        let major = version.and_then(|text| text.trim().parse().ok());
        let binaries = binaries::choose(&binaries::all(), major).cloned().ok_or_else(|| match major {
            Some(major) => stop(
                Exit::ServiceMissing,
                format!("このデータは PostgreSQL {major} のものです。apt-get install postgresql-{major} で入れてください。"),
            ),
            None => stop(Exit::ServiceMissing, format!("PostgreSQL {} 以上が見つかりません。", binaries::OLDEST)),
        })?;
        Ok(Self { dir: dir.clone(), home, account, binaries })
    }

    /// The data directory it belongs to.
    pub fn dir(&self) -> &DataDir {
        &self.dir
    }

    /// Where its files lie.
    pub fn place(&self) -> PathBuf {
        self.home.join("cluster")
    }

    /// Whether it has been made.
    pub fn exists(&self) -> bool {
        self.place().join("PG_VERSION").exists()
    }

    /// The server, if it runs.
    pub fn running(&self) -> Option<Postmaster> {
        postmaster::running(&self.place())
    }

    /// Stops and removes the cluster of `dir`, if there is one and it is ours.
    pub async fn remove(dir: &DataDir) -> anyhow::Result<()> {
        let cluster = Self::locate(dir)?;
        cluster.stop().await?;
        if cluster.home != dir.path() && cluster.home.join(MARKER).is_file() {
            fs::remove_dir_all(&cluster.home)?;
        }
        Ok(())
    }

    fn hand_over(&self, path: &Path) -> anyhow::Result<()> {
        if let Account::Other { uid, gid } = self.account {
            chown(path, Some(uid), Some(gid)).with_context(|| format!("{} の持ち主を変えられません", path.display()))?;
        }
        Ok(())
    }

    /// One of PostgreSQL's programs, under its account and with nothing of our environment (PGPORT and the like).
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.dir.join(name));
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
        command.current_dir(&self.home).stdin(Stdio::null());
        if let Account::Other { uid, gid } = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }
}

fn home_of(dir: &DataDir) -> anyhow::Result<PathBuf> {
    if let Ok(text) = fs::read_to_string(dir.path().join(POINTER)) {
        return Ok(PathBuf::from(text.trim()));
    }
    if !is_root() || dir.path().join("cluster").exists() {
        return Ok(dir.path().to_owned());
    }
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).context("乱数を得られません")?;
    Ok(Path::new(ROOTS_PLACE).join(hex::encode(bytes)))
}
