//! Where a stopped verification goes on, in every phase: how far each log was right, with chain, tree and histories there; which decisions
//! came out again; which read models were compared. What lies before is not looked at again, so the file belongs to whoever verifies and to
//! nobody else. Personal data in it is sealed as in the log.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use events::Log;
use serde::{Deserialize, Serialize};
use store::Start;

use crate::decisions::Decisions;
use crate::logs::Gathered;

/// How far a verification came.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    logs: BTreeMap<i16, Reached>,
    /// Decisions that were run again, the first of those that were found.
    pub(crate) decided: usize,
    pub(crate) decisions: Decisions,
    /// Read models that were found equal.
    pub(crate) compared: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Reached {
    position: i64,
    chain: String,
    #[serde(default)]
    gathered: Option<Gathered>,
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

    /// Writes it, whole or not at all, readable for its owner only.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn write(&self, path: &Path) -> Result<(), StateError> {
        let draft = path.with_extension("part");
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(&serde_json::to_vec(self).map_err(|_| StateError::Shape)?)?;
        Ok(std::fs::rename(&draft, path)?)
    }

    pub(crate) fn reach(&mut self, log: Log, position: i64, chain: &[u8; 32], gathered: Gathered) {
        self.logs.insert(log.number(), Reached { position, chain: hex::encode(chain), gathered: Some(gathered) });
    }

    /// Where the log goes on, and what was gathered up to there; none where only the position is known.
    pub(crate) fn take(&mut self, log: Log) -> Result<(Start, Option<Gathered>), StateError> {
        let Some(reached) = self.logs.remove(&log.number()) else { return Ok((Start::GENESIS, None)) };
        let chain = hex::decode(&reached.chain).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(StateError::Shape)?;
        Ok((Start { position: reached.position, chain }, reached.gathered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_and_nothing_else_is_taken_for_it() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("state.json");
        assert!(State::read(&path).unwrap().compared.is_empty());
        let mut state = State { decided: 3, compared: vec!["ledger".to_owned()], ..State::default() };
        state.reach(Log::Casework, 7, &[3; 32], Gathered::default());
        state.write(&path).unwrap();
        let mut read = State::read(&path).unwrap();
        let (start, gathered) = read.take(Log::Casework).unwrap();
        assert_eq!(start, Start { position: 7, chain: [3; 32] });
        assert!(gathered.is_some());
        assert_eq!(read.take(Log::Access).unwrap().0, Start::GENESIS);
        assert_eq!((read.decided, read.compared), (3, vec!["ledger".to_owned()]));
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(State::read(&path), Err(StateError::Shape)));
    }
}
