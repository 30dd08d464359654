//! Who uses an installation. One demo at a time; and the cluster is stopped only by the last who uses it.
//! The locks are the kernel's, so a killed process leaves none behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::time::Duration;

use anyhow::Context as _;

use super::DataDir;
use crate::exit::{Exit, stop};

/// Held by the one demo of a data directory.
#[derive(Debug)]
pub struct OnlyOne(File);

impl OnlyOne {
    /// Takes the lock, or says who has it.
    pub fn take(dir: &DataDir) -> anyhow::Result<Self> {
        let mut file = open(dir, "lock")?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).context("lock を読めません")?;
                Err(stop(Exit::TryLater, format!("{} の demo はすでに動いています({})。", dir.path().display(), holder.trim())))
            }
            Err(TryLockError::Error(error)) => Err(error).context("lock を取れません"),
        }
    }

    /// Writes down who holds it, for the one who comes second.
    pub fn announce(&self, address: SocketAddr) -> anyhow::Result<()> {
        let mut file = &self.0;
        file.set_len(0)?;
        file.rewind()?;
        Ok(writeln!(file, "http://{address} プロセス {}", std::process::id())?)
    }

    /// Whether a demo runs on `dir`.
    pub fn is_taken(dir: &DataDir) -> anyhow::Result<bool> {
        Ok(matches!(open(dir, "lock")?.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

/// Held, together with others, by everyone who needs the cluster up.
#[derive(Debug)]
pub struct Presence(File);

impl Presence {
    /// Joins; waits for one who is just starting or stopping the cluster.
    pub fn join(dir: &DataDir) -> anyhow::Result<Self> {
        let file = open(dir, "in-use")?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Leaves. True if nobody else was there: then no one can join until the answer is dropped.
    pub fn is_last(&self) -> anyhow::Result<bool> {
        self.0.unlock()?;
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Held while the cluster is being started, so that two visitors do not start it twice. Waits for the other.
pub async fn starting(dir: &DataDir) -> anyhow::Result<File> {
    let file = open(dir, "starting")?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(TryLockError::Error(error)) => return Err(error).context("lock を取れません"),
        }
    }
}

fn open(dir: &DataDir, name: &str) -> anyhow::Result<File> {
    let path = dir.path().join(name);
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("{} を開けません", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir() -> (tempfile::TempDir, DataDir) {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::choose(Some(temp.path().into())).unwrap();
        dir.create().unwrap();
        (temp, dir)
    }

    #[test]
    fn the_second_learns_who_the_first_is() {
        let (_temp, dir) = dir();
        let first = OnlyOne::take(&dir).unwrap();
        first.announce("127.0.0.1:8471".parse().unwrap()).unwrap();
        assert!(OnlyOne::is_taken(&dir).unwrap());
        let error = OnlyOne::take(&dir).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::TryLater);
        assert!(error.to_string().contains("http://127.0.0.1:8471"));
        drop(first);
        assert!(!OnlyOne::is_taken(&dir).unwrap());
        OnlyOne::take(&dir).unwrap();
    }

    #[test]
    fn only_the_last_user_may_stop_the_cluster() {
        let (_temp, dir) = dir();
        let (one, two) = (Presence::join(&dir).unwrap(), Presence::join(&dir).unwrap());
        assert!(!one.is_last().unwrap());
        drop(one);
        assert!(two.is_last().unwrap());
    }
}
