//! Reading the events of an export in order, from files and segments alike. Nothing is believed here: whoever wants to know whether the
//! export is whole runs an [`crate::Audit`].

use std::io;
use std::path::{Path, PathBuf};

use super::{CHECKPOINT, Line, payload_path, segment};
use crate::bundle::split_entries;
use crate::checkpoint::SignedCheckpoint;
use crate::tiles::{TileId, WIDTH, bundle_path};

/// Events of a bundle: the bytes of the entry, and the line beside it.
pub type Bundle = Vec<(Vec<u8>, Line)>;

/// An export to read events from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportReader {
    directory: PathBuf,
    size: u64,
    origin: String,
}

impl ExportReader {
    /// Opens an export; its size and name are those of its checkpoint.
    ///
    /// # Errors
    /// Where there is no checkpoint.
    pub fn open(directory: &Path) -> io::Result<Self> {
        let note = std::fs::read_to_string(directory.join(CHECKPOINT))?;
        let checkpoint = SignedCheckpoint::parse(&note).map_err(io::Error::other)?.checkpoint;
        Ok(Self { directory: directory.to_owned(), size: checkpoint.size, origin: checkpoint.origin })
    }

    /// Number of events.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The bundle in which an event lies.
    pub fn bundle_of(position: u64) -> u64 {
        position.saturating_sub(1) / WIDTH
    }

    /// The entries and lines of a bundle, as far as they can be told apart; none behind the end.
    ///
    /// # Errors
    /// Where a file is missing or cannot be read.
    pub fn bundle(&self, index: u64) -> io::Result<Option<Bundle>> {
        if index * WIDTH >= self.size {
            return Ok(None);
        }
        let width = TileId { level: 0, index }.width(self.size);
        let read = |name: String| {
            segment::read(&self.directory, &name, index)?.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, name))
        };
        let (entries, lines) = (read(bundle_path(index, width))?, read(payload_path(index, width))?);
        let lines = lines.split(|byte| *byte == b'\n').map_while(|line| Line::parse(line).ok());
        Ok(Some(split_entries(&entries).0.into_iter().map(<[u8]>::to_vec).zip(lines).collect()))
    }
}
