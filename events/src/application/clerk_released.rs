//! 担当者を外した: the case is nobody's at its desk until somebody takes it.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{ClerkDesk, FreeText};

/// The case has no clerk at a desk any more.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClerkReleased {
    /// Where.
    pub desk: ClerkDesk,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(ClerkReleased: why);
