//! What a witness (立会い) does with a checkpoint that it is shown: it compares it with the last one it signed (C2SP `tlog-witness`).

use crate::checkpoint::Checkpoint;
use crate::merkle::Hash;
use crate::proof::{ProofError, verify_consistency};

/// Why a witness does not sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The proof begins beyond its own checkpoint.
    #[error("the proof begins beyond the checkpoint")]
    Backwards,
    /// The proof does not begin where the witness stands.
    #[error("the witness has signed {0} events")]
    Stale(u64),
    /// Another root at the size that was signed.
    #[error("another history of {0} events was signed")]
    Forked(u64),
    /// The log does not begin with what was signed.
    #[error("the log does not begin with the {0} events that were signed: {1}")]
    Rewritten(u64, ProofError),
}

/// Whether `shown` follows on what was signed last, by a proof that begins at `old`.
///
/// # Errors
/// [`Refusal`].
pub fn follows(signed: Option<&Checkpoint>, shown: &Checkpoint, old: u64, proof: &[Hash]) -> Result<(), Refusal> {
    let (size, root) = signed.map_or((0, Hash::default()), |signed| (signed.size, signed.root));
    if old > shown.size {
        return Err(Refusal::Backwards);
    }
    if old != size {
        return Err(Refusal::Stale(size));
    }
    if size > 0 && size == shown.size && root != shown.root {
        return Err(Refusal::Forked(size));
    }
    verify_consistency((size, &root), (shown.size, &shown.root), proof).map_err(|error| Refusal::Rewritten(size, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;
    use crate::tiles::Tiles;

    #[test]
    fn only_a_log_that_grew_is_signed() {
        let leaves: Vec<Hash> = (0..40u8).map(|n| leaf_hash(&[n])).collect();
        let tiles = Tiles::over(&leaves);
        let at = |size| Checkpoint { origin: "a".into(), size, root: tiles.root(size).unwrap() };
        let proof = |old, new| tiles.consistency(old, new).unwrap();
        assert_eq!(follows(None, &at(7), 0, &[]), Ok(()));
        assert_eq!(follows(Some(&at(7)), &at(30), 7, &proof(7, 30)), Ok(()));
        assert_eq!(follows(Some(&at(7)), &at(7), 7, &[]), Ok(()));
        assert_eq!(follows(Some(&at(7)), &at(30), 6, &proof(6, 30)), Err(Refusal::Stale(7)));
        assert_eq!(follows(Some(&at(30)), &at(7), 7, &[]), Err(Refusal::Stale(30)));
        assert_eq!(follows(Some(&at(30)), &at(7), 30, &[]), Err(Refusal::Backwards));
        let forked = |size| Checkpoint { root: [7; 32], ..at(size) };
        assert_eq!(follows(Some(&at(7)), &forked(7), 7, &[]), Err(Refusal::Forked(7)));
        assert!(matches!(follows(Some(&at(7)), &forked(30), 7, &proof(7, 30)), Err(Refusal::Rewritten(7, _))));
        assert!(matches!(follows(None, &at(7), 0, &[[0; 32]]), Err(Refusal::Rewritten(0, _))));
    }
}
