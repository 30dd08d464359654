//! 補正を待たずに点検に戻した: the due date passed, the division goes on with what there is (行政手続法第7条).

use serde::{Deserialize, Serialize};

/// The application was taken back from correction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recalled {}

crate::personal::personal!(Recalled);
