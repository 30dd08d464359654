//! Flags (付せん): what holds for a case beside its stage. Acts set and clear them; the stages stay few.

use crate::told::coded;

macro_rules! flags {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $label:literal, $tone:literal;)+) => {
        /// A flag on a case.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Flag { $($(#[$doc])* $variant,)+ }

        impl Flag {
            /// All, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Word in rows and addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// As staff read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// Its colour: `alert`, `warn`, `key` or none.
            pub const fn tone(self) -> &'static str {
                match self { $(Self::$variant => $tone),+ }
            }
        }
    };
}

flags! {
    /// Papers of the checklist are not settled.
    MissingDocuments = "missing_documents", "書類不足", "alert";
    /// Another record looks like the child, and nobody said whether it is.
    SuspectedDuplicate = "suspected_duplicate", "重複の疑い", "alert";
    /// The amounts are to be typed again by another hand.
    SecondEntry = "second_entry", "二重入力待ち", "key";
    /// Two entries of the amounts differ.
    EntriesDiffer = "entries_differ", "入力の違い", "alert";
    /// Put before the review board and not heard.
    AwaitingBoard = "awaiting_board", "審査会待ち", "key";
    /// The board asks the doctor first.
    Deferred = "deferred", "審査会保留", "warn";
    /// Sent with a list, its arrival not checked.
    OnItsWay = "on_its_way", "到着確認待ち", "";
    /// On a list, and not in the envelope.
    NotFound = "not_found", "未着", "alert";
    /// The division sent it back to the office.
    SentBack = "sent_back", "差戻し", "alert";
    /// Put aside until a day.
    Held = "held", "保留中", "warn";
    /// On a proposal, and on its way to the decision.
    Proposed = "proposed", "起案中", "key";
    /// The family was reminded of the correction.
    Reminded = "reminded", "催促済", "warn";
    /// Approved, and the certificate is not made yet.
    AwaitingPrint = "awaiting_print", "印刷待ち", "key";
    /// The board said no to a disease.
    BoardRefused = "board_refused", "不承認の疾病あり", "alert";
}

/// A word that names no flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a flag of a case")]
pub struct UnknownFlag;

impl std::str::FromStr for Flag {
    type Err = UnknownFlag;
    fn from_str(text: &str) -> Result<Self, UnknownFlag> {
        Self::ALL.iter().copied().find(|flag| flag.code() == text).ok_or(UnknownFlag)
    }
}

coded!(Flag);
