//! 指定医の要件: by what a doctor may be designated (児童福祉法施行規則第7条の10).

use serde::{Deserialize, Serialize};

/// The requirement that a doctor meets beside the years of practice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DoctorQualification {
    /// 専門医.
    Specialist,
    /// 知事等の行う研修.
    Training,
}

code_list!(DoctorQualification, DoctorQualificationError, "要件を「専門医」「研修」から選んでください。", {
    Specialist => "specialist", "専門医";
    Training => "training", "研修";
});
