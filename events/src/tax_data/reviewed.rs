//! 課税情報による再判定を確かめた.

use serde::{Deserialize, Serialize};

use crate::vocabulary::TaxReview;

/// Somebody looked at what changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reviewed {
    /// What is made of it.
    pub outcome: TaxReview,
}

crate::personal::personal!(Reviewed);
