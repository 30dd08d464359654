//! 添付を取り消した: the wrong paper, or on the wrong case. What was kept stays kept and is no longer shown among the papers.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// An attachment is no longer one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The application it was attached to.
    pub application: ApplicationId,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Withdrawn: why);
