//! 役割と所属の付与を申し出た: nothing of it counts before a second person agrees.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{FreeText, OfficeCode};
use crate::{Personal, StaffRole};

/// An administrator proposes a role and an office: of a new account, or other ones of an account that is there.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GrantProposed {
    /// 氏名 of a new account; none where the account is there already.
    pub name: Option<Personal<FreeText>>,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(GrantProposed: why; optional name);
