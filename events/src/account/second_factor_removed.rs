//! 認証アプリの登録を消した: an administrator did, because it was lost.

use serde::{Deserialize, Serialize};

/// The authenticator app counts no more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecondFactorRemoved {}

crate::personal::personal!(SecondFactorRemoved);
