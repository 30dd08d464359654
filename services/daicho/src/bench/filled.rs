//! A log of a given length, filled through the writer as an import fills it: sealed events, a thousand an act, twenty a stream.

use std::sync::Arc;

use events::Log;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use store::{KeyFiles, Role, SystemEntropy, Writer};

use super::machine::Machine;
use super::plain_insert;
use super::sample::Sample;
use super::scratch::Scratch;
use crate::ids::new_id;

/// Events of an act that fills.
pub const ACT: usize = 1_000;

/// A scratch installation with a writer on it, and the table of the references.
pub struct Filled {
    /// On what is measured.
    pub machine: Machine,
    /// As the web writes.
    pub writing: PgPool,
    /// As an auditor reads.
    pub reading: PgPool,
    /// Writes to the log.
    pub writer: Writer,
    /// Makes the events.
    pub sample: Arc<Sample>,
    /// Cleans up.
    owner: PgPool,
}

impl Filled {
    /// An empty log but for one event, with which the keys came.
    pub async fn open(scratch: &Scratch) -> anyhow::Result<Self> {
        let owner = PgPoolOptions::new().max_connections(1).connect_with(scratch.urls().owner.options()?).await?;
        let machine = Machine::look(&owner).await?;
        machine.warn();
        plain_insert::create(&owner).await?;
        let url = scratch.urls().app.expose();
        let writing = store::connect(url, Role::Writer, plain_insert::CONNECTIONS + 8).await?;
        let reading = store::connect(url, Role::Auditor, 4).await?;
        let writer = Writer::start(&writing);
        let (sample, keys) = Sample::make(&KeyFiles::create(&scratch.dir().keys(), &SystemEntropy)?)?;
        writer.append(sample.act(new_id(), 0, keys)?).await?;
        Ok(Self { machine, writing, reading, writer, sample: Arc::new(sample), owner })
    }

    /// Where the log ends.
    pub async fn length(&self) -> anyhow::Result<i64> {
        Ok(store::head(&self.reading, Log::Casework).await?.position)
    }

    /// Goes on until the log has at least so many events, and leaves it as an installation that has been running: counted, cleaned up, on
    /// disk. Otherwise whoever reads it first pays for that.
    pub async fn fill_to(&self, events: i64) -> anyhow::Result<()> {
        let mut length = self.length().await?;
        while length < events {
            store::ensure_partitions(&self.writing).await?;
            for _ in 0..100 {
                if length < events {
                    length = self.writer.append(self.sample.many(ACT, 20)?).await?.last_position;
                }
            }
            eprintln!("{length} / {events}");
        }
        sqlx::query("VACUUM (ANALYZE) es.events, es.streams, es.commands").execute(&self.owner).await?;
        sqlx::query("CHECKPOINT").execute(&self.owner).await?;
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(self) {
        drop(self.writer);
        self.writing.close().await;
        self.reading.close().await;
        self.owner.close().await;
    }
}
