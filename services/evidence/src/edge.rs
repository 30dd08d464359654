//! The right edge of the tree in tiles: what must be at hand to add leaves, however long the log is (at most 255 hashes a level).

use crate::merkle::{Frontier, Hash, empty_root, root_of};
use crate::tiles::{TileId, WIDTH};

/// The tiles of a tree that are not full yet.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// Which tiles [`Edge::new`] asks for in a tree of `size` leaves.
    pub fn tiles_at(size: u64) -> Vec<TileId> {
        let place = |level: u32| size.checked_shr(8 * level).filter(|nodes| *nodes > 0);
        (0..)
            .map_while(|level| place(level).map(|nodes| TileId { level, index: nodes / WIDTH }))
            .filter(|id| id.width(size) > 0)
            .collect()
    }

    /// The edge of a tree of `size` leaves, from its tiles; none where `tile` does not know one or knows one of another width.
    pub fn new(size: u64, mut tile: impl FnMut(TileId) -> Option<Vec<Hash>>) -> Option<Self> {
        let mut levels = Vec::new();
        for id in Self::tiles_at(size) {
            let hashes = tile(id)?;
            if u64::try_from(hashes.len()) != Ok(id.width(size)) {
                return None;
            }
            let level = usize::try_from(id.level).ok()?;
            levels.resize_with(level.max(levels.len()), Vec::new);
            levels.push(hashes);
        }
        Some(Self { size, levels })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; `full` is told each tile that is now full, with its root.
    pub fn push(&mut self, leaf: Hash, mut full: impl FnMut(TileId, &[Hash], Hash)) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::with_capacity(256));
            }
            let tile = &mut self.levels[level];
            tile.push(hash);
            if tile.len() < 256 {
                return;
            }
            let level = u32::try_from(level).unwrap_or(u32::MAX);
            hash = root_of(tile);
            full(TileId { level, index: (self.size >> (8 * (level + 1))) - 1 }, tile, hash);
            tile.clear();
        }
    }

    /// The tiles that are not full, from the leaves up.
    pub fn partial(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        (0..).zip(&self.levels).filter(|(_, hashes)| !hashes.is_empty()).map(|(level, hashes)| {
            let index = (self.size >> (8 * level)) / WIDTH;
            (TileId { level, index }, hashes.as_slice())
        })
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let root = self.levels.iter().fold(None, |right, hashes| {
            let mut frontier = Frontier::default();
            for hash in hashes {
                frontier.push(*hash);
            }
            frontier.root_before(right)
        });
        root.unwrap_or_else(empty_root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;
    use crate::tiles::Tiles;

    #[test]
    fn growing_leaf_by_leaf_gives_the_tiles_and_roots_of_the_whole() {
        let leaves: Vec<Hash> = (0..66_100u32).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let all = Tiles::over(&leaves);
        let (mut edge, mut full) = (Edge::default(), 0);
        for (size, leaf) in (1..).zip(&leaves) {
            edge.push(*leaf, |id, hashes, root| {
                assert_eq!((all.get(id), root_of(hashes)), (Some(hashes), root));
                full += 1;
            });
            if size % 977 == 0 || size % 256 < 2 {
                assert_eq!(Some(edge.root()), all.root(size));
                let at = |id: TileId| Some(all.get(id)?[..usize::try_from(id.width(size)).unwrap()].to_vec());
                let again = Edge::new(size, at).unwrap();
                assert_eq!((again.size(), again.root()), (edge.size(), edge.root()));
                assert!(again.partial().eq(edge.partial()));
            }
        }
        assert_eq!(full, 66_100 / 256 + 1);
    }

    #[test]
    fn a_tile_that_is_missing_or_too_narrow_is_noticed() {
        assert_eq!(Edge::new(257, |_| None), None);
        assert_eq!(Edge::new(2, |_| Some(vec![[0; 32]])), None);
        assert_eq!(Edge::new(0, |_| None), Some(Edge::default()));
    }
}
