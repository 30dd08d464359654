//! The tiles above the leaves, against the roots of the tiles below them.

use super::Audit;
use super::finding::{Fault, FaultKind};
use crate::merkle::{Hash, root_of};
use crate::tiles::{TileId, WIDTH};

pub(super) fn check(audit: &Audit<'_>, size: u64, roots: Vec<Hash>, faults: &mut Vec<Fault>) {
    let (mut level, mut roots, mut under) = (1, roots, WIDTH);
    while !roots.is_empty() {
        let mut above = Vec::new();
        for (index, expected) in (0..).zip(roots.chunks(256)) {
            let id = TileId { level, index };
            let file = id.path(id.width(size));
            let first = |place: u64| Some((index * WIDTH + place) * under + 1);
            match audit.tile(id, size) {
                None => faults.push(Fault::new(FaultKind::Tile, first(0), file)),
                Some(tile) => {
                    let wrong = (0..).zip(tile.iter().zip(expected)).find(|(_, (there, computed))| there != computed);
                    faults.extend(wrong.map(|(place, _)| Fault::new(FaultKind::Tile, first(place), file)));
                }
            }
            if expected.len() == 256 {
                above.push(root_of(expected));
            }
        }
        (level, roots, under) = (level + 1, above, under.saturating_mul(WIDTH));
    }
}
