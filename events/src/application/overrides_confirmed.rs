//! 手で改めた値を確かめた: the decider confirmed each of them by name, in the same act as the decision that follows.

use serde::{Deserialize, Serialize};

use crate::vocabulary::OverriddenValue;

/// The decider looked at what was overridden and stands by it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OverridesConfirmed {
    /// What counts instead of the proposals, item by item.
    pub values: Vec<OverriddenValue>,
}

crate::personal::personal!(OverridesConfirmed);
