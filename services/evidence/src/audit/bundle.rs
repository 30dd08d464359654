//! One bundle: its entries against its payloads and against the tile of its leaves.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::finding::{Fault, FaultKind};
use crate::bundle::split_entries;
use crate::entry::Entry;
use crate::export::{Line, payload_path, segment};
use crate::merkle::{Hash, chain_link, leaf_hash, root_of};
use crate::tiles::{TileId, WIDTH, bundle_path};

/// What came of it.
pub(super) struct Checked<T> {
    pub(super) index: u64,
    pub(super) width: u64,
    /// Leaves computed from the entries.
    pub(super) leaves: Vec<Hash>,
    /// Chain hashes as they stand in the payload file.
    pub(super) chains: Vec<Option<Hash>>,
    /// The root over the leaves where all are there.
    pub(super) root: Option<Hash>,
    pub(super) faults: Vec<Fault>,
    /// Name of the payload file.
    pub(super) payloads: String,
    /// What was made of the events whose content is what was hashed.
    pub(super) shown: Vec<T>,
}

pub(super) fn check<T>(directory: &Path, index: u64, size: u64, prepare: &impl Fn(&Entry<'_>, Line) -> T) -> Checked<T> {
    let id = TileId { level: 0, index };
    let width = id.width(size);
    let (entries_file, payloads, tile_file) = (bundle_path(index, width), payload_path(index, width), id.path(width));
    let mut faults = Vec::new();
    let mut read = |name: &str| {
        let bytes = segment::read(directory, name, index).ok().flatten();
        if bytes.is_none() {
            faults.push(Fault::new(FaultKind::Gap, Some(index * WIDTH + 1), name));
        }
        bytes.unwrap_or_default()
    };
    let (bundle, lines, tile) = (read(&entries_file), read(&payloads), read(&tile_file));
    let (entries, _) = split_entries(&bundle);
    let mut lines = lines.split_inclusive(|byte| *byte == b'\n');
    let (hashes, _) = tile.as_chunks::<32>();
    let (mut leaves, mut chains, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    let mut before: Option<Hash> = None;
    for place in 0..usize::try_from(width).unwrap_or_default() {
        let position = index * WIDTH + u64::try_from(place).unwrap_or_default() + 1;
        let line = lines.next().and_then(|line| Line::parse(line.strip_suffix(b"\n")?).ok());
        let line = line.filter(|line| line.position == position);
        let chain = line.as_ref().and_then(Line::chain);
        let Some(bytes) = entries.get(place) else {
            faults.push(Fault::new(FaultKind::Gap, Some(position), entries_file.clone()));
            break;
        };
        let leaf = leaf_hash(bytes);
        let entry = Entry::parse(bytes).ok().filter(|entry| line.as_ref().is_some_and(|line| belongs(entry, line)));
        let fits = entry.is_some();
        // The chain says which of two that differ is the altered one.
        let chained = before.is_some_and(|before| chain == Some(chain_link(&before, &leaf)));
        if !fits || chain.is_none() {
            let file = if chained || line.is_none() { &payloads } else { &entries_file };
            faults.push(Fault::new(FaultKind::Content, Some(position), file.clone()));
        } else if hashes.get(place) != Some(&leaf) {
            faults.push(Fault::new(FaultKind::Tile, Some(position), tile_file.clone()));
        }
        if let (Some(entry), Some(line)) = (entry, line) {
            shown.push(prepare(&entry, line));
        }
        leaves.push(leaf);
        chains.push(chain);
        before = chain;
    }
    if let Some(extra) = lines.next().map(<[u8]>::len).or_else(|| (entries.len() > leaves.len()).then_some(0)) {
        faults.push(Fault::new(FaultKind::Content, Some(index * WIDTH + width), format!("{payloads}: {extra} more")));
    }
    let root = (u64::try_from(leaves.len()) == Ok(width)).then(|| root_of(&leaves));
    Checked { index, width, leaves, chains, root, faults, payloads, shown }
}

/// Whether a payload line is that of the entry, and the entry stands where it says.
pub(super) fn belongs(entry: &Entry<'_>, line: &Line) -> bool {
    u64::try_from(entry.position) == Ok(line.position)
        && entry.payload == *Sha256::digest(&line.payload)
        && entry.metadata == *Sha256::digest(&line.metadata)
}
