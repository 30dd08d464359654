//! Entering an installation: if its cluster is down, it is started for the visit and stopped by the last who leaves.

use super::cluster::Cluster;
use super::lock::Presence;
use super::{OnlyOne, Source, Urls};

/// An installation whose database can be reached until [`Access::close`].
pub struct Access {
    urls: Urls,
    visit: Option<(Presence, Cluster)>,
}

impl Access {
    /// Enters.
    pub async fn open(source: &Source) -> anyhow::Result<Self> {
        match source {
            Source::Database { urls, .. } => Ok(Self { urls: urls.clone(), visit: None }),
            Source::Directory(dir) => {
                let cluster = Cluster::locate(dir)?;
                let presence = Presence::join(dir)?;
                let port = cluster.ensure_running().await?;
                let urls = Urls::of_directory(dir, port)?;
                Ok(Self { urls, visit: Some((presence, cluster)) })
            }
        }
    }

    /// How the database is reached.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// Leaves. Also to be called after an error, else a cluster that was started stays up.
    pub async fn close(self) -> anyhow::Result<()> {
        let Some((presence, cluster)) = self.visit else {
            return Ok(());
        };
        if presence.is_last()? && !OnlyOne::is_taken(cluster.dir())? {
            cluster.stop().await?;
        }
        Ok(())
    }
}
