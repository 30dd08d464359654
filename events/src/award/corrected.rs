//! 支給認定を訂正した: what it gives was wrong, or it was ended by mistake. The decision of the past stays; this one counts in its place.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CorrectionGround, Money, Right};
use crate::Personal;
use crate::ids::{ApplicationId, EventId, RecipientId, StaffId};
use crate::vocabulary::FreeText;

/// An award was corrected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Corrected {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// The event that it corrects.
    pub corrects: EventId,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// Why.
    pub ground: CorrectionGround,
    /// First day on which money is reckoned by the corrected right.
    pub from: Date,
    /// 決定日.
    pub decided_on: Date,
    /// The right as it is.
    pub right: Right,
    /// What follows for money.
    pub money: Personal<Money>,
    /// Why, as the notice to the family says it.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Corrected: money, why);
