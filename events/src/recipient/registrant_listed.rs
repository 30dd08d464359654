//! 登録者証の登録をした (児童福祉法第19条の22第4項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::NoticeId;

/// The recipient holds a registrant certificate (登録者証) from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RegistrantListed {
    /// 届.
    pub notice: NoticeId,
    /// 登録日.
    pub on: Date,
}

crate::personal::personal!(RegistrantListed);
