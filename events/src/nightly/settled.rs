//! 見つけたことが解消していた: what was found before is so no longer, without anybody having closed it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Some are settled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settled {
    /// The night.
    pub night: Date,
    /// Which tasks.
    pub tasks: Vec<Uuid>,
}

crate::personal::personal!(Settled);
