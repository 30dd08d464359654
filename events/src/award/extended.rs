//! 有効期間を延長した: by an order for many awards at once. Tier, cap and certificate stay; only the last day is another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, ExtensionId, RecipientId, StaffId};
use crate::vocabulary::ShortText;

/// The last day of an award was put off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Extended {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// The mass extension.
    pub extension: ExtensionId,
    /// 命令・通知の名称と番号.
    pub reference: Personal<ShortText>,
    /// The last day before.
    pub before: Date,
    /// 延長後の末日.
    pub until: Date,
    /// 決定日.
    pub decided_on: Date,
    /// Who proposed it.
    pub proposed_by: StaffId,
}

crate::personal::personal!(Extended: reference);
