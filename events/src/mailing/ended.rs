//! 送付先を終えた: post goes to the home again. A last day before the first takes back what was recorded by mistake.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::FreeText;

/// A mailing address ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application by which the child came into the ledger; it is told in its history.
    pub application: ApplicationId,
    /// The last day on which post went there.
    pub last_day: Date,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Ended: why);
