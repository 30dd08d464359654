//! 装着している機器: what life is supported by, as the physician's certificate (人工呼吸器等装着者証明書) says.

use serde::{Deserialize, Serialize};

/// A device that supports life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LifeSupport {
    /// None of the two; 在宅酸素 and 埋込型補助人工心臓 belong here.
    None,
    /// 人工呼吸器.
    Ventilator,
    /// 体外式補助人工心臓.
    ExternalHeart,
}

code_list!(LifeSupport, LifeSupportError, "装着している機器は none、ventilator、external_heart のいずれかで入力してください。", {
    None => "none", "なし";
    Ventilator => "ventilator", "人工呼吸器";
    ExternalHeart => "external_heart", "体外式補助人工心臓";
});
