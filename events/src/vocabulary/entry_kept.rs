//! 二重入力: which of two entries is right.

use serde::{Deserialize, Serialize};

/// The entry that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EntryKept {
    /// 最初の入力.
    First,
    /// 2回目の入力.
    Second,
}

code_list!(EntryKept, EntryKeptError, "最初の入力と2回目の入力のどちらが正しいかを選んでください。", {
    First => "first", "最初の入力";
    Second => "second", "2回目の入力";
});
