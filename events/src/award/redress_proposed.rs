//! 取消または訂正を起案した: by the checker, for another person to decide. Nothing has changed yet.

use serde::{Deserialize, Serialize};

use super::{MonthTotal, Redress};
use crate::Personal;
use crate::ids::{ApplicationId, EventId, RecipientId};
use crate::vocabulary::FreeText;

/// A revocation or correction was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RedressProposed {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// The event that it corrects.
    pub corrects: EventId,
    /// What is to be done.
    pub redress: Redress,
    /// 管理票の月.
    pub months: Personal<Vec<MonthTotal>>,
    /// Why, as the notice to the family will say it.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(RedressProposed: months, why);
