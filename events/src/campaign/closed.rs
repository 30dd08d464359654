//! 一斉更新を終えた: nobody is guided any more; the funnel stays.

use serde::{Deserialize, Serialize};

/// A campaign was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {}

crate::personal::personal!(Closed);
