//! 支援措置の理由: why nobody may learn where a family lives (住民基本台帳事務における支援措置の区分).

use serde::{Deserialize, Serialize};

/// Ground of a protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ProtectionGround {
    /// 配偶者暴力（DV）
    DomesticViolence,
    /// ストーカー行為等
    Stalking,
    /// 児童虐待
    ChildAbuse,
    /// その他これらに準ずるもの
    Other,
}

code_list!(ProtectionGround, ProtectionGroundError,
    "支援措置の区分は domestic_violence、stalking、child_abuse、other のいずれかで入力してください。", {
    DomesticViolence => "domestic_violence", "配偶者からの暴力（DV）";
    Stalking => "stalking", "ストーカー行為等";
    ChildAbuse => "child_abuse", "児童虐待";
    Other => "other", "その他これらに準ずるもの";
});
