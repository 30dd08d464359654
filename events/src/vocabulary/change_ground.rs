//! 変更の理由: what a change of an award is applied for (児童福祉法第19条の5第1項).

use serde::{Deserialize, Serialize};

/// Ground of a change of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ChangeGround {
    /// 所得（市町村民税）が変わった
    Income,
    /// 重症患者認定
    Severity,
    /// 人工呼吸器等の装着
    Ventilator,
    /// 疾病の追加
    DiseaseAdded,
    /// 疾病の変更
    DiseaseChanged,
    /// 世帯内の按分
    Apportionment,
}

impl ChangeGround {
    /// Whether another disease is asked for, which is possible before 18 only.
    pub const fn touches_diseases(self) -> bool {
        matches!(self, Self::DiseaseAdded | Self::DiseaseChanged)
    }
}

code_list!(ChangeGround, ChangeGroundError,
    "変更の理由は income、severity、ventilator、disease_added、disease_changed、apportionment のいずれかで入力してください。", {
    Income => "income", "所得（市町村民税）が変わった";
    Severity => "severity", "重症患者の認定";
    Ventilator => "ventilator", "人工呼吸器等の装着";
    DiseaseAdded => "disease_added", "疾病の追加";
    DiseaseChanged => "disease_changed", "疾病の変更";
    Apportionment => "apportionment", "同じ世帯の受給者との按分";
});
