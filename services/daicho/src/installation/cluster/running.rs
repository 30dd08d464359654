//! Starting the cluster, keeping it up, stopping it.

use std::convert::Infallible;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;

use super::Cluster;
use crate::exit::{Exit, stop};
use crate::installation::postmaster::{Postmaster, has_leftovers};
use crate::installation::{lock, settings};

const GLANCE: Duration = Duration::from_millis(100);

impl Cluster {
    /// Starts it unless it runs, after whatever end the last run had. Returns its port.
    pub async fn ensure_running(&self) -> anyhow::Result<u16> {
        let _only_starter = lock::starting(&self.dir).await?;
        if !self.exists() {
            return Err(stop(Exit::TryLater, "データベースがまだありません。daicho demo の準備が終わるのを待ってください。"));
        }
        if self.running().is_none() {
            self.start().await?;
        }
        for _ in 0..600 {
            match self.running() {
                Some(Postmaster { port, ready: true, .. }) => return Ok(port),
                _ => tokio::time::sleep(GLANCE).await,
            }
        }
        Err(stop(Exit::TryLater, "PostgreSQL の起動が終わりません。しばらくしてからやり直してください。"))
    }

    async fn start(&self) -> anyhow::Result<()> {
        let data = self.place();
        for _ in 0..100 {
            if !has_leftovers(&data) {
                break;
            }
            tokio::time::sleep(GLANCE).await;
        }
        // Left behind by a killed server, and its number may be another program's now. Nobody works here: it may go.
        if !has_leftovers(&data) {
            let _ = fs::remove_file(data.join("postmaster.pid"));
        }
        let settings = data.join(settings::FILE);
        fs::write(&settings, settings::text(self.free_port()?))?;
        self.hand_over(&settings)?;
        let log = self.home.join("cluster-start.log");
        fs::write(&log, "")?;
        self.hand_over(&log)?;
        let status = self
            .program("pg_ctl")
            .args(["start", "--wait", "--silent", "--timeout=300"])
            .arg(format!("--pgdata={}", data.display()))
            .arg(format!("--log={}", log.display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await?;
        if status.success() {
            return Ok(());
        }
        let said = fs::read_to_string(&log).unwrap_or_default();
        Err(stop(
            Exit::ServiceMissing,
            format!("PostgreSQL を起動できません。{} を見てください。\n{}", log.display(), said.trim()),
        ))
    }

    /// Starts it again whenever it has gone, for as long as this is polled.
    pub async fn keep_running(&self) -> Infallible {
        loop {
            tokio::time::sleep(GLANCE * 5).await;
            if self.running().is_none() {
                tracing::error!("postgresql.gone");
                eprintln!("PostgreSQL が止まりました。起動し直します…");
                match self.ensure_running().await {
                    Ok(_) => eprintln!("PostgreSQL を起動し直しました。"),
                    Err(error) => eprintln!("{error:#}"),
                }
            }
        }
    }

    /// Stops it: fast, so that open transactions are rolled back and everything acknowledged is on disk.
    pub async fn stop(&self) -> anyhow::Result<()> {
        let data = self.place();
        if self.running().is_none() {
            return Ok(());
        }
        for mode in ["fast", "immediate"] {
            let output = self
                .program("pg_ctl")
                .args(["stop", "--wait", "--silent", "--timeout=60"])
                .arg(format!("--mode={mode}"))
                .arg(format!("--pgdata={}", data.display()))
                .output()
                .await?;
            if output.status.success() || self.running().is_none() {
                return Ok(());
            }
        }
        anyhow::bail!("PostgreSQL を止められません({})。", data.display())
    }

    /// The settings' port of the last run if it is still free, so that the URL stays; else another.
    fn free_port(&self) -> anyhow::Result<u16> {
        let file = self.dir.path().join("port");
        let last = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok());
        let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
        if let Some(port) = last.filter(free) {
            return Ok(port);
        }
        for _ in 0..100 {
            let mut bytes = [0_u8; 2];
            getrandom::fill(&mut bytes).context("乱数を得られません")?;
            // Below the range that the kernel gives to outgoing connections.
            let port = 20_000 + u16::from_be_bytes(bytes) % 12_000;
            if free(&port) {
                fs::write(&file, format!("{port}\n"))?;
                return Ok(port);
            }
        }
        anyhow::bail!("空いている番号(ポート)が見つかりません。")
    }
}
