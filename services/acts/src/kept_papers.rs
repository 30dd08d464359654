//! Whether the papers that were attached (添付書類) are kept as they were told, and whether something is kept that nobody told.

use events::Log;
use events::ids::ArtifactId;
use store::ArtifactError;
use uuid::Uuid;

use crate::{ActError, Acts};

/// A paper that an event tells of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldPaper {
    /// Position of the event.
    pub position: i64,
    /// Under what it is kept.
    pub artifact: ArtifactId,
    /// Its keyed digest, in hexadecimal.
    pub digest: String,
}

/// How such a paper is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperState {
    /// As it was told.
    Whole,
    /// Unreadable, because the person was erased.
    Erased,
    /// Nowhere.
    Missing,
    /// With other bytes, or under another key.
    Altered,
}

impl Acts {
    /// Every paper that was ever attached, in the order of the log; withdrawn ones are kept, too.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn told_papers(&self) -> Result<Vec<ToldPaper>, ActError> {
        let rows: Vec<(i64, Uuid, String)> = sqlx::query_as(
            "SELECT position, (payload ->> 'artifact')::uuid, payload ->> 'digest' FROM es.events
             WHERE log = $1 AND event_type = 'attachment.added' ORDER BY position",
        )
        .bind(Log::Casework.number())
        .fetch_all(self.pool())
        .await?;
        let paper = |(position, artifact, digest)| ToldPaper { position, artifact: ArtifactId(artifact), digest };
        Ok(rows.into_iter().map(paper).collect())
    }

    /// How a paper is kept.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn paper_state(&self, told: &ToldPaper) -> Result<PaperState, ActError> {
        match store::open_artifact(self.pool(), &self.parts().ring, told.artifact).await {
            Ok(None) => Ok(PaperState::Missing),
            // A key that nobody ever had is another key, too.
            Err(ArtifactError::Altered(_) | ArtifactError::Personal(_)) => Ok(PaperState::Altered),
            Ok(Some(kept)) if hex::encode(kept.digest) != told.digest => Ok(PaperState::Altered),
            Ok(Some(kept)) if kept.bytes.is_none() => Ok(PaperState::Erased),
            Ok(Some(_)) => Ok(PaperState::Whole),
            Err(error) => Err(error.into()),
        }
    }

    /// Positions of the papers whose key is gone although no erasure tells of the person: whoever destroyed it said so nowhere.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn papers_without_a_key(&self) -> Result<Vec<i64>, ActError> {
        let positions = sqlx::query_scalar(
            "SELECT told.position FROM es.events AS told
             JOIN es.artifacts AS kept ON kept.artifact_id = (told.payload ->> 'artifact')::uuid
             JOIN es.subject_keys AS held ON held.key_id = encode(substring(kept.sealed FROM 1 FOR 16), 'hex')::uuid
             WHERE told.log = $1 AND told.event_type = 'attachment.added' AND held.destroyed_at IS NOT NULL AND NOT EXISTS (
                 SELECT FROM es.streams AS s
                 JOIN es.events AS e ON e.log = s.log AND e.stream_id = s.stream_id
                     AND e.event_type IN ('erasure.carried_out', 'erasure.reapplied')
                 CROSS JOIN LATERAL json_array_elements_text(e.payload -> 'subjects') AS subject
                 WHERE s.log = $1 AND s.stream_type = 'erasure' AND subject::uuid = held.subject_id)
             ORDER BY told.position",
        )
        .bind(Log::Casework.number())
        .fetch_all(self.pool())
        .await?;
        Ok(positions)
    }

    /// How many papers have been kept for a day and are told by no event: whoever attached them was interrupted.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stray_papers(&self) -> Result<i64, ActError> {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM es.artifacts
             WHERE kind = 'attachment' AND created_at < clock_timestamp() - interval '1 day' AND artifact_id NOT IN (
                 SELECT (payload ->> 'artifact')::uuid FROM es.events WHERE log = $1 AND event_type = 'attachment.added')",
        )
        .bind(Log::Casework.number())
        .fetch_one(self.pool())
        .await?;
        Ok(count)
    }
}
