//! 審査会の意見: what the board says of one disease of an application.

use serde::{Deserialize, Serialize};

use crate::vocabulary::DiseaseId;

codes! {
    /// What the board says of one disease (判定).
    Verdict, UnknownVerdict, "判定を選んでください。" {
        /// 承認: the state of the disease meets the criteria.
        Approve = "approve", "承認";
        /// 不承認.
        Refuse = "refuse", "不承認";
        /// 保留: the board asks the doctor first, and hears the disease again.
        Defer = "defer", "保留";
    }
}

impl Verdict {
    /// Whether the disease need not be heard again.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approve | Self::Refuse)
    }
}

/// The verdict on one disease.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DiseaseVerdict {
    /// 疾病.
    pub disease: DiseaseId,
    /// 判定.
    pub verdict: Verdict,
}
