//! 後閲した: whoever holds the post saw afterwards what a deputy did in its place.

use serde::{Deserialize, Serialize};

use crate::vocabulary::FreeText;
use crate::{Personal, StaffRole};

/// What was done in the place of a post was looked over by its holder.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LookedOver {
    /// 職.
    pub post: StaffRole,
    /// 意見, where there is one.
    pub remark: Option<Personal<FreeText>>,
}

crate::personal::personal!(LookedOver; optional remark);
