//! 支援措置を記録した: begun, or told anew with another ground or term.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::{FreeText, ProtectionGround};

/// A family is protected from now on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// The application by which the family is known.
    pub application: ApplicationId,
    /// 受給者, where the child is one already.
    pub recipient: Option<RecipientId>,
    /// 区分.
    pub ground: ProtectionGround,
    /// 期限; none while the municipality has not decided yet. What is hidden stays hidden after it, until somebody ends the protection.
    pub until: Option<Date>,
    /// 申出の内容.
    pub reason: Personal<FreeText>,
}

crate::personal::personal!(Recorded: reason);
