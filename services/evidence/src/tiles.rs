//! The tree in tiles (C2SP `tlog-tiles`): 256 hashes wide, eight levels high, in files that never change once they are full.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use crate::merkle::{Hash, empty_root, node_hash, root_of};
use crate::spans::{consistency_spans, inclusion_spans};

/// Hashes in a full tile.
pub const WIDTH: u64 = 256;
const HEIGHT: u32 = 8;

/// A tile: `level` 0 holds leaves, each level above the roots of the full tiles below.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TileId {
    /// Level, eight heights of the tree each.
    pub level: u32,
    /// Place in its level, from 0.
    pub index: u64,
}

impl TileId {
    /// How many hashes it holds in a tree of `size` leaves.
    pub fn width(self, size: u64) -> u64 {
        let nodes = size.checked_shr(HEIGHT * self.level).unwrap_or(0);
        nodes.saturating_sub(self.index * WIDTH).min(WIDTH)
    }

    /// Its file, such as `tile/0/x001/067` or `tile/1/000.p/17`.
    pub fn path(self, width: u64) -> String {
        format!("tile/{}/{}", self.level, index_path(self.index, width))
    }
}

/// The file of a bundle of entries, such as `tile/entries/x001/067`.
pub fn bundle_path(index: u64, width: u64) -> String {
    format!("tile/entries/{}", index_path(index, width))
}

/// A place in a level as path elements of three digits, all but the last after an `x`; narrower than full with its width.
pub fn index_path(index: u64, width: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < WIDTH {
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// The tiles from which the hashes of these stretches follow.
pub fn tiles_of(spans: &[Range<u64>]) -> BTreeSet<TileId> {
    let nodes = spans.iter().flat_map(|span| perfect_trees(span.clone()));
    nodes.map(|(height, index)| TileId { level: height / HEIGHT, index: index >> (HEIGHT - height % HEIGHT) }).collect()
}

/// Perfect trees, as height and place in that height, that together cover a stretch, from the left.
fn perfect_trees(span: Range<u64>) -> impl Iterator<Item = (u32, u64)> {
    let mut begin = span.start;
    std::iter::from_fn(move || {
        let left = span.end.checked_sub(begin).filter(|left| *left > 0)?;
        let height = left.ilog2().min(begin.trailing_zeros());
        let index = begin >> height;
        begin += 1 << height;
        Some((height, index))
    })
}

/// Tiles at hand. What follows from tiles that are not at hand is `None`.
#[derive(Clone, Default, Debug)]
pub struct Tiles(BTreeMap<TileId, Vec<Hash>>);

impl Tiles {
    /// All tiles of a tree over some leaves.
    pub fn over(leaves: &[Hash]) -> Self {
        let mut tiles = Self::default();
        let (mut level, mut hashes) = (0, leaves.to_vec());
        while !hashes.is_empty() {
            let mut above = Vec::with_capacity(hashes.len() / 256);
            for (index, tile) in (0..).zip(hashes.chunks(256)) {
                tiles.insert(TileId { level, index }, tile.to_vec());
                if tile.len() == 256 {
                    above.push(root_of(tile));
                }
            }
            (level, hashes) = (level + 1, above);
        }
        tiles
    }

    /// Adds a tile; a wider one takes the place of a narrower.
    pub fn insert(&mut self, id: TileId, hashes: Vec<Hash>) {
        self.0.insert(id, hashes);
    }

    /// A tile.
    pub fn get(&self, id: TileId) -> Option<&[Hash]> {
        self.0.get(&id).map(Vec::as_slice)
    }

    /// All tiles at hand.
    pub fn iter(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        self.0.iter().map(|(id, hashes)| (*id, hashes.as_slice()))
    }

    /// The Merkle tree hash over a stretch of leaves that is a subtree of the log.
    pub fn hash(&self, span: Range<u64>) -> Option<Hash> {
        if span.is_empty() {
            return Some(empty_root());
        }
        let roots: Vec<Hash> = perfect_trees(span).map(|(height, index)| self.node(height, index)).collect::<Option<_>>()?;
        roots.into_iter().rev().reduce(|right, left| node_hash(&left, &right))
    }

    /// The root of the first `size` leaves.
    pub fn root(&self, size: u64) -> Option<Hash> {
        self.hash(0..size)
    }

    /// Proof that a leaf is in the tree of `size` leaves.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        inclusion_spans(index, size).into_iter().map(|span| self.hash(span)).collect()
    }

    /// Proof that the tree of `new` leaves begins with that of `old`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        consistency_spans(old, new).into_iter().map(|span| self.hash(span)).collect()
    }

    fn node(&self, height: u32, index: u64) -> Option<Hash> {
        let within = height % HEIGHT;
        let tile = self.get(TileId { level: height / HEIGHT, index: index >> (HEIGHT - within) })?;
        let first = usize::try_from((index << within) % WIDTH).ok()?;
        tile.get(first..first + (1 << within)).map(root_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;

    #[test]
    fn files_are_named_as_the_specification_says() {
        assert_eq!(TileId { level: 2, index: 1_234_067 }.path(256), "tile/2/x001/x234/067");
        assert_eq!(TileId { level: 0, index: 0 }.path(17), "tile/0/000.p/17");
        assert_eq!(bundle_path(1000, 256), "tile/entries/x001/000");
    }

    #[test]
    fn widths_of_the_example_of_the_specification() {
        let width = |level, index| TileId { level, index }.width(70_000);
        assert_eq!((width(0, 272), width(0, 273), width(0, 274)), (256, 112, 0));
        assert_eq!((width(1, 0), width(1, 1), width(2, 0), width(3, 0)), (256, 17, 1, 0));
        assert_eq!((TileId { level: 0, index: 0 }.width(256), TileId { level: 1, index: 0 }.width(256)), (256, 1));
    }

    #[test]
    fn a_proof_needs_few_tiles_and_no_others() {
        let leaves: Vec<Hash> = (0..66_000u32).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let all = Tiles::over(&leaves);
        let spans = [inclusion_spans(300, 66_000), consistency_spans(65_000, 66_000), vec![0..66_000; 1]].concat();
        let needed = tiles_of(&spans);
        assert!(needed.len() < 12, "{}", needed.len());
        let mut some = Tiles::default();
        for id in needed {
            some.insert(id, all.get(id).unwrap().to_vec());
        }
        assert_eq!(some.inclusion(300, 66_000), all.inclusion(300, 66_000));
        assert_eq!(some.consistency(65_000, 66_000), all.consistency(65_000, 66_000));
        assert_eq!(some.root(66_000), all.root(66_000));
        assert_eq!(some.inclusion(20_000, 66_000), None);
    }
}
