//! Who is designated. What stands here is published by law; the doctor's name is sealed beside it.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{DesignationKind, DoctorNumber, DoctorQualification, InstitutionCode, ShortText};

/// Who is designated.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Holder {
    /// 指定医.
    Doctor {
        /// 指定医番号, unique within the authority.
        number: DoctorNumber,
        /// 指定した自治体; another than ours where the main workplace lies elsewhere.
        authority: ShortText,
        /// 要件.
        qualification: DoctorQualification,
        /// 主たる勤務先 first.
        workplaces: Vec<ShortText>,
    },
    /// 指定医療機関.
    Institution {
        /// 医療機関コード.
        code: InstitutionCode,
        /// 名称.
        name: ShortText,
        /// 所在地.
        address: ShortText,
    },
}

impl Holder {
    /// Which register it stands in.
    pub const fn kind(&self) -> DesignationKind {
        match self {
            Self::Doctor { .. } => DesignationKind::Doctor,
            Self::Institution { .. } => DesignationKind::Institution,
        }
    }

    /// What no other may have: the number within its authority, or the code.
    pub fn identity(&self) -> String {
        match self {
            Self::Doctor { number, authority, .. } => format!("doctor/{authority}/{number}"),
            Self::Institution { code, .. } => format!("institution/{code}"),
        }
    }

    /// The number or the code alone.
    pub fn number(&self) -> String {
        match self {
            Self::Doctor { number, .. } => number.to_string(),
            Self::Institution { code, .. } => code.to_string(),
        }
    }
}
