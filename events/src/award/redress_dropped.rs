//! 取消または訂正の起案をやめた: withdrawn by who proposed it or sent back by who decides. Nothing has changed.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::FreeText;

/// A proposal was dropped.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RedressDropped {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(RedressDropped: why);
