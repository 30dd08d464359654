//! In which group of a study an award falls.

use serde::{Deserialize, Serialize};

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)+) => {
        /// In which group an award falls.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Group { $($(#[$doc])* $name,)+ }

        impl Group {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// As staff read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

groups! {
    /// 上限額 rises.
    Worse = "worse", "負担が増える";
    /// 上限額 falls.
    Better = "better", "負担が減る";
    /// Another conclusion at the same cap.
    SameMoney = "same_money", "額は同じで内容が変わる";
    /// Cannot be decided on one side or the other: a fact is missing or was erased.
    Pending = "pending", "判定できない";
    /// The same comes out.
    Unchanged = "unchanged", "変わらない";
}

/// A word that names no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("影響調査の結果の区分ではありません。")]
pub struct UnknownGroup;

impl std::str::FromStr for Group {
    type Err = UnknownGroup;
    fn from_str(text: &str) -> Result<Self, UnknownGroup> {
        Self::ALL.iter().copied().find(|group| group.code() == text).ok_or(UnknownGroup)
    }
}
