//! 旧台帳から引き継いだ: a right that was decided before this ledger, as the old one has it. Nothing is worked out again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ApplicationForm, Conclusion};
use crate::Personal;
use crate::ids::{AwardId, RecipientId, TakeoverId};
use crate::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, PersonName, ProcedureKind};

/// A decided right was taken over from the old ledger; recipient, award and certificate follow in the same act.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenOver {
    /// The takeover it came with.
    pub takeover: TakeoverId,
    /// Its row in the sheet, from 1.
    pub line: u32,
    /// Its place among the children of that row, from 1.
    pub child: u32,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 決定日, or where the old ledger does not say it the first day of the validity.
    pub decided_on: Date,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 児童の氏名, for lists.
    pub child_name: Personal<PersonName>,
    /// 児童の生年月日, for lists.
    pub child_birth_date: Personal<Date>,
    /// What the old ledger says, in the shape of a form; what it does not say is unknown.
    pub form: Personal<ApplicationForm>,
    /// What was decided then.
    pub conclusion: Conclusion,
    /// 算定根拠: that it was taken over.
    pub determination: Personal<serde_json::Value>,
    /// The award that follows.
    pub award: AwardId,
    /// The recipient.
    pub recipient: RecipientId,
}

crate::personal::personal!(TakenOver: child_name, child_birth_date, form, determination);
