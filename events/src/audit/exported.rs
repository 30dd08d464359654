//! 監査調書を持ち出した: told before the first byte leaves.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Personal;
use crate::vocabulary::FreeText;

/// The audit file of a sample was taken out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Exported {
    /// The applications and recipients whose data is in it.
    pub subjects: Vec<Uuid>,
    /// Cases in it.
    pub cases: u32,
    /// Events in it.
    pub events: u32,
    /// 理由.
    pub reason: Personal<FreeText>,
}

crate::personal::personal!(Exported: reason);
