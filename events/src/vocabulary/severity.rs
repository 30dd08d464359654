//! 重症・人工呼吸器の区分, which chooses the column of the cap table.

use serde::{Deserialize, Serialize};

/// Severity class of a patient, in falling order of the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Severity {
    /// 一般
    General,
    /// 重症患者認定
    Severe,
    /// 人工呼吸器等装着者
    Ventilator,
}

code_list!(Severity, SeverityError, "区分は general、severe、ventilator のいずれかで入力してください。", {
    General => "general", "一般";
    Severe => "severe", "重症";
    Ventilator => "ventilator", "人工呼吸器等装着";
});
