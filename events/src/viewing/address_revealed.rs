//! 支援措置の対象者の住所を表示した: with the purpose. For a while after it the one who asked sees where the family lives.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Personal;
use crate::vocabulary::FreeText;

/// The address of a protected family was revealed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AddressRevealed {
    /// The application under which the protection is recorded.
    pub subject: Uuid,
    /// 目的.
    pub purpose: Personal<FreeText>,
}

crate::personal::personal!(AddressRevealed: purpose);
