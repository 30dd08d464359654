//! 標本の申請に所見を付けた. Sealed under the key of the case, so that it goes when the person is erased.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// An auditor's note on a case of the sample.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Noted {
    /// The case.
    pub case: ApplicationId,
    /// 所見.
    pub note: Personal<FreeText>,
}

crate::personal::personal!(Noted: note);
