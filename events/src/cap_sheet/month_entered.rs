//! 管理票の月の医療費を記録した: from the paper the family brought. The newest of a month counts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::RecipientId;
use crate::vocabulary::Yen;

/// A month was keyed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthEntered {
    /// 受給者.
    pub recipient: RecipientId,
    /// First day of the month.
    pub month: Date,
    /// 医療費総額（10割）; none where an earlier entry is taken back.
    pub total: Option<Yen>,
}

crate::personal::personal!(MonthEntered);
