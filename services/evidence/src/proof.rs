//! Checking proofs, as RFC 9162 (2.1.3.2 and 2.1.4.2) prescribes. Written on its own, not as the making of proofs read backwards.

use crate::merkle::{Hash, node_hash};

/// Why a proof proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProofError {
    /// The leaf would lie beyond the tree, or the older tree is the larger one.
    #[error("the sizes contradict each other")]
    Sizes,
    /// Too few or too many hashes for the sizes.
    #[error("the proof has the wrong length")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Whether the leaf stands at `index` (from 0) of the tree with this size and root.
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Sizes);
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(ProofError::Length),
    }
}

/// Whether the tree of `new_size` leaves begins with the one of `old_size` leaves.
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    (old_size, old_root): (u64, &Hash),
    (new_size, new_root): (u64, &Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Sizes);
    }
    if old_size == 0 || old_size == new_size {
        // Every tree begins with the empty one, whose root is no news.
        let agree = old_size == 0 || old_root == new_root;
        return if !proof.is_empty() {
            Err(ProofError::Length)
        } else if agree {
            Ok(())
        } else {
            Err(ProofError::Root)
        };
    }
    let mut proof = proof.iter();
    let mut next = || proof.next().ok_or(ProofError::Length);
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // Where the older tree is perfect, its root is the first hash.
    let first = if old_size.is_power_of_two() { *old_root } else { *next()? };
    let (mut old, mut new) = (first, first);
    while last != 0 {
        let hash = next()?;
        if node & 1 == 1 || node == last {
            old = node_hash(hash, &old);
            new = node_hash(hash, &new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    if proof.next().is_some() {
        return Err(ProofError::Length);
    }
    if old == *old_root && new == *new_root { Ok(()) } else { Err(ProofError::Root) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{leaf_hash, root_of};
    use crate::tiles::Tiles;

    fn leaves(n: u32) -> Vec<Hash> {
        (0..n).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proven_and_no_other() {
        let leaves = leaves(70);
        let tiles = Tiles::over(&leaves);
        for size in 1..=70u64 {
            let root = tiles.root(size).unwrap();
            assert_eq!(root, root_of(&leaves[..usize::try_from(size).unwrap()]));
            for (index, leaf) in (0..size).zip(&leaves) {
                let proof = tiles.inclusion(index, size).unwrap();
                assert_eq!(verify_inclusion(index, size, leaf, &proof, &root), Ok(()));
                assert!(verify_inclusion(index, size, &root, &proof, &root).is_err() || size == 1);
                assert!(verify_inclusion(index, size, leaf, &proof, leaf).is_err() || size == 1);
                let longer = [proof.as_slice(), &[root]].concat();
                assert_eq!(verify_inclusion(index, size, leaf, &longer, &root), Err(ProofError::Length));
            }
            assert_eq!(verify_inclusion(size, size, &leaves[0], &[], &root), Err(ProofError::Sizes));
        }
    }

    #[test]
    fn every_small_tree_begins_with_every_smaller_and_no_other() {
        let tiles = Tiles::over(&leaves(70));
        let root = |size| tiles.root(size).unwrap();
        for new in 1..=70 {
            for old in 0..=new {
                let proof = tiles.consistency(old, new).unwrap();
                assert_eq!(verify_consistency((old, &root(old)), (new, &root(new)), &proof), Ok(()), "{old} {new}");
                if old > 0 {
                    let forked = leaf_hash(b"forked");
                    assert!(verify_consistency((old, &forked), (new, &root(new)), &proof).is_err());
                    assert!(verify_consistency((old, &root(old)), (new, &forked), &proof).is_err());
                    let longer = [proof.as_slice(), &[forked]].concat();
                    assert_eq!(verify_consistency((old, &root(old)), (new, &root(new)), &longer), Err(ProofError::Length));
                }
            }
        }
        assert_eq!(verify_consistency((2, &root(2)), (1, &root(1)), &[]), Err(ProofError::Sizes));
    }

    #[test]
    fn a_tree_of_three_levels_of_tiles() {
        let tiles = Tiles::over(&leaves(70_000));
        let root = tiles.root(70_000).unwrap();
        assert_eq!(root, root_of(&leaves(70_000)));
        let proof = tiles.inclusion(65_999, 70_000).unwrap();
        assert_eq!(verify_inclusion(65_999, 70_000, &leaf_hash(&65_999u32.to_be_bytes()), &proof, &root), Ok(()));
        let proof = tiles.consistency(65_537, 70_000).unwrap();
        assert_eq!(verify_consistency((65_537, &tiles.root(65_537).unwrap()), (70_000, &root), &proof), Ok(()));
    }
}
