//! 医療保険の種類, which decides whose income counts (支給認定基準世帯員).

use serde::{Deserialize, Serialize};

/// Kind of health insurance of the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum InsuranceKind {
    /// 被用者保険 (協会けんぽ, 健康保険組合, 共済 …)
    Employee,
    /// 市町村国民健康保険
    National,
    /// 国民健康保険組合
    NationalUnion,
    /// 生活保護などで保険なし
    None,
}

code_list!(InsuranceKind, InsuranceKindError,
    "保険の種類は employee、national、national_union、none のいずれかで入力してください。", {
    Employee => "employee", "被用者保険";
    National => "national", "市町村国保";
    NationalUnion => "national_union", "国保組合";
    None => "none", "生活保護等（保険なし）";
});

impl InsuranceKind {
    /// Whether everyone of the household in the same insurance counts (国保 and 国保組合).
    pub const fn counts_household(self) -> bool {
        matches!(self, Self::National | Self::NationalUnion)
    }
}
