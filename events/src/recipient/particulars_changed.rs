//! 記載事項が変わった: only what changed, from a day on. The envelope's effective day is that day.

use serde::{Deserialize, Serialize};

use super::Guardian;
use crate::Personal;
use crate::application::InsuranceDetails;
use crate::ids::{ApplicationId, AwardId, NoticeId};
use crate::vocabulary::{Address, MunicipalityCode, OfficeCode, PersonName};

/// Particulars of a recipient changed. What is absent stands as it was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ParticularsChanged {
    /// The notice it rests on.
    pub notice: Option<NoticeId>,
    /// The application it rests on, where a renewal's form differs.
    pub application: Option<ApplicationId>,
    /// 氏名・フリガナ.
    pub name: Option<Personal<PersonName>>,
    /// 住所.
    pub address: Option<Personal<Address>>,
    /// 住所地の市町.
    pub municipality: Option<MunicipalityCode>,
    /// 管轄事務所, where the new municipality has another.
    pub responsible_office: Option<OfficeCode>,
    /// The award that counts on that day.
    pub award: Option<AwardId>,
    /// 保護者.
    pub guardian: Option<Personal<Guardian>>,
    /// 医療保険.
    pub insurance: Option<Personal<InsuranceDetails>>,
}

crate::personal::personal!(ParticularsChanged; optional name, address, guardian, insurance);
