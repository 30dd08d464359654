//! Where a stopped verification goes on: how far each log was right, with the chain and the tree there. What lies before is not computed
//! again, so the file belongs to whoever verifies and to nobody else.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use events::Log;
use serde::{Deserialize, Serialize};
use store::Start;

/// How far a verification came.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct State {
    logs: BTreeMap<i16, Reached>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Reached {
    position: i64,
    chain: String,
}

/// Why a state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file is not reachable.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// It is not one of ours.
    #[error("途中の状態を書いたファイルではありません")]
    Shape,
}

impl State {
    /// Reads it; an absent file is a beginning.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn read(path: &Path) -> Result<Self, StateError> {
        match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| StateError::Shape),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn write(&self, path: &Path) -> Result<(), StateError> {
        let draft = path.with_extension("part");
        std::fs::write(&draft, serde_json::to_vec(self).map_err(|_| StateError::Shape)?)?;
        Ok(std::fs::rename(&draft, path)?)
    }

    pub(crate) fn reach(&mut self, log: Log, position: i64, chain: &[u8; 32]) {
        self.logs.insert(log.number(), Reached { position, chain: hex::encode(chain) });
    }

    /// Where the log goes on.
    pub(crate) fn start(&self, log: Log) -> Result<Start, StateError> {
        let Some(reached) = self.logs.get(&log.number()) else { return Ok(Start::GENESIS) };
        let chain = hex::decode(&reached.chain).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(StateError::Shape)?;
        Ok(Start { position: reached.position, chain })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_and_nothing_else_is_taken_for_it() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("state.json");
        assert_eq!(State::read(&path).unwrap(), State::default());
        let mut state = State::default();
        state.reach(Log::Casework, 7, &[3; 32]);
        state.write(&path).unwrap();
        let read = State::read(&path).unwrap();
        assert_eq!(read.start(Log::Casework).unwrap(), Start { position: 7, chain: [3; 32] });
        assert_eq!(read.start(Log::Access).unwrap(), Start::GENESIS);
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(State::read(&path), Err(StateError::Shape)));
    }
}
