//! 不在と代わる人を定めた: dated, so that every decision by a deputy can be held against it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::vocabulary::FreeText;
use crate::{Personal, StaffRole};

/// The holder of a post is away, and somebody stands in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeputyNamed {
    /// 職.
    pub post: StaffRole,
    /// Who is away.
    pub holder: StaffId,
    /// Who stands in.
    pub deputy: StaffId,
    /// First day of the absence.
    pub from: Date,
    /// Last day of the absence.
    pub until: Date,
    /// 不在の事情.
    pub reason: Personal<FreeText>,
}

crate::personal::personal!(DeputyNamed: reason);
