//! One line of a payload file. Written in one way only, so that a line that reads the same but is written otherwise is noticed too.

use serde::{Deserialize, Serialize};

use crate::merkle::Hash;

/// The bytes are not a line as the export writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the line is not as an export writes it")]
pub struct LineError;

/// What the entry of an event only holds hashes of, and the chain up to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Place in the log, from 1.
    pub position: u64,
    /// The chain hash up to this event, in hexadecimal.
    pub chain: String,
    /// JSON as it was stored; personal fields in it are sealed.
    pub payload: String,
    /// JSON as it was stored.
    pub metadata: String,
}

impl Line {
    /// Reads a line without its newline.
    ///
    /// # Errors
    /// [`LineError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, LineError> {
        let line: Self = serde_json::from_slice(bytes).map_err(|_| LineError)?;
        if line.to_json() == bytes { Ok(line) } else { Err(LineError) }
    }

    /// The line without its newline.
    pub fn to_json(&self) -> Vec<u8> {
        // A struct of a number and texts always has a JSON form.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The chain hash; none where it is not one.
    pub fn chain(&self) -> Option<Hash> {
        let mut chain = Hash::default();
        hex::decode_to_slice(&self.chain, &mut chain).ok()?;
        (hex::encode(chain) == self.chain).then_some(chain)
    }
}
