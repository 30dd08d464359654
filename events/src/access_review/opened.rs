//! 月次点検を始めた: what is looked at stands fixed from here on, whatever the thresholds say later.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// Why a row is in the review (点検の理由).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// 抽出.
    Sample,
    /// 時間外.
    OutOfHours,
    /// 短時間に多数.
    ManyPersons,
    /// 検索のみ.
    SearchOnly,
    /// 担当外の事務所.
    OtherOffice,
    /// 同じ姓.
    SameFamilyName,
    /// サインインの失敗が続いた.
    RefusedSignIns,
}

/// One row of a review: what a member of staff did, at one position or at several.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewRow {
    /// From 1.
    pub no: u32,
    /// Why it is looked at.
    pub why: Why,
    /// Whose access.
    pub staff: StaffId,
    /// First positions in the access log; at most fifty.
    pub positions: Vec<i64>,
    /// How many accesses there are in all.
    pub accesses: u32,
    /// How many persons in all.
    pub persons: u32,
}

/// The review of a month was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// First day of the month.
    pub month: Date,
    /// The seed of the sample.
    pub seed: u32,
    /// Accesses from which the sample was drawn.
    pub population: u32,
    /// Position of the access log up to which was looked.
    pub known_up_to: i64,
    /// What is to be judged.
    pub rows: Vec<ReviewRow>,
}

crate::personal::personal!(Opened);
