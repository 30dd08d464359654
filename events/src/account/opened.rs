//! 職員を登録した.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{FreeText, OfficeCode};
use crate::{Personal, StaffRole};

/// An account was opened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// 氏名.
    pub name: Personal<FreeText>,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
}

crate::personal::personal!(Opened: name);
