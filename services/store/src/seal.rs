//! Sealing and opening the personal fields of events.

use events::ids::{EventId, KeyId};
use events::{Personal, PersonalError, PersonalVisitor, SealedToken, TokenParts};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::cipher;
use crate::key_files::Entropy;
use crate::keys::{Held, KeyRing};

/// What lies inside a token, with a version of its own: the inside can be read only after opening, so it is upcast there.
#[derive(Serialize, Deserialize)]
struct Inside<T> {
    v: u8,
    d: T,
}

const INSIDE: u8 = 1;

/// Seals the open fields of one event under one person's key. What is sealed or erased already stays as it is.
pub struct Sealer<'a> {
    /// Holds the key.
    pub ring: &'a KeyRing,
    /// The person's key.
    pub key_id: KeyId,
    /// The event.
    pub event_id: EventId,
    /// For nonces.
    pub entropy: &'a dyn Entropy,
}

impl Sealer<'_> {
    /// Seals one value, such as the name of an actor or a reason.
    ///
    /// # Errors
    /// [`PersonalError::NoKey`] where the key is not at hand or was destroyed; [`PersonalError::Shape`] where the value is not JSON.
    pub fn seal<T: Serialize>(&self, tag: &str, value: &T) -> Result<SealedToken, PersonalError> {
        let Held::Key(key) = self.ring.get(self.key_id)? else { return Err(PersonalError::NoKey(self.key_id)) };
        let plain = serde_json::to_vec(&Inside { v: INSIDE, d: value }).map_err(|_| PersonalError::Shape(tag.to_owned()))?;
        let plain = Zeroizing::new(plain);
        let (nonce, ciphertext) = cipher::seal(&key, self.entropy, &associated(self.event_id, tag, self.key_id), &plain)
            .map_err(|_| PersonalError::NoKey(self.key_id))?;
        SealedToken::from_parts(&TokenParts {
            key_id: self.key_id,
            event_id: self.event_id,
            tag: tag.to_owned(),
            nonce,
            ciphertext,
        })
    }
}

impl PersonalVisitor for Sealer<'_> {
    fn field<T: Serialize + DeserializeOwned>(
        &mut self,
        tag: &'static str,
        value: &mut Personal<T>,
    ) -> Result<(), PersonalError> {
        if let Personal::Open(content) = value {
            *value = Personal::Sealed(self.seal(tag, content)?);
        }
        Ok(())
    }
}

/// Opens sealed fields with the keys at hand; a field whose key was destroyed is erased.
pub struct Opener<'a> {
    /// Holds the keys; [`KeyRing::prefetch`] what [`KeyIds`] lists.
    pub ring: &'a KeyRing,
}

impl Opener<'_> {
    /// Opens one token; `None` where the key was destroyed.
    ///
    /// # Errors
    /// [`PersonalError`] where the key is not at hand, the token was altered, or its content has another shape.
    pub fn open<T: DeserializeOwned>(&self, token: &SealedToken) -> Result<Option<T>, PersonalError> {
        let parts = token.parts()?;
        let Held::Key(key) = self.ring.get(parts.key_id)? else { return Ok(None) };
        let plain = cipher::open(&key, parts.nonce, &associated(parts.event_id, &parts.tag, parts.key_id), &parts.ciphertext)
            .ok_or_else(|| PersonalError::DoesNotOpen(parts.tag.clone()))?;
        match serde_json::from_slice(&plain) {
            Ok(Inside { v: INSIDE, d }) => Ok(Some(d)),
            _ => Err(PersonalError::Shape(parts.tag)),
        }
    }
}

impl PersonalVisitor for Opener<'_> {
    fn field<T: Serialize + DeserializeOwned>(
        &mut self,
        _tag: &'static str,
        value: &mut Personal<T>,
    ) -> Result<(), PersonalError> {
        if let Personal::Sealed(token) = value {
            *value = self.open(token)?.map_or(Personal::Erased, Personal::Open);
        }
        Ok(())
    }
}

/// Lists the keys that the sealed fields of an event need.
#[derive(Default, Debug)]
pub struct KeyIds(pub Vec<KeyId>);

impl PersonalVisitor for KeyIds {
    fn field<T: Serialize + DeserializeOwned>(
        &mut self,
        _tag: &'static str,
        value: &mut Personal<T>,
    ) -> Result<(), PersonalError> {
        if let Personal::Sealed(token) = value {
            self.0.push(token.parts()?.key_id);
        }
        Ok(())
    }
}

/// A token opens only for the event, field and key it was made for.
fn associated(event_id: EventId, tag: &str, key_id: KeyId) -> Vec<u8> {
    [event_id.0.as_bytes().as_slice(), tag.as_bytes(), key_id.0.as_bytes()].concat()
}
