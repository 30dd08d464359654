//! Segments (書庫): the closed stretches of an export, compressed. A segment holds the bundles of 4,096 events with their payloads under the
//! names they had, and says which root they lead to; `unzip` at the top of the export puts the files back as they were.
//!
//! Everything that reads an export reads segments as if the files lay there. Tiles stay files of their own: they are small, and proofs are
//! made from them.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{ExportError, payload_path};
use crate::bundle::split_entries;
use crate::merkle::{Frontier, Hash, leaf_hash, root_of};
use crate::tiles::{TileId, WIDTH, bundle_path, index_path};

/// Bundles in a segment: a perfect subtree, so its root is a node of the tree.
pub const BUNDLES: u64 = 16;
/// Events in a segment.
pub const SEGMENT: u64 = BUNDLES * WIDTH;
/// Name of what a segment says of itself.
const STATEMENT: &str = "segment.json";

/// What a segment says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// Name of the log.
    pub log: String,
    /// The first event in it.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// Root over its events, in hexadecimal: the node of the tree above them.
    pub root: String,
}

/// The file of a segment.
pub fn path(directory: &Path, segment: u64) -> PathBuf {
    directory.join(format!("segments/{}.zip", index_path(segment, WIDTH)))
}

/// A file that belongs to a bundle: as it lies there, or out of its segment. None where it is in neither.
///
/// # Errors
/// Where the disk or the compression fails.
pub fn read(directory: &Path, name: &str, bundle: u64) -> io::Result<Option<Vec<u8>>> {
    match fs::read(directory.join(name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read.map(Some),
    }
    out_of(&path(directory, bundle / BUNDLES), name)
}

/// What the segment says of itself; none where there is none.
///
/// # Errors
/// Where it cannot be read.
pub fn statement(directory: &Path, segment: u64) -> io::Result<Option<Statement>> {
    let bytes = out_of(&path(directory, segment), STATEMENT)?;
    bytes.map(|bytes| serde_json::from_slice(&bytes).map_err(Into::into)).transpose()
}

fn out_of(file: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    let file = match fs::File::open(file) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut archive = ZipArchive::new(io::BufReader::new(file)).map_err(io::Error::other)?;
    let mut entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(io::Error::other(error)),
    };
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Compresses a closed stretch whose files lie there, reads it back, and only then takes the files away. True where there was something
/// to do; one that was broken off is gone on with.
///
/// # Errors
/// [`ExportError`]; then nothing was taken away.
pub(super) fn close(directory: &Path, log: &str, segment: u64) -> Result<bool, ExportError> {
    let target = path(directory, segment);
    let failed = |error| ExportError::Io(target.clone(), error);
    let bundles = segment * BUNDLES..(segment + 1) * BUNDLES;
    let names =
        bundles.clone().flat_map(|index| [bundle_path(index, WIDTH), payload_path(index, WIDTH)].map(|name| (index, name)));
    let names: Vec<(u64, String)> = names.collect();
    let loose: Vec<PathBuf> = names.iter().map(|(_, name)| directory.join(name)).filter(|file| file.exists()).collect();
    if loose.is_empty() && target.exists() {
        return Ok(false);
    }
    let mut tree = Frontier::default();
    for index in bundles {
        tree.push_tree(8, bundle_root(directory, index)?);
    }
    let (first, last) = (segment * SEGMENT + 1, (segment + 1) * SEGMENT);
    let statement = Statement { log: log.to_owned(), first, last, root: hex::encode(tree.root()) };
    if !target.exists() {
        let contents = names.iter().map(|(index, name)| {
            let bytes = read(directory, name, *index).map_err(failed)?.ok_or(ExportError::Altered)?;
            Ok((name.clone(), bytes))
        });
        let contents: Vec<(String, Vec<u8>)> = contents.collect::<Result<_, ExportError>>()?;
        write(&target, &statement, &contents).map_err(failed)?;
    }
    for (_, name) in &names {
        let kept = out_of(&target, name).map_err(failed)?;
        if fs::read(directory.join(name)).is_ok_and(|there| Some(there) != kept) || kept.is_none() {
            return Err(ExportError::Altered);
        }
    }
    for file in loose {
        fs::remove_file(&file).map_err(|error| ExportError::Io(file.clone(), error))?;
    }
    Ok(true)
}

/// The root over a bundle, computed from its entries; its leaves must be those of the tile that the tree was made of.
fn bundle_root(directory: &Path, index: u64) -> Result<Hash, ExportError> {
    let altered = |_| ExportError::Altered;
    let bytes = read(directory, &bundle_path(index, WIDTH), index).map_err(altered)?.ok_or(ExportError::Altered)?;
    let leaves: Vec<Hash> = split_entries(&bytes).0.into_iter().map(leaf_hash).collect();
    let tile = fs::read(directory.join(TileId { level: 0, index }.path(WIDTH))).map_err(altered)?;
    if leaves.concat() == tile && u64::try_from(leaves.len()) == Ok(WIDTH) {
        Ok(root_of(&leaves))
    } else {
        Err(ExportError::Altered)
    }
}

/// Whole or not at all, and on the disk.
fn write(target: &Path, statement: &Statement, contents: &[(String, Vec<u8>)]) -> io::Result<()> {
    let draft = target.with_added_extension("part");
    target.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut archive = ZipWriter::new(fs::File::create(&draft)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    archive.start_file(STATEMENT, options).map_err(io::Error::other)?;
    archive.write_all(&serde_json::to_vec(statement)?)?;
    for (name, bytes) in contents {
        archive.start_file(name.as_str(), options).map_err(io::Error::other)?;
        archive.write_all(bytes)?;
    }
    archive.finish().map_err(io::Error::other)?.sync_all()?;
    fs::rename(&draft, target)
}
