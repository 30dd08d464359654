//! 初めの合言葉を出した: an administrator knows it, so its holder chooses another before anything else.

use serde::{Deserialize, Serialize};

/// An initial password was drawn and shown once. The password itself is never history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PasswordGiven {}

crate::personal::personal!(PasswordGiven);
