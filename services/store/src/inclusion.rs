//! Proof that events stand at their place in the log, under a signed checkpoint.

use std::ops::Range;

use events::Log;
use evidence::{InclusionProof, Line, inclusion_spans, tiles_of};
use sqlx::PgPool;

use crate::checkpoints::{KeptCheckpoint, stored_hashes, tiles};
use crate::hash;
use crate::read::{ReadError, page};

/// An event with the way from its leaf to the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inclusion {
    /// Its position.
    pub position: i64,
    /// The proof as it stands in a file.
    pub proof: InclusionProof,
    /// What the entry only holds hashes of.
    pub line: Line,
}

impl Inclusion {
    /// Of each hash of the proof, the leaves that it stands for, from 0.
    pub fn spans(&self, size: u64) -> Vec<Range<u64>> {
        inclusion_spans(self.proof.index, size)
    }

    /// Whether the entry leads to the root of the checkpoint, computed now.
    pub fn holds(&self, under: &KeptCheckpoint) -> bool {
        let leaf = hash::leaf(&self.proof.entry);
        evidence::verify_inclusion(self.proof.index, under.size, &leaf, &self.proof.hashes, &under.root).is_ok()
    }
}

/// The proofs of the events at these positions; those that the checkpoint does not cover yet are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn inclusions(pool: &PgPool, log: Log, positions: &[i64], under: &KeptCheckpoint) -> Result<Vec<Inclusion>, ReadError> {
    let covered = |position: &&i64| **position >= 1 && position.unsigned_abs() <= under.size;
    let spans: Vec<_> =
        positions.iter().filter(covered).flat_map(|position| inclusion_spans(position.unsigned_abs() - 1, under.size)).collect();
    let tiles = tiles(pool, log, &tiles_of(&spans), under.size).await?;
    let mut found = Vec::new();
    for position in positions.iter().filter(covered) {
        let index = position.unsigned_abs() - 1;
        let (Some(event), Some(hashes)) =
            (page(pool, log, position - 1, 1).await?.into_iter().next(), tiles.inclusion(index, under.size))
        else {
            continue;
        };
        let chain = stored_hashes(pool, log, index, 1).await?.into_iter().next().map(|(_, chain)| chain).unwrap_or_default();
        let proof = InclusionProof { entry: hash::entry(&event), index, hashes, checkpoint: under.note.clone() };
        let line = Line { position: index + 1, chain: hex::encode(chain), payload: event.payload, metadata: event.metadata };
        found.push(Inclusion { position: *position, proof, line });
    }
    Ok(found)
}
