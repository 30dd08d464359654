//! Checkpoints (検証点, C2SP `tlog-checkpoint`): which log, how many events, which root; signed by the log.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::key::{SigningKey, VerifierKey};
use crate::merkle::Hash;
use crate::note::{Note, NoteError};

/// Why a checkpoint is not believed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The note or its signature.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is not that of a checkpoint.
    #[error("the note does not hold a checkpoint")]
    Form,
    /// A key handed over to two others.
    #[error("the key handed over twice")]
    TwoHandovers,
    /// The checkpoint of another log.
    #[error("this is a checkpoint of {0}")]
    AnotherLog(String),
}

/// The state of a log at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Name of the log, such as `daicho.<installation>/casework`.
    pub origin: String,
    /// Number of events, which is the position of the last.
    pub size: u64,
    /// Root of the Merkle tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// As a note signed by the log.
    pub fn sign(&self, key: &SigningKey) -> SignedCheckpoint {
        let mut note = Note { text: self.to_string(), signatures: Vec::new() };
        note.sign(key, 0);
        SignedCheckpoint { checkpoint: self.clone(), note }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, BASE64_STANDARD.encode(self.root))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// The text of a note. Extension lines are passed over.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Form)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Form);
        let (origin, size, root) = (line()?, line()?, line()?);
        let number: u64 = size.parse().map_err(|_| CheckpointError::Form)?;
        let root = BASE64_STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        // `007` and `+7` are no sizes.
        if lines.any(str::is_empty) || number.to_string() != size {
            return Err(CheckpointError::Form);
        }
        Ok(Self { origin: origin.to_owned(), size: number, root: root.ok_or(CheckpointError::Form)? })
    }
}

/// A checkpoint with the note that carries it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedCheckpoint {
    /// What is stated.
    pub checkpoint: Checkpoint,
    /// Who signed it.
    pub note: Note,
}

impl SignedCheckpoint {
    /// Reads a checkpoint without believing it.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn parse(note: &str) -> Result<Self, CheckpointError> {
        let note = Note::parse(note)?;
        Ok(Self { checkpoint: note.text.parse()?, note })
    }

    /// Reads a checkpoint of the log whose key this is, and checks the signature.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let signed = Self::parse(note)?;
        if signed.checkpoint.origin != key.name() {
            return Err(CheckpointError::AnotherLog(signed.checkpoint.origin));
        }
        signed.note.verify(key)?;
        Ok(signed)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyKind;

    fn key(name: &str) -> SigningKey {
        SigningKey::from_seed(name, KeyKind::Log, &[9; 32]).unwrap()
    }

    #[test]
    fn the_example_of_the_specification_is_read() {
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let checkpoint: Checkpoint = text.parse().unwrap();
        assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
        assert_eq!(checkpoint.to_string(), text);
        for wrong in ["020852163", "+20852163", "-1", ""] {
            assert_eq!(text.replace("20852163", wrong).parse::<Checkpoint>(), Err(CheckpointError::Form));
        }
    }

    #[test]
    fn only_the_log_itself_is_believed() {
        let checkpoint = Checkpoint { origin: "daicho.test/casework".into(), size: 3, root: [7; 32] };
        let signed = checkpoint.sign(&key("daicho.test/casework")).to_string();
        let open = |name| SignedCheckpoint::open(&signed, key(name).verifier());
        assert_eq!(open("daicho.test/casework").unwrap().checkpoint, checkpoint);
        assert_eq!(open("daicho.test/access"), Err(CheckpointError::AnotherLog("daicho.test/casework".into())));
        let forged = SigningKey::from_seed("daicho.test/casework", KeyKind::Log, &[8; 32]).unwrap();
        let forged = checkpoint.sign(&forged).to_string();
        let opened = SignedCheckpoint::open(&forged, key("daicho.test/casework").verifier());
        assert_eq!(opened, Err(CheckpointError::Note(NoteError::Unsigned)));
    }
}
