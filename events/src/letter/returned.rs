//! 通知文書が返戻された.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;
use crate::vocabulary::ReturnGround;

/// A letter came back; somebody must make sure of the address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// 申請, as the letter has it.
    pub application: ApplicationId,
    /// 返戻日.
    pub on: Date,
    /// Why.
    pub ground: ReturnGround,
}

crate::personal::personal!(Returned);
