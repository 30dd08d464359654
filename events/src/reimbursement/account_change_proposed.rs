//! 振込先の変更を起案した: another person decides. Until then the account is in doubt and nothing is paid.

use serde::{Deserialize, Serialize};

use super::BankAccount;
use crate::Personal;
use crate::vocabulary::FreeText;

/// Another account was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AccountChangeProposed {
    /// The right one.
    pub account: Personal<BankAccount>,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(AccountChangeProposed: account, why);
