//! 支払の一覧を取りやめた, before it was handed over: its claims are open again.

use serde::{Deserialize, Serialize};

/// Nobody is paid by this batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TakenBack {}

crate::personal::personal!(TakenBack);
