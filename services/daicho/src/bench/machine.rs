//! On what was measured: without it a figure cannot be read.

use serde::Serialize;
use sqlx::{PgPool, Row as _};

/// The machine and the build.
#[derive(Clone, Debug, Serialize)]
pub struct Build {
    cpus: usize,
    memory_bytes: Option<u64>,
    #[serde(rename = "build")]
    profile: &'static str,
}

impl Build {
    /// Asks the system.
    pub fn look() -> Self {
        Self {
            cpus: std::thread::available_parallelism().map_or(1, Into::into),
            memory_bytes: kibibytes("/proc/meminfo", "MemTotal:"),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
        }
    }

    /// Threads that run at the same time.
    pub fn cpus(&self) -> usize {
        self.cpus
    }

    /// Says on standard error what makes the figures useless.
    pub fn warn(&self) {
        if self.profile == "debug" {
            eprintln!("最適化していない実行ファイルです。数値は cargo run --release -- bench … で測ってください。");
        }
    }
}

/// The machine, the build and the database's settings.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    #[serde(flatten)]
    build: Build,
    postgresql: String,
    shared_buffers: String,
    fsync: String,
    synchronous_commit: String,
    full_page_writes: String,
}

impl Machine {
    /// Asks the system and the database.
    pub async fn look(pool: &PgPool) -> anyhow::Result<Self> {
        let row = sqlx::query(
            "SELECT current_setting('server_version'), current_setting('shared_buffers'), current_setting('fsync'),
                    current_setting('synchronous_commit'), current_setting('full_page_writes')",
        )
        .fetch_one(pool)
        .await?;
        Ok(Self {
            build: Build::look(),
            postgresql: row.try_get(0)?,
            shared_buffers: row.try_get(1)?,
            fsync: row.try_get(2)?,
            synchronous_commit: row.try_get(3)?,
            full_page_writes: row.try_get(4)?,
        })
    }

    /// Says on standard error what makes the figures useless.
    pub fn warn(&self) {
        self.build.warn();
        if self.fsync != "on" {
            eprintln!("fsync が切れています。この数値は使えません。");
        }
    }
}

/// The most memory this process has had resident so far, in bytes.
pub fn peak_memory() -> Option<u64> {
    kibibytes("/proc/self/status", "VmHWM:")
}

/// The same of another process of ours.
pub fn peak_memory_of(process: u32) -> Option<u64> {
    kibibytes(&format!("/proc/{process}/status"), "VmHWM:")
}

/// What this machine has read from its disks since it was started, in bytes.
pub fn read_from_disks() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/vmstat").ok()?;
    text.lines().find_map(|line| line.strip_prefix("pgpgin "))?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

fn kibibytes(file: &str, label: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(label))?;
    value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_follows_what_was_really_used() {
        let before = peak_memory().unwrap();
        let block = vec![1_u8; 64 << 20];
        assert_eq!(block.iter().map(|byte| u64::from(*byte)).sum::<u64>(), 64 << 20);
        assert!(peak_memory().unwrap() >= before.max(64 << 20));
    }
}
