//! 支給認定を取り消した (児童福祉法第19条の6, or ex officio): from a day on the right does not count; from its first day on it never did.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Money, RevocationGround};
use crate::Personal;
use crate::ids::{ApplicationId, EventId, RecipientId, StaffId};
use crate::vocabulary::FreeText;

/// An award was revoked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Revoked {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// The event that it corrects.
    pub corrects: EventId,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// Why.
    pub ground: RevocationGround,
    /// First day without the right.
    pub from: Date,
    /// 決定日.
    pub decided_on: Date,
    /// What follows for money.
    pub money: Personal<Money>,
    /// Why, as the notice to the family says it.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Revoked: money, why);
