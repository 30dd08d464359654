//! 点検の行を判定した: the purpose is plain, or somebody must be asked.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// 判定.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 業務上の目的を確かめた.
    Confirmed,
    /// 本人に確認する.
    ToBeAsked,
}

/// A row was judged; a later judgement of the same row takes its place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowJudged {
    /// The row.
    pub no: u32,
    /// What was found.
    pub verdict: Verdict,
    /// 所見.
    pub note: Option<Personal<FreeText>>,
}

crate::personal::personal!(RowJudged; optional note);
