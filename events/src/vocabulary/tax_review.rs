//! 所得の再判定の言葉: what the data of a new tax year changes, and what somebody makes of it.

use serde::{Deserialize, Serialize};

/// What becomes of 自己負担上限月額 when the tier is judged anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CapChange {
    /// The family would pay more.
    Raised,
    /// The family would pay less.
    Lowered,
    /// The same money, in another tier.
    OtherTier,
    /// Nothing changes.
    Same,
    /// Something is missing, so nothing can be judged.
    Pending,
}

code_list!(CapChange, UnknownCapChange, "再判定の結果を表す語ではありません。", {
    Raised => "raised", "上がる";
    Lowered => "lowered", "下がる";
    OtherTier => "other_tier", "額は同じ・階層が変わる";
    Same => "same", "変わらない";
    Pending => "pending", "判定できない";
});

/// What somebody makes of it (再判定の確認). Nothing is decided by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TaxReview {
    /// The renewal begins with these data.
    AtRenewal,
    /// A renewal that was received is amended.
    Amended,
    /// An award that was decided is to be corrected; the redress is drafted apart.
    Corrected,
    /// Nothing is to be done.
    Nothing,
    /// The data are wrong and must not be used.
    Wrong,
}

code_list!(TaxReview, UnknownTaxReview, "確かめた結果を選んでください。", {
    AtRenewal => "at_renewal", "更新の申請に使う";
    Amended => "amended", "受け付けた更新の申請を訂正した";
    Corrected => "corrected", "支給認定の訂正を起案した";
    Nothing => "nothing", "することはない";
    Wrong => "wrong", "取り込んだ内容に誤りがあり、使わない";
});
