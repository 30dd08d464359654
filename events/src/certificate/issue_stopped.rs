//! 受給者証の作成を止めた: something cannot be printed as it must be. Nothing is printed with a blank box.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, AwardId};
use crate::vocabulary::FreeText;

/// Issuing a certificate was stopped.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IssueStopped {
    /// 支給認定.
    pub award: AwardId,
    /// 申請.
    pub application: ApplicationId,
    /// The field and character that cannot be printed.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(IssueStopped: why);
