//! Writing an export, checkpoint by checkpoint. What a checkpoint stands for is on the disk before the checkpoint is, so an export that
//! was broken off goes on from its last checkpoint, and a later one only adds.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::line::Line;
use super::{CHECKPOINT, HANDOVERS, KEY, payload_path, segment};
use crate::bundle::{BundleError, join_entries};
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::edge::Edge;
use crate::handover::{Handover, LogKeys};
use crate::merkle::{GENESIS, Hash, chain_link, leaf_hash};
use crate::tiles::{TileId, WIDTH, bundle_path};

/// Why an export stopped. What was exported up to its last checkpoint stays good.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    /// The directory holds the export of another log, or was altered.
    #[error("the directory holds something else: {0}")]
    Other(#[from] CheckpointError),
    /// The tiles that are there do not lead to the checkpoint that is there.
    #[error("what was exported before was altered")]
    Altered,
    /// An event is not what was hashed.
    #[error("event {0} is not what was hashed")]
    Content(u64),
    /// An event does not follow on the one before.
    #[error("event {0} does not follow on the one before")]
    Chain(u64),
    /// An entry is longer than the format allows.
    #[error("event {0} is too long for a bundle of entries")]
    TooLong(u64),
    /// The events do not lead to the root that was signed.
    #[error("the events up to {0} do not lead to the root that was signed")]
    Root(u64),
}

/// An event to be exported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exported {
    /// Its bytes as they are hashed.
    pub entry: Vec<u8>,
    /// The leaf that is stored.
    pub leaf: Hash,
    /// The chain hash that is stored.
    pub chain: Hash,
    /// JSON as it was stored.
    pub payload: String,
    /// JSON as it was stored.
    pub metadata: String,
}

/// Writes into one directory.
#[derive(Debug)]
pub struct ExportWriter {
    directory: PathBuf,
    keys: LogKeys,
    edge: Edge,
    chain: Hash,
    /// Entries and lines of the bundle that is being filled.
    entries: Vec<Vec<u8>>,
    lines: Vec<u8>,
    /// Files of tiles that were not full at the last checkpoint.
    narrow: BTreeSet<String>,
}

impl ExportWriter {
    /// Opens a directory, new or with an earlier export of the same log, and checks what is there.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn open(directory: &Path, keys: &LogKeys) -> Result<Self, ExportError> {
        let mut writer = Self {
            directory: directory.to_owned(),
            keys: keys.clone(),
            edge: Edge::default(),
            chain: GENESIS,
            entries: Vec::new(),
            lines: Vec::new(),
            narrow: BTreeSet::new(),
        };
        if let Some(note) = writer.read(CHECKPOINT)? {
            let note = String::from_utf8(note).map_err(|_| ExportError::Altered)?;
            writer.resume(&keys.open(&note)?)?;
        }
        Ok(writer)
    }

    /// Goes back to the last full bundle before a checkpoint.
    fn resume(&mut self, signed: &SignedCheckpoint) -> Result<(), ExportError> {
        let size = signed.checkpoint.size;
        let whole = Edge::new(size, |id| self.tile(id, size)).ok_or(ExportError::Altered)?;
        if whole.root() != signed.checkpoint.root {
            return Err(ExportError::Altered);
        }
        self.narrow = Self::narrow_files(&whole);
        let full = size - size % WIDTH;
        self.edge = Edge::new(full, |id| self.tile(id, size)).ok_or(ExportError::Altered)?;
        if let Some(index) = (full / WIDTH).checked_sub(1) {
            let name = payload_path(index, WIDTH);
            let lines = segment::read(&self.directory, &name, index).map_err(|error| ExportError::Io(name.into(), error))?;
            let lines = lines.ok_or(ExportError::Altered)?;
            let last = lines.strip_suffix(b"\n").and_then(|lines| lines.rsplit(|byte| *byte == b'\n').next());
            let last = last.and_then(|line| Line::parse(line).ok()).filter(|line| line.position == full);
            self.chain = last.and_then(|line| line.chain()).ok_or(ExportError::Altered)?;
        }
        Ok(())
    }

    fn tile(&self, id: TileId, size: u64) -> Option<Vec<Hash>> {
        let bytes = self.read(&id.path(id.width(size))).ok()??;
        let (hashes, rest) = bytes.as_chunks::<32>();
        rest.is_empty().then(|| hashes.to_vec())
    }

    /// Number of events of which the next one follows.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Adds the next event.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn push(&mut self, event: Exported) -> Result<(), ExportError> {
        let position = self.edge.size() + 1;
        if leaf_hash(&event.entry) != event.leaf {
            return Err(ExportError::Content(position));
        }
        self.chain = chain_link(&self.chain, &event.leaf);
        if self.chain != event.chain {
            return Err(ExportError::Chain(position));
        }
        let line = Line { position, chain: hex::encode(event.chain), payload: event.payload, metadata: event.metadata };
        self.lines.extend_from_slice(&line.to_json());
        self.lines.push(b'\n');
        self.entries.push(event.entry);
        let mut full = Vec::new();
        self.edge.push(event.leaf, |id, hashes, _| full.push((id.path(WIDTH), hashes.concat())));
        for (file, hashes) in full {
            self.write(&file, &hashes)?;
        }
        if position.is_multiple_of(WIDTH) {
            self.write_bundle(position / WIDTH - 1)?;
            self.entries.clear();
            self.lines.clear();
        }
        Ok(())
    }

    fn write_bundle(&self, index: u64) -> Result<BTreeSet<String>, ExportError> {
        let width = u64::try_from(self.entries.len()).unwrap_or(WIDTH);
        let bundle = join_entries(&self.entries).map_err(|error| match error {
            BundleError::TooLong(place) | BundleError::CutOff(place) => {
                ExportError::TooLong(index * WIDTH + u64::try_from(place).unwrap_or(0) + 1)
            }
        })?;
        let files = BTreeSet::from([bundle_path(index, width), payload_path(index, width)]);
        self.write(&bundle_path(index, width), &bundle)?;
        self.write(&payload_path(index, width), &self.lines)?;
        Ok(files)
    }

    /// Finishes a checkpoint at the present size: the tiles that are not full, then the checkpoint itself, then nothing of the one before.
    ///
    /// # Errors
    /// [`ExportError::Root`] where the events do not lead to its root; the checkpoint before stays.
    pub fn finish(&mut self, signed: &SignedCheckpoint) -> Result<(), ExportError> {
        let size = self.edge.size();
        if (signed.checkpoint.size, signed.checkpoint.root) != (size, self.edge.root()) {
            return Err(ExportError::Root(signed.checkpoint.size));
        }
        for (id, hashes) in self.edge.partial() {
            self.write(&id.path(id.width(size)), &hashes.concat())?;
        }
        if !self.entries.is_empty() {
            self.write_bundle(size / WIDTH)?;
        }
        let key = self.keys.newest().map(|key| format!("{key}\n")).unwrap_or_default();
        self.write(KEY, key.as_bytes())?;
        self.write(CHECKPOINT, signed.to_string().as_bytes())?;
        let narrow = Self::narrow_files(&self.edge);
        for file in self.narrow.difference(&narrow) {
            let path = self.directory.join(file);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(ExportError::Io(path, error)),
                _ => {}
            }
            // The folder of the narrow tiles goes with the last of them.
            let _ = path.parent().map(fs::remove_dir);
        }
        self.narrow = narrow;
        Ok(())
    }

    /// Compresses what is closed at the checkpoint that was finished last; returns how many segments are new.
    ///
    /// # Errors
    /// [`ExportError`]; what was closed so far stays good.
    pub fn close_segments(&self) -> Result<u64, ExportError> {
        let mut closed = 0;
        for number in 0..self.edge.size() / segment::SEGMENT {
            closed += u64::from(segment::close(&self.directory, self.keys.origin(), number)?);
        }
        Ok(closed)
    }

    /// Adds where the log changed its key.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn hand_over(&self, handover: &Handover) -> Result<(), ExportError> {
        let name = format!("{HANDOVERS}/{:020}", handover.signed.checkpoint.size);
        self.write(&name, handover.to_string().as_bytes())
    }

    fn narrow_files(edge: &Edge) -> BTreeSet<String> {
        let size = edge.size();
        let mut files: BTreeSet<String> = edge.partial().map(|(id, _)| id.path(id.width(size))).collect();
        if !size.is_multiple_of(WIDTH) {
            files.extend([bundle_path(size / WIDTH, size % WIDTH), payload_path(size / WIDTH, size % WIDTH)]);
        }
        files
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ExportError> {
        let path = self.directory.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ExportError::Io(path, error)),
        }
    }

    /// Whole or not at all, and on the disk.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.directory.join(name);
        let draft = path.with_added_extension("part");
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let mut file = fs::File::create(&draft)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&draft, &path)
        });
        written.map_err(|error| ExportError::Io(path, error))
    }
}
