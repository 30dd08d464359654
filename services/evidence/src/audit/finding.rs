//! What an audit finds, with the exit code that follows.

use serde::Serialize;

use crate::checkpoint::Checkpoint;

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// An entry or payload is not what was hashed.
    Content,
    /// An event does not follow on the one before it.
    Chain,
    /// A file or an event is missing although others after it may be there.
    Gap,
    /// A tile of the tree is not what follows from the events.
    Tile,
    /// The events lead to another root than the one that was signed.
    Root,
    /// The log does not begin with what an earlier checkpoint stands for.
    Forked,
    /// A signature is missing or wrong.
    Signature,
    /// The log is shorter than a known checkpoint says.
    Shorter,
    /// There is no checkpoint.
    Missing,
}

impl FaultKind {
    /// An audit ends after so many faults: what follows is more of the same.
    pub(crate) const MOST: usize = 1_000;

    /// The exit code: 10 chain, 11 root, 12 signature, 13 shorter, 15 no checkpoint.
    pub fn exit(self) -> u8 {
        match self {
            Self::Content | Self::Chain | Self::Gap => 10,
            Self::Tile | Self::Root | Self::Forked => 11,
            Self::Signature => 12,
            Self::Shorter => 13,
            Self::Missing => 15,
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// The first event that is concerned, where there is one.
    pub position: Option<u64>,
    /// The file or what else was looked at.
    pub place: String,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, position: Option<u64>, place: impl Into<String>) -> Self {
        Self { kind, position, place: place.into() }
    }
}

/// Everything that an audit found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AuditReport {
    /// Name of the log.
    pub log: String,
    /// Nothing is wrong.
    pub whole: bool,
    /// 0, or the lowest code of what was found.
    pub exit: u8,
    /// Number of events under the checkpoint, where one could be believed.
    pub size: Option<u64>,
    /// Root of the tree there, in hexadecimal.
    pub root: Option<String>,
    /// Chain hash after the last event that was looked at, in hexadecimal; empty where the order was not followed.
    pub chain: String,
    /// Leaf of the first event, in hexadecimal.
    pub first_leaf: Option<String>,
    /// Events looked at.
    pub checked: u64,
    /// What is wrong, by position.
    pub faults: Vec<Fault>,
}

impl AuditReport {
    pub(crate) fn of(log: &str, checkpoint: Option<&Checkpoint>, checked: u64, faults: Vec<Fault>) -> Self {
        Self {
            log: log.to_owned(),
            whole: faults.is_empty(),
            exit: faults.iter().map(|fault| fault.kind.exit()).min().unwrap_or(0),
            size: checkpoint.map(|checkpoint| checkpoint.size),
            root: checkpoint.map(|checkpoint| hex::encode(checkpoint.root)),
            chain: String::new(),
            first_leaf: None,
            checked,
            faults,
        }
    }

    /// The fault that the exit code is about: the first of its kind in the log.
    pub fn first(&self) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.kind.exit() == self.exit)
    }
}
