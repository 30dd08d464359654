//! 審査会の意見を聴いた: the verdict on each disease, with what the board remarked or asks the doctor (児童福祉法第19条の3第4項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::SittingId;
use crate::sitting::DiseaseVerdict;
use crate::vocabulary::{DiseaseId, FreeText};

/// What the board said beside a verdict: its reason, or its question to the doctor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BoardRemark {
    /// 疾病.
    pub disease: DiseaseId,
    /// 意見, or the question (医師照会).
    pub text: FreeText,
}

/// The review board gave its opinion.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BoardHeard {
    /// The sitting.
    pub sitting: SittingId,
    /// Its day.
    pub heard_on: Date,
    /// 判定, one a disease.
    pub verdicts: Vec<DiseaseVerdict>,
    /// What was said beside them.
    pub remarks: Personal<Vec<BoardRemark>>,
}

crate::personal::personal!(BoardHeard: remarks);
