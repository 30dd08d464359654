//! 一括延長を起案した: the awards are fixed here, one by one, so that what is approved is what was looked at.

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::Personal;
use crate::ids::AwardId;
use crate::vocabulary::ShortText;

/// An award that is left out, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exclusion {
    /// 支給認定.
    pub award: AwardId,
    /// 除く理由.
    pub why: ShortText,
}

/// A mass extension was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// Which awards, and until when.
    pub plan: Plan,
    /// 命令・通知の名称と番号.
    pub reference: Personal<ShortText>,
    /// The awards that are to be extended.
    pub awards: Vec<AwardId>,
    /// Awards that end within the period and are left out by name.
    pub excluded: Personal<Vec<Exclusion>>,
}

crate::personal::personal!(Proposed: reference, excluded);
