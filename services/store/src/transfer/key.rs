//! The transfer key, which goes another way than the files: under it the keys of the installation travel.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::cipher;
use crate::key_files::{Entropy, KeyError, KeyFiles, Secret, read};

/// What the sealed keys are bound to.
const ABOUT: &[u8] = b"daicho export keys 1";

/// Seals the keys of an installation on their way.
pub struct TransferKey(Secret);

impl TransferKey {
    /// Makes one, in a file that only its owner reads. A file that is there is never overwritten.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        crate::key_files::write(path, entropy)?;
        Self::open(path)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        read(path).map(Self)
    }

    /// Seals something for the way.
    ///
    /// # Errors
    /// [`KeyError::NoEntropy`].
    pub fn seal(&self, entropy: &dyn Entropy, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(cipher::pack(cipher::seal(&self.0, entropy, ABOUT, plain)?))
    }

    /// Opens it; none where it was sealed under another key or altered.
    pub fn unseal(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = cipher::unpack(sealed)?;
        cipher::open(&self.0, nonce, ABOUT, sealed)
    }
}

impl KeyFiles {
    /// The keys of a directory in one text, to be sealed at once.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn in_one(directory: &Path) -> Result<Zeroizing<String>, KeyError> {
        let mut all = Zeroizing::new(String::new());
        for name in crate::key_files::NAMES {
            all.push_str(&hex::encode(read(&directory.join(name))?.as_slice()));
            all.push('\n');
        }
        Ok(all)
    }

    /// Puts keys into a directory that has none.
    ///
    /// # Errors
    /// [`KeyError`]; a file that exists already is a [`KeyError::File`].
    pub fn put(directory: &Path, all: &str) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: directory.to_owned(), source };
        let keys: Vec<&str> = all.lines().collect();
        if keys.len() != crate::key_files::NAMES.len() || keys.iter().any(|key| key.len() != 64) {
            return Err(KeyError::NotAKey(directory.to_owned()));
        }
        std::os::unix::fs::DirBuilderExt::mode(std::fs::DirBuilder::new().recursive(true), 0o700)
            .create(directory)
            .map_err(failed)?;
        for (name, key) in crate::key_files::NAMES.into_iter().zip(keys) {
            let path = directory.join(name);
            let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
            let written = file.and_then(|mut file| {
                writeln!(file, "{key}")?;
                file.sync_all()
            });
            written.map_err(|source| KeyError::File { path, source })?;
        }
        Self::open(directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_files::SystemEntropy;

    #[test]
    fn keys_travel_under_the_transfer_key_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("old");
        KeyFiles::create(&old, &SystemEntropy).unwrap();
        let key = TransferKey::create(&folder.path().join("transfer"), &SystemEntropy).unwrap();
        let sealed = key.seal(&SystemEntropy, KeyFiles::in_one(&old).unwrap().as_bytes()).unwrap();
        let opened = key.unseal(&sealed).unwrap();
        let new = folder.path().join("new");
        let text = std::str::from_utf8(&opened).unwrap();
        KeyFiles::put(&new, text).unwrap();
        assert_eq!(*KeyFiles::in_one(&new).unwrap(), *KeyFiles::in_one(&old).unwrap());
        assert!(KeyFiles::put(&new, text).is_err(), "keys that are there stay");
        let other = TransferKey::create(&folder.path().join("other"), &SystemEntropy).unwrap();
        assert!(other.unseal(&sealed).is_none());
        let mut altered = sealed;
        *altered.last_mut().unwrap() ^= 1;
        assert!(key.unseal(&altered).is_none());
    }
}
