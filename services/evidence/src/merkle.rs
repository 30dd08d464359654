//! The hashes of RFC 6962 and the tree's right edge, which is all that is needed to add leaves.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// What stands before the first link of the chain.
pub const GENESIS: Hash = [0; 32];

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The leaf of an entry: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// An inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The chain after one more leaf: SHA-256(0x02 ‖ chain ‖ leaf). Not part of RFC 6962; it names the first event that does not follow.
pub fn chain_link(chain: &Hash, leaf: &Hash) -> Hash {
    Sha256::new().chain_update([2]).chain_update(chain).chain_update(leaf).finalize().into()
}

/// The root over some leaves.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The roots of the perfect trees that a log of some size consists of, largest first: one for each bit of the size.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        self.push_tree(0, leaf);
    }

    /// Adds the root of a perfect tree of 2^`height` leaves; the size so far must be a multiple of that.
    pub fn push_tree(&mut self, height: u32, root: Hash) {
        debug_assert_eq!(self.size % (1 << height), 0);
        let mut hash = root;
        let mut rest = self.size >> height;
        while rest & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            rest >>= 1;
        }
        self.peaks.push(hash);
        self.size += 1 << height;
    }

    /// The root of the whole.
    pub fn root(&self) -> Hash {
        self.root_before(None).unwrap_or_else(empty_root)
    }

    /// The root where more stands to the right; none where nothing stands at all.
    pub(crate) fn root_before(&self, right: Option<Hash>) -> Option<Hash> {
        self.peaks.iter().rev().fold(right, |right, left| Some(right.map_or(*left, |right| node_hash(left, &right))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight leaves and the roots that implementations of RFC 6962 have shared since the first (Certificate Transparency's
    /// `merkletree` tests).
    const LEAVES: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn the_published_roots_come_out() {
        let mut frontier = Frontier::default();
        assert_eq!(hex::encode(frontier.root()), ROOTS[0]);
        for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
            frontier.push(leaf_hash(&hex::decode(leaf).unwrap()));
            assert_eq!(hex::encode(frontier.root()), *root);
        }
        assert_eq!(frontier.size(), 8);
    }

    #[test]
    fn whole_trees_may_be_added_at_once() {
        let leaves: Vec<Hash> = (0..1000u32).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let mut frontier = Frontier::default();
        for tile in leaves.chunks(256) {
            if tile.len() == 256 {
                frontier.push_tree(8, root_of(tile));
            } else {
                for leaf in tile {
                    frontier.push(*leaf);
                }
            }
        }
        assert_eq!((frontier.size(), frontier.root()), (1000, root_of(&leaves)));
    }
}
