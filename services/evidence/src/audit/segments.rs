//! What segments say of themselves, against what was computed from their events.

use super::Audit;
use super::finding::{Fault, FaultKind};
use crate::export::segment::{BUNDLES, SEGMENT, path, statement};
use crate::merkle::{Frontier, Hash};

/// `roots` are those of the full bundles, in order.
pub(super) fn check(audit: &Audit<'_>, roots: &[Hash], faults: &mut Vec<Fault>) {
    let width = usize::try_from(BUNDLES).unwrap_or(usize::MAX);
    for (segment, roots) in (0..).zip(roots.chunks_exact(width)) {
        if !path(audit.directory, segment).exists() {
            continue;
        }
        let mut tree = Frontier::default();
        for root in roots {
            tree.push_tree(8, *root);
        }
        let (first, last) = (segment * SEGMENT + 1, (segment + 1) * SEGMENT);
        let fits = statement(audit.directory, segment).ok().flatten().is_some_and(|said| {
            (said.first, said.last, said.log.as_str()) == (first, last, audit.keys.origin())
                && said.root == hex::encode(tree.root())
        });
        if !fits {
            let place = path(std::path::Path::new(""), segment).display().to_string();
            faults.push(Fault::new(FaultKind::Tile, Some(first), place));
        }
    }
}
