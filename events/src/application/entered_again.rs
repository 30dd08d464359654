//! 二重入力をした: somebody else typed the money of the form without seeing what stood there. The amounts are the family's own; which of
//! them differ is not.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::Yen;

/// An amount of the form, by the name of its field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnteredAmount {
    /// The field: `guardian_income`, `member1_levy` …
    pub place: String,
    /// The amount; none where the field was left empty.
    pub yen: Option<Yen>,
}

/// The amounts of the form were entered a second time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EnteredAgain {
    /// What the second hand typed.
    pub amounts: Personal<Vec<EnteredAmount>>,
    /// The fields that differ from the first entry; none where both agree.
    pub differing: Vec<String>,
}

crate::personal::personal!(EnteredAgain: amounts);
