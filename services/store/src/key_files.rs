//! The keys that lie outside the database: one that wraps the keys of persons, one for the vault of individual numbers, one for claims
//! on personal numbers. Each in its own file, readable by the service's user only.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::append::Claim;
use crate::cipher;

/// 256 bits that are overwritten when they are no longer needed.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Where random bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with randomness fit for keys.
    ///
    /// # Errors
    /// [`KeyError::NoEntropy`].
    fn fill(&self, bytes: &mut [u8]) -> Result<(), KeyError>;
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), KeyError> {
        getrandom::fill(bytes).map_err(|_| KeyError::NoEntropy)
    }
}

/// What is wrong with a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The operating system gives no randomness.
    #[error("the operating system gives no random numbers")]
    NoEntropy,
    /// A key file cannot be read or written.
    #[error("key file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others on the machine could read the key.
    #[error("key file {0} can be read by others; its mode must be 0600")]
    Exposed(PathBuf),
    /// The file holds something else.
    #[error("key file {0} does not hold a key")]
    NotAKey(PathBuf),
    /// The wrapped key was made under another wrapping key, for another person, or was altered.
    #[error("key {0} does not unwrap: the key files may be those of another installation")]
    DoesNotUnwrap(events::ids::KeyId),
    /// The database did not answer.
    #[error("keys cannot be read: {}", crate::writer::plain_text(.0))]
    Database(#[from] sqlx::Error),
}

/// Wraps the keys of persons.
#[derive(Clone)]
pub struct KeyEncryptionKey(pub(crate) Secret);

/// Seals individual numbers (個人番号).
#[derive(Clone)]
pub struct VaultKey(pub(crate) Secret);

/// Makes personal numbers comparable without being readable.
#[derive(Clone)]
pub struct Pepper(Secret);

impl Pepper {
    /// A claim on something personal, such as an individual number: equal values meet, and nobody without this key can try values.
    pub fn claim(&self, kind: &'static str, value: &[u8]) -> Claim {
        Claim { kind, key: cipher::mac(&self.0, &[kind.as_bytes(), &[0], value]).to_vec() }
    }
}

/// All keys that lie outside the database.
#[derive(Clone)]
pub struct KeyFiles {
    /// Wraps the keys of persons.
    pub wrapping: KeyEncryptionKey,
    /// Seals individual numbers.
    pub vault: VaultKey,
    /// For claims on personal numbers.
    pub pepper: Pepper,
}

const WRAPPING: &str = "subject-keys.key";
const VAULT: &str = "my-numbers.key";
const PEPPER: &str = "claims.key";

/// The files, in the order in which they travel.
pub(crate) const NAMES: [&str; 3] = [WRAPPING, VAULT, PEPPER];

impl KeyFiles {
    /// Makes new keys in a directory. A key that is there is never overwritten.
    ///
    /// # Errors
    /// [`KeyError`]; a file that exists already is a [`KeyError::File`].
    pub fn create(directory: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .map_err(|source| KeyError::File { path: directory.to_owned(), source })?;
        for name in [WRAPPING, VAULT, PEPPER] {
            write(&directory.join(name), entropy)?;
        }
        Self::open(directory)
    }

    /// Reads the keys of a directory.
    ///
    /// # Errors
    /// [`KeyError`] where one is missing, exposed or not a key.
    pub fn open(directory: &Path) -> Result<Self, KeyError> {
        Ok(Self {
            wrapping: KeyEncryptionKey(read(&directory.join(WRAPPING))?),
            vault: VaultKey(read(&directory.join(VAULT))?),
            pepper: Pepper(read(&directory.join(PEPPER))?),
        })
    }
}

/// Signs checkpoints (検証点). Only the worker opens it: whoever could write into the database from the screens cannot sign what was written.
/// A key that takes over lies beside the ones before: `checkpoints.key`, `checkpoints-2.key`, `checkpoints-3.key` …
pub struct LogKey(Secret);

/// The file of the `n`th key, from 1.
fn log_file(n: u32) -> String {
    if n == 1 { "checkpoints.key".to_owned() } else { format!("checkpoints-{n}.key") }
}

/// More keys than an installation will ever see.
const MOST_LOG_KEYS: u32 = 1_000;

impl LogKey {
    /// Makes the first key. Of two that make it at once, one finds it there.
    ///
    /// # Errors
    /// [`KeyError`]; a file that exists already is a [`KeyError::File`].
    pub fn create_first(directory: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        Self::create(directory, 1, entropy)
    }

    /// Makes the key after the newest. One that is there is never overwritten.
    ///
    /// # Errors
    /// [`KeyError`]; a file that exists already is a [`KeyError::File`].
    pub fn create_next(directory: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        Self::create(directory, Self::newest(directory).unwrap_or(0) + 1, entropy)
    }

    fn create(directory: &Path, n: u32, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let file = directory.join(log_file(n));
        write(&file, entropy)?;
        read(&file).map(Self)
    }

    /// Reads the keys that are there, the newest last; older ones may have been destroyed after they handed over.
    ///
    /// # Errors
    /// [`KeyError`] where none is there, or one is exposed or not a key.
    pub fn open_all(directory: &Path) -> Result<Vec<Self>, KeyError> {
        let newest = Self::newest(directory).unwrap_or(1);
        let files = (1..=newest).map(|n| directory.join(log_file(n))).filter(|file| file.exists());
        let keys: Vec<Self> = files.map(|file| read(&file).map(Self)).collect::<Result<_, _>>()?;
        if keys.is_empty() { read(&directory.join(log_file(1))).map(|key| vec![Self(key)]) } else { Ok(keys) }
    }

    /// Number of the newest key; none where there is none.
    pub fn newest(directory: &Path) -> Option<u32> {
        (1..=MOST_LOG_KEYS).rev().find(|n| directory.join(log_file(*n)).exists())
    }

    /// Whether there is one.
    pub fn is_in(directory: &Path) -> bool {
        Self::newest(directory).is_some()
    }

    /// The key of the log with this origin.
    ///
    /// # Errors
    /// Where the origin cannot name a key.
    pub fn of(&self, origin: &str) -> Result<evidence::SigningKey, evidence::KeyError> {
        evidence::SigningKey::from_seed(origin, evidence::KeyKind::Log, &self.0)
    }
}

pub(crate) fn write(path: &Path, entropy: &dyn Entropy) -> Result<(), KeyError> {
    let mut key = Secret::default();
    entropy.fill(key.as_mut_slice())?;
    let text = Zeroizing::new(format!("{}\n", hex::encode(key.as_slice())));
    let written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| KeyError::File { path: path.to_owned(), source })
}

pub(crate) fn read(path: &Path) -> Result<Secret, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed(path.to_owned()));
    }
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(failed)?);
    let mut key = Secret::default();
    hex::decode_to_slice(text.trim(), key.as_mut_slice()).map_err(|_| KeyError::NotAKey(path.to_owned()))?;
    Ok(key)
}
