//! The masters of now: read once, then only what was adopted since. A row approved a moment ago counts for the next decision.

use std::sync::Arc;

use casework::Refusal;
use casework::rules::Masters;
use casework::rules::masters::TABLES;
use events::Log;
use events::ids::named_stream;
use events::master::MasterEvent;
use jiff::civil::Date;
use sqlx::Row as _;
use uuid::Uuid;

use crate::acts::Known;
use crate::load::Told;
use crate::{ActError, Acts};

/// Stream of a master table.
pub(crate) fn stream_of(table: &str) -> Uuid {
    named_stream(&format!("master/{table}"))
}

impl Acts {
    /// The masters as they are now.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn masters(&self) -> Result<Arc<Masters>, ActError> {
        let versions = self.master_versions().await?;
        let known = self.known_masters();
        if let Some(known) = &known
            && known.versions == versions
        {
            return Ok(Arc::clone(&known.masters));
        }
        let mut masters = known.as_ref().map_or_else(Masters::default, |known| known.masters.as_ref().clone());
        for (stream, _) in &versions {
            let before = known
                .as_ref()
                .and_then(|known| known.versions.iter().find(|(id, _)| id == stream))
                .map_or(0, |(_, version)| *version);
            for Told { event, envelope } in self.told::<MasterEvent>(Log::Casework, *stream, before).await? {
                masters.adopt(envelope.position, event.row()).map_err(|error| ActError::internal(&error))?;
            }
        }
        let masters = Arc::new(masters);
        // A row adopted between the two readings is in the masters already; its version is not remembered, and it is read again.
        if self.master_versions().await? == versions {
            self.remember_masters(Known { versions, masters: Arc::clone(&masters) });
        }
        Ok(masters)
    }

    /// The masters as they were known at a position of the casework log; now where none.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn masters_as_of(&self, known: Option<i64>) -> Result<Arc<Masters>, ActError> {
        let now = self.masters().await?;
        let Some(known) = known.filter(|known| *known < now.position()) else { return Ok(now) };
        let mut masters = Masters::default();
        for (stream, _) in self.master_versions().await? {
            for Told { event, envelope } in self.told::<MasterEvent>(Log::Casework, stream, 0).await? {
                if envelope.position <= known {
                    masters.adopt(envelope.position, event.row()).map_err(|error| ActError::internal(&error))?;
                }
            }
        }
        Ok(Arc::new(masters))
    }

    /// Position of the newest row of the masters.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn masters_position(&self) -> Result<i64, ActError> {
        Ok(self.masters().await?.position())
    }

    /// Refuses a phrase that staff could not have chosen from the master of reasons.
    pub(crate) async fn known_phrase(&self, key: &str, purpose: &str, today: Date) -> Result<(), ActError> {
        let masters = self.masters().await?;
        match masters.phrases.at(key, today) {
            Some(row) if row.value.purpose == purpose => Ok(()),
            _ => Err(Refusal::UnknownPhrase(key.to_owned()).into()),
        }
    }

    async fn master_versions(&self) -> Result<Vec<(Uuid, i32)>, ActError> {
        let streams: Vec<Uuid> = TABLES.iter().map(|(table, _)| stream_of(table)).collect();
        let rows =
            sqlx::query("SELECT stream_id, version FROM es.streams WHERE log = $1 AND stream_id = ANY($2) ORDER BY stream_id")
                .bind(Log::Casework.number())
                .bind(streams)
                .fetch_all(self.pool())
                .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}
