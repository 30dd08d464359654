//! 申請を受け付けた: the counter took an application and gave it a number (児童福祉法第19条の3第1項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ApplicationForm, Arrival, ChecklistLine};
use crate::Personal;
use crate::ids::{AwardId, MyNumberRef, RecipientId};
use crate::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, PersonName, ProcedureKind, ReceiptNumber};

/// An application was received at a counter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 申請日, from which the right is counted.
    pub application_date: Date,
    /// 受付日と消印日; nobody was asked at first.
    pub arrival: Option<Arrival>,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所, by the child's municipality.
    pub responsible_office: OfficeCode,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 児童の氏名, for lists.
    pub child_name: Personal<PersonName>,
    /// 児童の生年月日, for lists.
    pub child_birth_date: Personal<Date>,
    /// The form as entered.
    pub form: Personal<ApplicationForm>,
    /// 書類点検表.
    pub checklist: Vec<ChecklistLine>,
    /// 児童の個人番号, in the vault.
    pub child_my_number: Option<MyNumberRef>,
    /// 申請者の個人番号, in the vault.
    pub applicant_my_number: Option<MyNumberRef>,
    /// 受給者, where the child stands in the ledger already.
    pub recipient: Option<RecipientId>,
    /// The award that is renewed or changed, or that ran out before a new application.
    pub starting_from: Option<AwardId>,
}

crate::personal::personal!(Received: child_name, child_birth_date, form);
