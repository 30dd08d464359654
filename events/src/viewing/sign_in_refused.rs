//! サインインを断った.

use serde::{Deserialize, Serialize};

/// Why (断った理由).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInRefusal {
    /// 合言葉の誤り.
    WrongPassword,
    /// 停止中.
    Locked,
}

/// A sign-in to an existing account was refused. Attempts on accounts that do not exist are counted, not recorded by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignInRefused {
    /// Why.
    pub reason: SignInRefusal,
}

crate::personal::personal!(SignInRefused);
