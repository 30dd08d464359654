//! 受給者として登録した: with its first award a child enters the ledger.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::application::InsuranceDetails;
use crate::ids::{ApplicationId, MyNumberRef};
use crate::vocabulary::{Address, MunicipalityCode, PersonName, Relation};

/// The guardian (保護者), or the patient from 18.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guardian {
    /// 氏名.
    pub name: PersonName,
    /// 続柄.
    pub relation: Relation,
    /// 住所.
    pub address: Address,
}

/// A recipient was registered in the ledger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Registered {
    /// The application from which the particulars come.
    pub application: ApplicationId,
    /// 氏名・フリガナ.
    pub name: Personal<PersonName>,
    /// 生年月日.
    pub birth_date: Personal<Date>,
    /// 住所.
    pub address: Personal<Address>,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 保護者.
    pub guardian: Personal<Guardian>,
    /// 医療保険.
    pub insurance: Personal<InsuranceDetails>,
    /// 個人番号, in the vault.
    pub my_number: Option<MyNumberRef>,
}

crate::personal::personal!(Registered: name, birth_date, address, guardian, insurance);
