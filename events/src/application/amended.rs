//! 申請内容を訂正した: the office changed what the application says, in answer to a correction or before forwarding.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ApplicationForm, Arrival, ChecklistLine};
use crate::Personal;
use crate::ids::MyNumberRef;
use crate::vocabulary::{AmendmentGround, DiseaseId, FreeText, MunicipalityCode, OfficeCode, PersonName};

/// The content of an application was amended; it holds the whole new content.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Amended {
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日; none leaves them as they were.
    pub arrival: Option<Arrival>,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 児童の氏名.
    pub child_name: Personal<PersonName>,
    /// 児童の生年月日.
    pub child_birth_date: Personal<Date>,
    /// The form as it is now.
    pub form: Personal<ApplicationForm>,
    /// 書類点検表, drawn anew.
    pub checklist: Vec<ChecklistLine>,
    /// Names of the sections that changed, as on the form: `child`, `insurance` ….
    pub changed_sections: Vec<String>,
    /// 訂正の区分; none where nobody was asked for it.
    pub ground: Option<AmendmentGround>,
    /// 訂正の理由.
    pub why: Personal<FreeText>,
    /// The paper that the new content stands on (根拠とした書類).
    pub stands_on: Option<Personal<FreeText>>,
    /// 児童の個人番号, in the vault.
    pub child_my_number: Option<MyNumberRef>,
    /// 申請者の個人番号, in the vault.
    pub applicant_my_number: Option<MyNumberRef>,
}

crate::personal::personal!(Amended: child_name, child_birth_date, form, why; optional stands_on);
