//! 対象者を確定した: up to some hundred persons, nothing personal.

use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, AwardId, RecipientId};
use crate::vocabulary::{OfficeCode, RenewalGroup};

/// A person of a campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// 受給者.
    pub recipient: RecipientId,
    /// The award that ends.
    pub award: AwardId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// Whether and how asked.
    pub group: RenewalGroup,
}

/// Persons were taken up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frozen {
    /// Who.
    pub items: Vec<Item>,
}

crate::personal::personal!(Frozen);
