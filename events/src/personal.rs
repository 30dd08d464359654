//! Personal data at rest is sealed. This is the value that says so: open only in memory, sealed wherever it lies, erased for ever.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::ids::{EventId, KeyId};

/// Something about a person. Neither `Debug` nor `Serialize` ever shows the content, and reading never opens it: opening is an explicit
/// step with a key ring.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal<T> {
    /// Readable; exists only in memory.
    Open(T),
    /// As stored.
    Sealed(SealedToken),
    /// The key of the person was destroyed; nobody can read this any more (消去済み).
    Erased,
}

impl<T> Personal<T> {
    /// The content, where it is open.
    pub fn open(&self) -> Option<&T> {
        match self {
            Self::Open(value) => Some(value),
            Self::Sealed(_) | Self::Erased => None,
        }
    }

    /// The stored form, where it is sealed; this is what read models copy.
    pub fn token(&self) -> Option<&SealedToken> {
        match self {
            Self::Sealed(token) => Some(token),
            Self::Open(_) | Self::Erased => None,
        }
    }
}

impl<T> std::fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open(_) => "Personal(open)",
            Self::Sealed(_) => "Personal(sealed)",
            Self::Erased => "Personal(erased)",
        })
    }
}

impl<T> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Sealed(token) => serializer.serialize_str(token.as_str()),
            Self::Erased => serializer.serialize_none(),
            Self::Open(_) => Err(serde::ser::Error::custom("personal data must be sealed before it is written")),
        }
    }
}

impl<'de, T> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(Self::Erased),
            Some(text) => SealedToken::read(text).map(Self::Sealed).map_err(serde::de::Error::custom),
        }
    }
}

/// A sealed value as text: `p1.` and the URL-safe base64 of key id (16 bytes), event id (16), length of the field tag (1), field tag,
/// nonce (24) and ciphertext. It carries all that is needed to open it, so a row can copy it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct SealedToken(String);

/// The parts of a [`SealedToken`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenParts {
    /// Key under which the content is sealed.
    pub key_id: KeyId,
    /// The event in which the content was first written.
    pub event_id: EventId,
    /// The field of that event.
    pub tag: String,
    /// The nonce of XChaCha20-Poly1305.
    pub nonce: [u8; 24],
    /// Ciphertext with its authentication tag.
    pub ciphertext: Vec<u8>,
}

const PREFIX: &str = "p1.";
const FIXED: usize = 16 + 16 + 1;
const NONCE: usize = 24;
const AUTHENTICATION: usize = 16;

impl SealedToken {
    /// Takes a text for a token where it has the form of one. Whether it opens is another question.
    ///
    /// # Errors
    /// [`PersonalError::Malformed`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PersonalError> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    fn read(text: String) -> Result<Self, PersonalError> {
        check(&text)?;
        Ok(Self(text))
    }

    /// Writes the parts as a token.
    ///
    /// # Errors
    /// [`PersonalError::Malformed`] for a field tag of more than 255 bytes.
    pub fn from_parts(parts: &TokenParts) -> Result<Self, PersonalError> {
        let tag_length = u8::try_from(parts.tag.len()).map_err(|_| PersonalError::Malformed)?;
        let mut bytes = Vec::with_capacity(FIXED + parts.tag.len() + 24 + parts.ciphertext.len());
        bytes.extend_from_slice(parts.key_id.0.as_bytes());
        bytes.extend_from_slice(parts.event_id.0.as_bytes());
        bytes.push(tag_length);
        bytes.extend_from_slice(parts.tag.as_bytes());
        bytes.extend_from_slice(&parts.nonce);
        bytes.extend_from_slice(&parts.ciphertext);
        Ok(Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The parts.
    ///
    /// # Errors
    /// [`PersonalError::Malformed`] cannot happen for a token made by [`SealedToken::parse`].
    pub fn parts(&self) -> Result<TokenParts, PersonalError> {
        Self::split(&self.0)
    }

    /// The text that is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn split(text: &str) -> Result<TokenParts, PersonalError> {
        check(text)?;
        let encoded = text.strip_prefix(PREFIX).ok_or(PersonalError::Malformed)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| PersonalError::Malformed)?;
        let (key, rest) = bytes.split_first_chunk::<16>().ok_or(PersonalError::Malformed)?;
        let (event, rest) = rest.split_first_chunk::<16>().ok_or(PersonalError::Malformed)?;
        let (&tag_length, rest) = rest.split_first().ok_or(PersonalError::Malformed)?;
        let (tag, rest) = rest.split_at_checked(usize::from(tag_length)).ok_or(PersonalError::Malformed)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(PersonalError::Malformed)?;
        Ok(TokenParts {
            key_id: KeyId(Uuid::from_bytes(*key)),
            event_id: EventId(Uuid::from_bytes(*event)),
            tag: std::str::from_utf8(tag).map_err(|_| PersonalError::Malformed)?.to_owned(),
            nonce: *nonce,
            ciphertext: ciphertext.to_vec(),
        })
    }
}

/// Whether a text has the form of a token. Every event that is read has its tokens checked, so nothing is kept on the way.
fn check(text: &str) -> Result<(), PersonalError> {
    const PIECE: usize = 1024;
    let encoded = text.strip_prefix(PREFIX).ok_or(PersonalError::Malformed)?.as_bytes();
    let mut piece = [0; PIECE / 4 * 3];
    let (mut length, mut fixed) = (0, FIXED);
    for (n, part) in encoded.chunks(PIECE).enumerate() {
        length += URL_SAFE_NO_PAD.decode_slice(part, &mut piece).map_err(|_| PersonalError::Malformed)?;
        if n == 0 {
            let tag = FIXED..FIXED + usize::from(piece[FIXED - 1]);
            std::str::from_utf8(&piece[tag.clone()]).map_err(|_| PersonalError::Malformed)?;
            fixed = tag.end;
        }
    }
    if length < fixed + NONCE + AUTHENTICATION { Err(PersonalError::Malformed) } else { Ok(()) }
}

impl std::fmt::Debug for SealedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedToken")
    }
}

impl<'de> Deserialize<'de> for SealedToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Why personal data could not be sealed or opened. Names no content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PersonalError {
    /// The text is not a sealed token.
    #[error("not a sealed token")]
    Malformed,
    /// The key ring holds no key of this id: it was not fetched, or it never existed.
    #[error("no key {0} in the key ring")]
    NoKey(KeyId),
    /// The token does not belong to this event and field, or was altered.
    #[error("sealed content of field {0} does not open")]
    DoesNotOpen(String),
    /// The content is not of the expected shape.
    #[error("sealed content of field {0} has an unexpected shape")]
    Shape(String),
    /// Only open values are sealed.
    #[error("field {0} is not open and cannot be sealed")]
    NotOpen(String),
}

/// Walks over the personal fields of an event: to seal them, to open them, or to list their tokens.
pub trait PersonalVisitor {
    /// Called for each field; `tag` is the field's name, stable for ever.
    ///
    /// # Errors
    /// As the visitor says.
    fn field<T: Serialize + DeserializeOwned>(&mut self, tag: &'static str, value: &mut Personal<T>)
    -> Result<(), PersonalError>;
}

/// An event that may hold personal data.
pub trait HoldsPersonal {
    /// Shows each personal field to the visitor.
    ///
    /// # Errors
    /// The first that the visitor reports.
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError>;
}

/// Lists the personal fields of an event type: `personal!(Received: child_name, form; optional note)`.
macro_rules! personal {
    ($type:ty $(: $($field:ident),+)? $(; optional $($optional:ident),+)?) => {
        impl $crate::HoldsPersonal for $type {
            fn visit_personal<V: $crate::PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), $crate::PersonalError> {
                $($(visitor.field(stringify!($field), &mut self.$field)?;)+)?
                $($(if let Some(value) = &mut self.$optional {
                    visitor.field(stringify!($optional), value)?;
                })+)?
                let _ = visitor;
                Ok(())
            }
        }
    };
}
pub(crate) use personal;

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> SealedToken {
        SealedToken::from_parts(&TokenParts {
            key_id: KeyId(Uuid::from_u128(1)),
            event_id: EventId(Uuid::from_u128(2)),
            tag: "name".to_owned(),
            nonce: [7; 24],
            ciphertext: vec![9; 20],
        })
        .expect("short tag")
    }

    #[test]
    fn a_token_round_trips_through_its_text() {
        let parts = SealedToken::parse(token().as_str()).and_then(|t| t.parts()).expect("own text");
        assert_eq!((parts.tag.as_str(), parts.nonce, parts.ciphertext.len()), ("name", [7; 24], 20));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "p1.", "p2.AAAA", "見本 花子", &token().as_str()[..60], "p1.!!!!"] {
            assert_eq!(SealedToken::parse(text), Err(PersonalError::Malformed), "{text}");
        }
    }

    #[test]
    fn open_content_is_neither_printed_nor_written() {
        let open = Personal::Open("見本 花子".to_owned());
        assert_eq!(format!("{open:?}"), "Personal(open)");
        assert!(serde_json::to_string(&open).is_err());
        assert_eq!(serde_json::to_string(&Personal::<String>::Erased).ok().as_deref(), Some("null"));
    }
}
