//! 改定案を作成した; told again when it is written anew, and the newest counts.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::master::RowAdopted;
use crate::vocabulary::FreeText;

/// Rows are proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// The rows, as they shall count.
    pub rows: Vec<RowAdopted>,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Proposed: why);
