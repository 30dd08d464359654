//! 指定の内容が変わった: name, workplaces, qualification, address; never the number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Holder;
use crate::Personal;
use crate::vocabulary::PersonName;

/// What is published of a designation changed (変更届).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// As it is from then on.
    pub holder: Holder,
    /// 氏名 of a doctor.
    pub name: Option<Personal<PersonName>>,
    /// 変更日.
    pub changed_on: Date,
}

crate::personal::personal!(Changed; optional name);
