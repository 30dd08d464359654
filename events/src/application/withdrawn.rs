//! 申請の取下げ: the applicant took the application back before it was decided.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The applicant withdrew the application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// 取下書の日付.
    pub withdrawn_on: Date,
    /// 理由, where the applicant gave one.
    pub why: Option<Personal<FreeText>>,
}

crate::personal::personal!(Withdrawn; optional why);
