//! A directory outside the database that only grows: a file is written once, reaches the disk, and is never written again. Whoever
//! rewrites the database has to rewrite every such place too.
//!
//! ```text
//! casework.vkey  access.vkey                 the key of each log
//! casework/00000000000000001234.checkpoint   the checkpoint at that size
//! casework/00000000000000001234.1a2b3c4d     what the witness with this key id signed under it
//! casework/00000000000000001234.handover     the checkpoint there, signed by the key that went and by the one that took over
//! access/…
//! erasures/…                                 keys of persons that were destroyed, one file each
//! restored-1/…                               the same once more, for what goes on after a declared restoration
//! ```

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::handover::{Handover, LogKeys};
use crate::key::VerifierKey;

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Another content is there. Somebody wrote two histories.
    #[error("{0} is there with another content")]
    Differs(PathBuf),
    /// The directory cannot be written or read now.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// What keeping came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// It is new.
    New,
    /// It was there, byte for byte.
    Same,
}

/// One such directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place(PathBuf);

impl Place {
    /// The place at a directory, which need not be there yet.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self(directory.into())
    }

    /// Where checkpoints go after so many declared restorations: the directory itself, then one below it for each. What was signed before
    /// stays as it is.
    pub fn after(directory: impl AsRef<Path>, restorations: usize) -> Self {
        let directory = directory.as_ref();
        match restorations {
            0 => Self::at(directory),
            n => Self::at(directory.join(format!("restored-{n}"))),
        }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Keeps a file, once: on the disk when this returns, readable only, never overwritten, never half there.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn keep(&self, name: &str, content: &[u8]) -> Result<Kept, PlaceError> {
        let path = self.0.join(name);
        self.try_keep(&path, content).map_err(|error| PlaceError::Io(path.clone(), error))?.ok_or(PlaceError::Differs(path))
    }

    fn try_keep(&self, path: &Path, content: &[u8]) -> io::Result<Option<Kept>> {
        if path.exists() {
            return Ok((fs::read(path)? == content).then_some(Kept::Same));
        }
        let directory = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(directory)?;
        let draft = path.with_added_extension(format!("{}.part", std::process::id()));
        let _ = fs::remove_file(&draft);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o444).open(&draft)?;
        file.write_all(content)?;
        file.sync_all()?;
        // A link, unlike a rename, never takes the place of what another writer has just kept.
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft)?;
        match linked {
            Ok(()) => {
                fs::File::open(directory)?.sync_all()?;
                Ok(Some(Kept::New))
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok((fs::read(path)? == content).then_some(Kept::Same)),
            Err(error) => Err(error),
        }
    }

    /// The key with which a log began; none where nothing was copied here yet.
    ///
    /// # Errors
    /// [`PlaceError`]; a file that holds no key is [`PlaceError::Differs`].
    pub fn first_key(&self, log: &str) -> Result<Option<VerifierKey>, PlaceError> {
        let path = self.0.join(format!("{log}.vkey"));
        match fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().map(Some).map_err(|_| PlaceError::Differs(path)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PlaceError::Io(path, error)),
        }
    }

    /// Keeps a handover of the key of a log.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn keep_handover(&self, log: &str, handover: &Handover) -> Result<Kept, PlaceError> {
        let name = format!("{log}/{:020}.handover", handover.signed.checkpoint.size);
        self.keep(&name, handover.to_string().as_bytes())
    }

    /// The keys of a log as this place tells them: the first, followed through every handover that lies here. None where nothing was
    /// copied here yet.
    ///
    /// # Errors
    /// [`PlaceError`]; a handover that is not good is [`PlaceError::Differs`].
    pub fn log_keys(&self, log: &str) -> Result<Option<LogKeys>, PlaceError> {
        let Some(first) = self.first_key(log)? else { return Ok(None) };
        let mut keys = LogKeys::from(first);
        let files = fs::read_dir(self.0.join(log)).into_iter().flatten().flatten().map(|file| file.path());
        let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|kind| kind == "handover")).collect();
        files.sort_unstable();
        for file in files {
            let text = fs::read_to_string(&file).map_err(|error| PlaceError::Io(file.clone(), error))?;
            let followed = text.parse::<Handover>().and_then(|handover| keys.follow(&handover));
            followed.map_err(|_| PlaceError::Differs(file))?;
        }
        Ok(Some(keys))
    }

    /// Keeps the checkpoint of a log.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn keep_checkpoint(&self, log: &str, size: u64, note: &str) -> Result<Kept, PlaceError> {
        self.keep(&file_of(log, size), note.as_bytes())
    }

    /// The checkpoint of a log at a size, unbelieved.
    ///
    /// # Errors
    /// [`PlaceError::Io`].
    pub fn checkpoint(&self, log: &str, size: u64) -> Result<String, PlaceError> {
        let path = self.0.join(file_of(log, size));
        fs::read_to_string(&path).map_err(|error| PlaceError::Io(path, error))
    }

    /// Sizes of all checkpoints of a log, ascending. The file names are read, not the files.
    ///
    /// # Errors
    /// [`PlaceError::Io`]; a directory that is not there yet holds none.
    pub fn sizes(&self, log: &str) -> Result<Vec<u64>, PlaceError> {
        let directory = self.0.join(log);
        let failed = |error| PlaceError::Io(directory.clone(), error);
        let mut sizes = Vec::new();
        match fs::read_dir(&directory) {
            Ok(entries) => {
                for entry in entries {
                    let name = entry.map_err(failed)?.file_name();
                    let size: Option<u64> =
                        name.to_str().and_then(|name| name.strip_suffix(".checkpoint")).and_then(|size| size.parse().ok());
                    sizes.extend(size);
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        sizes.sort_unstable();
        Ok(sizes)
    }

    /// The checkpoint with the largest size, unbelieved.
    ///
    /// # Errors
    /// [`PlaceError::Io`].
    pub fn newest(&self, log: &str) -> Result<Option<(u64, String)>, PlaceError> {
        let Some(size) = self.sizes(log)?.pop() else { return Ok(None) };
        Ok(Some((size, self.checkpoint(log, size)?)))
    }
}

fn file_of(log: &str, size: u64) -> String {
    format!("{log}/{size:020}.checkpoint")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_kept_once_and_never_changed() {
        let temp = tempfile::tempdir().unwrap();
        let place = Place::at(temp.path().join("new"));
        assert_eq!(place.newest("casework").unwrap(), None);
        assert_eq!(place.keep_checkpoint("casework", 12, "a").unwrap(), Kept::New);
        assert_eq!(place.keep_checkpoint("casework", 12, "a").unwrap(), Kept::Same);
        assert!(matches!(place.keep_checkpoint("casework", 12, "b"), Err(PlaceError::Differs(_))));
        place.keep_checkpoint("casework", 9, "c").unwrap();
        assert_eq!(place.sizes("casework").unwrap(), [9, 12]);
        assert_eq!(place.newest("casework").unwrap(), Some((12, "a".to_owned())));
        let file = place.path().join("casework/00000000000000000012.checkpoint");
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o444);
        assert_eq!(fs::read_dir(place.path().join("casework")).unwrap().count(), 2, "nothing half done is left");
    }

    #[test]
    fn a_place_that_cannot_be_written_says_so() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("file"), "").unwrap();
        let place = Place::at(temp.path().join("file"));
        assert!(matches!(place.keep("x", b""), Err(PlaceError::Io(..))));
        assert!(place.newest("casework").is_err());
    }
}
