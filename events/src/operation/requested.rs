//! 操作を頼んだ.

use serde::{Deserialize, Serialize};

use super::Task;
use crate::Personal;
use crate::vocabulary::FreeText;

/// An operator asked for something.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Requested {
    /// The read model.
    pub read_model: String,
    /// What is asked for.
    pub task: Task,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Requested: why);
