//! Signed notes (C2SP `signed-note`): a text, an empty line, and a line for each signature.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::key::{KeyKind, SigningKey, VerifierKey};

/// Notes are small; this bounds what is read from strangers.
const MOST_SIGNATURES: usize = 100;

/// Why a note is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoteError {
    /// Not the form of a signed note.
    #[error("this is not a signed note")]
    Form,
    /// No signature of the key that was asked for.
    #[error("the note is not signed by this key")]
    Unsigned,
    /// There is one, and it is wrong.
    #[error("the signature does not fit the text")]
    Signature,
}

/// One signature line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: u32,
    /// What the algorithm made.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Reads a signature line, with or without its newline.
    ///
    /// # Errors
    /// [`NoteError::Form`].
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let (name, bytes) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Form)?;
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|_| NoteError::Form)?;
        let (id, bytes) = bytes.split_first_chunk().ok_or(NoteError::Form)?;
        let well_named = !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
        let signature = Self { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes: bytes.to_vec() };
        if well_named { Ok(signature) } else { Err(NoteError::Form) }
    }

    /// Whether it claims to be made by `key`.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.id == key.id()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.bytes);
        write!(f, "— {} {}", self.name, BASE64_STANDARD.encode(bytes))
    }
}

/// A text with its signatures. The signatures are not checked until they are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The text, with its last newline.
    pub text: String,
    /// The signatures.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError::Form`].
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Form);
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        let signatures: Vec<_> = lines.split('\n').map(Signature::parse).collect::<Result<_, _>>()?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::Form);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// Adds the signature of `key`; `seconds` since 1970 count for cosigners only.
    pub fn sign(&mut self, key: &SigningKey, seconds: u64) {
        let bytes = match key.verifier().kind() {
            KeyKind::Log => key.sign(self.text.as_bytes()).to_vec(),
            KeyKind::Cosigner => {
                let mut bytes = seconds.to_be_bytes().to_vec();
                bytes.extend_from_slice(&key.sign(cosigned(&self.text, seconds).as_bytes()));
                bytes
            }
        };
        self.signatures.push(Signature { name: key.verifier().name().to_owned(), id: key.verifier().id(), bytes });
    }

    /// Checks every signature that claims to be of `key`; gives the time of a cosignature, in seconds since 1970, or 0.
    ///
    /// # Errors
    /// [`NoteError::Unsigned`] where there is none, [`NoteError::Signature`] where one is wrong.
    pub fn verify(&self, key: &VerifierKey) -> Result<u64, NoteError> {
        let mut found = None;
        for signature in self.signatures.iter().filter(|signature| signature.is_of(key)) {
            let (seconds, good) = match key.kind() {
                KeyKind::Log => (0, key.signed(self.text.as_bytes(), &signature.bytes)),
                KeyKind::Cosigner => {
                    let (seconds, bytes) = signature.bytes.split_first_chunk().ok_or(NoteError::Signature)?;
                    let seconds = u64::from_be_bytes(*seconds);
                    (seconds, key.signed(cosigned(&self.text, seconds).as_bytes(), bytes))
                }
            };
            if !good {
                return Err(NoteError::Signature);
            }
            found = found.max(Some(seconds));
        }
        found.ok_or(NoteError::Unsigned)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

/// What a witness signs (C2SP `tlog-cosignature`).
fn cosigned(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of golang.org/x/mod/sumdb/note.
    const NOTE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn a_published_note_is_believed_and_made_again() {
        let note = Note::parse(NOTE).unwrap();
        assert_eq!(note.verify(&KEY.parse().unwrap()), Ok(0));
        assert_eq!(note.to_string(), NOTE);
        let key: SigningKey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".parse().unwrap();
        let mut again = Note { signatures: Vec::new(), ..note };
        again.sign(&key, 0);
        assert_eq!(again.to_string(), NOTE);
    }

    #[test]
    fn every_single_bit_of_a_note_counts() {
        let key: VerifierKey = KEY.parse().unwrap();
        for bit in 0..NOTE.len() * 8 {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let believed = String::from_utf8(bytes).ok().and_then(|note| Note::parse(&note).ok()?.verify(&key).ok());
            assert_eq!(believed, None, "bit {bit}");
        }
    }

    #[test]
    fn a_cosignature_holds_its_time() {
        let key = SigningKey::from_seed("witness.example/w1", KeyKind::Cosigner, &[3; 32]).unwrap();
        let mut note = Note::parse(NOTE).unwrap();
        note.sign(&key, 1_679_315_147);
        let mut note = Note::parse(&note.to_string()).unwrap();
        assert_eq!(note.verify(key.verifier()), Ok(1_679_315_147));
        note.signatures[1].bytes[7] ^= 1;
        assert_eq!(note.verify(key.verifier()), Err(NoteError::Signature));
        note.signatures.pop();
        assert_eq!(note.verify(key.verifier()), Err(NoteError::Unsigned));
    }

    #[test]
    fn what_is_no_note_is_refused() {
        for text in ["", "a\n", "a\n\n", "a\n\n— b\n", "a\tb\n\n— b AAAAAAA=\n", "a\n\n— b+c AAAAAAA=\n", "a\n\n— b AAAAAAB=\n"]
        {
            assert_eq!(Note::parse(text), Err(NoteError::Form), "{text:?}");
        }
    }
}
