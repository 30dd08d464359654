//! 別の支給認定に替わった: a later award takes over before the last day of this one (児童福祉法第19条の5第2項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, AwardId, RecipientId};

/// A later award took over. This one counts until the day before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Replaced {
    /// The award that took over.
    pub by: AwardId,
    /// 受給者 of both.
    pub recipient: RecipientId,
    /// First day of the later award; it lies within this one's validity, after its first day.
    pub from: Date,
    /// The application that led to the later award.
    pub application: ApplicationId,
}

crate::personal::personal!(Replaced);
