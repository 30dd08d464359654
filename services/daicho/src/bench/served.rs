//! A daicho in a process of its own, as in life: started, waited for until it says `ready`, measured, stopped.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::machine::peak_memory_of;
use crate::installation::DataDir;

/// After a request to stop, a process gets this long.
const GRACE: Duration = Duration::from_mins(1);

/// A running process.
pub struct Served {
    child: Child,
    /// Where its pages are: `http://127.0.0.1:PORT`.
    pub address: String,
}

impl Served {
    /// Starts this same program with `arguments` on the data of `dir`, and waits until it can be used.
    pub async fn start(dir: &DataDir, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .arg("--data")
            .arg(dir.path())
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(false)
            .spawn()?;
        let output = child.stdout.take().context("the process has no standard output")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix("ready ") {
                let address = address.to_owned();
                // The pipe stays open, or the process would fail at its next line.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { child, address });
            }
        }
        let status = child.wait().await?;
        anyhow::bail!("daicho {} が使えるようになる前に終わりました({status})", arguments.join(" "))
    }

    /// The most memory it has had so far, in bytes.
    pub fn peak_memory(&self) -> Option<u64> {
        self.child.id().and_then(peak_memory_of)
    }

    /// Asks it to stop, and waits until it has; one that does not listen is killed.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let Some(process) = self.child.id() else { return Ok(()) };
        // The shell's own `kill`: signals need no further program and no unsafe code.
        Command::new("sh").args(["-c", "kill -TERM \"$0\"", &process.to_string()]).status().await?;
        if tokio::time::timeout(GRACE, self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}
