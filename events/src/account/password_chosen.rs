//! 合言葉を自分で決めた.

use serde::{Deserialize, Serialize};

/// The holder chose a password that nobody else knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PasswordChosen {}

crate::personal::personal!(PasswordChosen);
