//! Keys of signed notes. A key has a name, and the same bytes under another name are another key.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ed25519_dalek::Signer as _;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// What a key signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// Notes as they are: checkpoints of a log.
    Log,
    /// Notes with a time before them: cosignatures of a witness (立会い).
    Cosigner,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Cosigner => 4,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Log, Self::Cosigner].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// Why a key is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyError {
    /// Names have neither spaces nor plus signs.
    #[error("the name of the key has a space or a plus sign, or is empty")]
    Name,
    /// Not of the form `name+id+key`.
    #[error("this is not a key of the form name+id+key")]
    Form,
    /// The id is not that of this name and key.
    #[error("the id does not belong to this name and key")]
    Id,
    /// Another algorithm than Ed25519.
    #[error("the key is of another kind")]
    Kind,
}

/// A public key with its name. Written as a `vkey` of C2SP `signed-note`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, key: ed25519_dalek::VerifyingKey) -> Result<Self, KeyError> {
        if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(KeyError::Name);
        }
        Ok(Self { name: name.to_owned(), kind, key })
    }

    /// The name; for a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ kind ‖ public key).
    pub fn id(&self) -> u32 {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind.byte()])
            .chain_update(self.key.as_bytes())
            .finalize();
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
    }

    /// Whether these 64 bytes are its signature of a message.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.kind.byte()];
        key.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id(), BASE64_STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.trim_end_matches('\n').split_once('+').ok_or(KeyError::Form)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Form)?;
        let key = BASE64_STANDARD.decode(key).map_err(|_| KeyError::Form)?;
        let (kind, key) = key.split_first().ok_or(KeyError::Form)?;
        let kind = KeyKind::from_byte(*kind).ok_or(KeyError::Kind)?;
        let key = key.try_into().ok().and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(key).ok());
        let key = Self::new(name, kind, key.ok_or(KeyError::Form)?)?;
        if format!("{:08x}", key.id()) == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

/// A secret key with its name. Overwritten in memory when it is dropped.
pub struct SigningKey {
    verifier: VerifierKey,
    secret: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key that grows from 32 random bytes.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(Self { verifier: VerifierKey::new(name, kind, secret.verifying_key())?, secret })
    }

    /// Its public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }

    /// The line that a key file holds: `PRIVATE+KEY+name+id+secret`, as other tools for signed notes write it.
    pub fn secret_line(&self) -> Zeroizing<String> {
        let mut key = Zeroizing::new(vec![self.verifier.kind.byte()]);
        key.extend_from_slice(self.secret.as_bytes());
        let secret = Zeroizing::new(BASE64_STANDARD.encode(&*key));
        Zeroizing::new(format!("PRIVATE+KEY+{}+{:08x}+{}", self.verifier.name, self.verifier.id(), *secret))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier.name)
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let rest = text.trim_end_matches('\n').strip_prefix("PRIVATE+KEY+").ok_or(KeyError::Form)?;
        let (name, rest) = rest.split_once('+').ok_or(KeyError::Form)?;
        let (id, secret) = rest.split_once('+').ok_or(KeyError::Form)?;
        let secret = Zeroizing::new(BASE64_STANDARD.decode(secret).map_err(|_| KeyError::Form)?);
        let (kind, seed) = secret.split_first().ok_or(KeyError::Form)?;
        let kind = KeyKind::from_byte(*kind).ok_or(KeyError::Kind)?;
        let key = Self::from_seed(name, kind, seed.try_into().map_err(|_| KeyError::Form)?)?;
        if format!("{:08x}", key.verifier.id()) == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_keys_are_read_and_written() {
        // The example of golang.org/x/mod/sumdb/note, and the key of Go's checksum database.
        for key in [
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        ] {
            assert_eq!(key.parse::<VerifierKey>().unwrap().to_string(), key);
        }
        let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        let secret_key: SigningKey = secret.parse().unwrap();
        assert_eq!(*secret_key.secret_line(), secret);
        assert_eq!(secret_key.verifier().id(), 0xc74f_20a3);
        assert!(!format!("{secret_key:?}").contains("AYEK"));
    }

    #[test]
    fn what_is_no_key_is_said() {
        let error = |text: &str| text.parse::<VerifierKey>().unwrap_err();
        assert_eq!(error("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), KeyError::Id);
        assert_eq!(error("PeterNeumann+c74f20a3"), KeyError::Form);
        assert_eq!(error("PeterNeumann+c74f20a3+ARpc"), KeyError::Form);
        assert_eq!(SigningKey::from_seed("a b", KeyKind::Log, &[0; 32]).unwrap_err(), KeyError::Name);
    }

    #[test]
    fn the_kind_is_part_of_the_identity() {
        let id = |kind| SigningKey::from_seed("a", kind, &[1; 32]).unwrap().verifier().id();
        assert_ne!(id(KeyKind::Log), id(KeyKind::Cosigner));
    }
}
