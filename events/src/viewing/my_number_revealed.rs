//! 個人番号を表示した: each time, with the purpose.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Personal;
use crate::ids::MyNumberRef;
use crate::vocabulary::FreeText;

/// An individual number was revealed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MyNumberRevealed {
    /// Place in the vault.
    pub number: MyNumberRef,
    /// The application or recipient it belongs to.
    pub subject: Uuid,
    /// 目的.
    pub purpose: Personal<FreeText>,
}

crate::personal::personal!(MyNumberRevealed: purpose);
