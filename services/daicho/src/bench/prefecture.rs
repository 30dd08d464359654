//! A fictional prefecture of its own for one measurement: seeded, served while it is measured, gone afterwards.

use std::path::PathBuf;

use super::scratch::{new_place, remove};
use super::served::Served;
use crate::installation::DataDir;

/// Events that a recipient has on average, from the receipt to the certificate.
pub const EVENTS_EACH: u32 = 15;

/// What a prefecture is made of.
pub struct Prefecture {
    /// Recipients.
    pub people: u32,
    /// Where it is made, if not in the system's place for temporary files.
    pub place: Option<PathBuf>,
    /// Started once more after the seeding, so that the memory of the process is that of serving.
    pub again: bool,
}

impl Prefecture {
    /// Seeds it, measures, and removes it whatever came out.
    pub async fn measure<T>(self, measuring: impl AsyncFnOnce(&DataDir, &Served) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let dir = new_place(self.place)?;
        let measured = seeded(&dir, self.people, self.again, measuring).await;
        if dir.is_ours() {
            remove(&dir).await?;
        }
        measured
    }
}

async fn seeded<T>(
    dir: &DataDir,
    people: u32,
    again: bool,
    measuring: impl AsyncFnOnce(&DataDir, &Served) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let number = people.to_string();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--people", &number];
    eprintln!("{people} 人の見本を作っています…");
    let mut service = Served::start(dir, &arguments).await?;
    if again {
        service.stop().await?;
        service = Served::start(dir, &arguments).await?;
    }
    let measured = measuring(dir, &service).await;
    service.stop().await?;
    measured
}
