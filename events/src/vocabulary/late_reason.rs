//! 申請が遅れたやむを得ない理由: with one of them the start may lie three months before the application, not one.

use serde::{Deserialize, Serialize};

/// Unavoidable reason for a late application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LateReason {
    /// 医療意見書の受領に時間を要した
    OpinionDelay,
    /// 症状の悪化等
    Worsened,
    /// 大規模災害
    Disaster,
    /// その他
    Other,
}

code_list!(LateReason, LateReasonError,
    "遅れた理由は opinion_delay、worsened、disaster、other のいずれかで入力してください。", {
    OpinionDelay => "opinion_delay", "医療意見書の受領に時間がかかった";
    Worsened => "worsened", "症状の悪化などで準備に時間がかかった";
    Disaster => "disaster", "大規模災害";
    Other => "other", "その他";
});
