//! 似た記録が見つかった: the child looks like others in the records, and somebody must say whether it is one of them.

use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::Likeness;

/// A record of the ledger, or of another application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherRecord {
    /// 受給者.
    Recipient(RecipientId),
    /// 申請 that led to no award yet.
    Application(ApplicationId),
}

impl OtherRecord {
    /// The bare id.
    pub const fn id(self) -> uuid::Uuid {
        match self {
            Self::Recipient(id) => id.0,
            Self::Application(id) => id.0,
        }
    }
}

/// A record that looks like the child, and by what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alike {
    /// The record.
    pub other: OtherRecord,
    /// What both have in common.
    pub by: Vec<Likeness>,
}

impl Alike {
    /// Notes what a record has in common with the child, beside what is known of it already.
    pub fn note(list: &mut Vec<Self>, other: OtherRecord, by: Likeness) {
        match list.iter_mut().find(|one| one.other == other) {
            Some(one) if one.by.contains(&by) => {}
            Some(one) => one.by.push(by),
            None => list.push(Self { other, by: vec![by] }),
        }
    }
}

/// Records that look like the child were found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LikenessFound {
    /// The records.
    pub alike: Vec<Alike>,
}

crate::personal::personal!(LikenessFound);
