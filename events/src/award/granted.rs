//! 支給認定をした: validity, tier, cap and numbers of one award (児童福祉法第19条の3第5項・第6項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::application::Conclusion;
use crate::ids::{ApplicationId, AwardId, RecipientId};
use crate::vocabulary::{DiseaseId, FreeText, ProcedureKind, RecipientNumber};

/// An award was granted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Granted {
    /// 受給者.
    pub recipient: RecipientId,
    /// 申請.
    pub application: ApplicationId,
    /// The award whose place this one takes before its last day (変更). A renewal follows without replacing.
    pub replaces: Option<AwardId>,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 決定日.
    pub decided_on: Date,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 有効期間, 階層, 上限, 公費負担者番号.
    pub conclusion: Conclusion,
    /// 登録者証を兼ねる.
    pub registrant_certificate: bool,
    /// 主となる指定医療機関.
    pub main_institution: Option<Personal<FreeText>>,
    /// 算定根拠.
    pub determination: Personal<serde_json::Value>,
}

crate::personal::personal!(Granted: determination; optional main_institution);
