//! 指定した: by us, or by another authority whose doctor writes for our children.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Holder;
use crate::Personal;
use crate::vocabulary::{PersonName, ValidityPeriod};

/// A doctor or an institution was designated.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Granted {
    /// Who.
    pub holder: Holder,
    /// 氏名 of a doctor.
    pub name: Option<Personal<PersonName>>,
    /// 申請日.
    pub applied_on: Date,
    /// 指定の有効期間.
    pub validity: ValidityPeriod,
}

crate::personal::personal!(Granted; optional name);
