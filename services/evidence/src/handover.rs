//! Keys of a log that take over from one another (署名鍵の引き継ぎ). The old key and the new one sign the same checkpoint; from then on only
//! the new one counts. Whoever trusts the first key can follow to the newest without asking anybody.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::key::VerifierKey;
use crate::note::NoteError;

/// A checkpoint under which an old key hands over to a new one. Written as the new key's line and the note with both signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// The key that takes over.
    pub key: VerifierKey,
    /// The checkpoint that both signed.
    pub signed: SignedCheckpoint,
}

impl fmt::Display for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.key, self.signed)
    }
}

impl FromStr for Handover {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let (key, note) = text.split_once('\n').ok_or(CheckpointError::Form)?;
        Ok(Self { key: key.parse().map_err(|_| CheckpointError::Form)?, signed: SignedCheckpoint::parse(note)? })
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Held {
    key: VerifierKey,
    from: u64,
    until: u64,
}

/// The keys of one log that are trusted, each for the sizes it signs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogKeys(Vec<Held>);

impl From<VerifierKey> for LogKeys {
    fn from(key: VerifierKey) -> Self {
        Self(vec![Held { key, from: 0, until: u64::MAX }])
    }
}

impl LogKeys {
    /// Trusts another key of the same log for every size, because whoever asks has it from elsewhere. A key of another log is none of them.
    pub fn trust(&mut self, key: VerifierKey) {
        if key.name() == self.origin() && self.0.iter().all(|held| held.key != key) {
            self.0.push(Held { key, from: 0, until: u64::MAX });
        }
    }

    /// Name of the log.
    pub fn origin(&self) -> &str {
        self.0.first().map_or("", |held| held.key.name())
    }

    /// All of them, the newest last.
    pub fn all(&self) -> impl Iterator<Item = &VerifierKey> {
        self.0.iter().map(|held| &held.key)
    }

    /// The key that signs now.
    pub fn newest(&self) -> Option<&VerifierKey> {
        self.all().last()
    }

    /// Follows a handover. One by a key that is not trusted changes nothing; neither does one that is known.
    ///
    /// # Errors
    /// [`CheckpointError::TwoHandovers`] where a key handed over twice; a signature of a trusted key, or of the new one, that is wrong.
    pub fn follow(&mut self, handover: &Handover) -> Result<(), CheckpointError> {
        let (size, note) = (handover.signed.checkpoint.size, &handover.signed.note);
        for checkpoint in [&handover.signed.checkpoint.origin, handover.key.name()] {
            if checkpoint != self.origin() {
                return Err(CheckpointError::AnotherLog(checkpoint.to_owned()));
            }
        }
        let signed = |held: &&mut Held| held.key != handover.key && note.signatures.iter().any(|line| line.is_of(&held.key));
        let Some(old) = self.0.iter_mut().find(signed) else { return Ok(()) };
        note.verify(&old.key)?;
        note.verify(&handover.key)?;
        if old.until != u64::MAX && old.until != size || size < old.from {
            return Err(CheckpointError::TwoHandovers);
        }
        old.until = size;
        match self.0.iter_mut().find(|held| held.key == handover.key) {
            Some(known) => known.from = size,
            None => self.0.push(Held { key: handover.key.clone(), from: size, until: u64::MAX }),
        }
        Ok(())
    }

    /// Reads a checkpoint and checks that the key that counts at its size has signed it.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(&self, note: &str) -> Result<SignedCheckpoint, CheckpointError> {
        let signed = SignedCheckpoint::parse(note)?;
        if signed.checkpoint.origin != self.origin() {
            return Err(CheckpointError::AnotherLog(signed.checkpoint.origin));
        }
        let size = signed.checkpoint.size;
        let mut wrong = NoteError::Unsigned;
        for held in self.0.iter().filter(|held| (held.from..=held.until).contains(&size)) {
            match signed.note.verify(&held.key) {
                Ok(_) => return Ok(signed),
                Err(NoteError::Unsigned) => {}
                Err(error) => wrong = error,
            }
        }
        Err(wrong.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;
    use crate::key::{KeyKind, SigningKey};

    const ORIGIN: &str = "daicho.test/casework";

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(ORIGIN, KeyKind::Log, &[seed; 32]).unwrap()
    }

    fn checkpoint(size: u64, keys: &[&SigningKey]) -> SignedCheckpoint {
        let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root: [7; 32] };
        let mut signed = checkpoint.sign(keys[0]);
        keys[1..].iter().for_each(|key| signed.note.sign(key, 0));
        signed
    }

    fn handover(size: u64, old: &SigningKey, new: &SigningKey) -> Handover {
        Handover { key: new.verifier().clone(), signed: checkpoint(size, &[old, new]) }
    }

    #[test]
    fn whoever_trusts_the_first_key_follows_to_the_newest() {
        let mut keys = LogKeys::from(key(1).verifier().clone());
        for (size, old, new) in [(100, key(1), key(2)), (200, key(2), key(3))] {
            let written = handover(size, &old, &new).to_string();
            keys.follow(&written.parse().unwrap()).unwrap();
            keys.follow(&written.parse().unwrap()).unwrap();
        }
        assert_eq!(keys.newest(), Some(key(3).verifier()));
        for (size, seed, believed) in [
            (99, 1, true),
            (100, 1, true),
            (100, 2, true),
            (101, 1, false),
            (99, 2, false),
            (150, 2, true),
            (201, 2, false),
            (900, 3, true),
        ] {
            let opened = keys.open(&checkpoint(size, &[&key(seed)]).to_string());
            assert_eq!(opened.is_ok(), believed, "{size} by {seed}");
        }
    }

    #[test]
    fn a_handover_needs_both_signatures_and_happens_once() {
        let mut keys = LogKeys::from(key(1).verifier().clone());
        // Of a key that nobody trusts: as if it were not there.
        keys.follow(&handover(50, &key(8), &key(9))).unwrap();
        assert_eq!(keys.all().count(), 1);
        let alone = Handover { key: key(2).verifier().clone(), signed: checkpoint(100, &[&key(1)]) };
        assert_eq!(keys.follow(&alone), Err(NoteError::Unsigned.into()));
        keys.follow(&handover(100, &key(1), &key(2))).unwrap();
        assert_eq!(keys.follow(&handover(120, &key(1), &key(9))), Err(CheckpointError::TwoHandovers));
        assert_eq!(keys.all().count(), 2);
    }

    #[test]
    fn several_keys_may_be_trusted_from_elsewhere() {
        let mut keys = LogKeys::from(key(1).verifier().clone());
        assert!(keys.open(&checkpoint(5, &[&key(2)]).to_string()).is_err());
        keys.trust(key(2).verifier().clone());
        assert!(keys.open(&checkpoint(5, &[&key(2)]).to_string()).is_ok());
        assert!(keys.open(&checkpoint(5, &[&key(3)]).to_string()).is_err());
    }
}
