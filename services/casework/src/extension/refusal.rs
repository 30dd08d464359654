//! Why a mass extension cannot be: sentences for the person who tried.

use events::vocabulary::wareki;
use jiff::civil::Date;

use super::{ExtensionAction, ExtensionStage, MOST};

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExtensionRefusal {
    /// There is none.
    #[error("この一括延長は見つかりません。一覧から開き直してください。")]
    NoSuchExtension,
    /// It is proposed once.
    #[error("この一括延長はすでに起案されています。一覧で確かめてください。")]
    AlreadyProposed,
    /// The state does not permit it.
    #[error("{}の一括延長に「{}」はできません。画面を開き直して、いまの状態を確かめてください。", .stage.label(), .action.label())]
    WrongStage {
        /// The act.
        action: ExtensionAction,
        /// The state.
        stage: ExtensionStage,
    },
    /// Another role does this.
    #[error("これは{needed}の担当者が行います。担当者に引き継いでください。")]
    WrongRole {
        /// Japanese name of the role.
        needed: &'static str,
    },
    /// Four eyes.
    #[error("起案した人は決裁できません。ほかの決裁者に回してください。")]
    OwnProposal,
    /// The order lies ahead.
    #[error("命令・通知の日付がきょうより後です。日付を確かめてください。")]
    OrderAhead,
    /// A period that runs backwards.
    #[error("対象の期間は、初日が末日より後になっています。")]
    Backwards,
    /// Beyond what an order reaches back to.
    #[error("対象にできるのは{}より後に終わる支給認定です。これより前の分は、支給認定ごとに訂正してください。", wareki::long(*.0))]
    TooFarBack(Date),
    /// It must be longer for everybody.
    #[error("延長後の末日は、対象の期間の末日（{}）より後にしてください。", wareki::long(*.0))]
    NotLonger(Date),
    /// Longer than an extension may be.
    #[error("延長後の末日は{}までにしてください（一度に延長できる月数の上限）。", wareki::long(*.0))]
    TooLong(Date),
    /// Nobody.
    #[error("延長する支給認定がありません。期間と除く人を確かめてください。")]
    Nobody,
    /// More than one act takes.
    #[error("対象が{}件を超えています。期間を分けて起案してください。", MOST)]
    TooMany,
    /// Excluded, and not in the period.
    #[error("受給者番号 {0} の支給認定は、対象の期間にありません。番号を確かめてください。")]
    NotAmong(String),
    /// Not every award was dealt with, or one that is none of them.
    #[error("延長の結果が、決裁した支給認定とそろいません。続きを延長してください。")]
    Unfinished,
}
