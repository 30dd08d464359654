//! 二重入力を求めた: the money of the form must be typed again by another hand before the case goes on.

use serde::{Deserialize, Serialize};

/// The amounts of the form are to be entered a second time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecondEntryAsked {}

crate::personal::personal!(SecondEntryAsked);
