//! 認証アプリを登録した: from now on a code is asked for with the password.

use serde::{Deserialize, Serialize};

/// An authenticator app was enrolled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecondFactorEnrolled {}

crate::personal::personal!(SecondFactorEnrolled);
