//! 標準処理期間: by when an application should be decided. The clock stands still while the family corrects its papers (補正), and for
//! an inquiry (照会) where the masters said so on the day of the inquiry.

mod law1;

use jiff::civil::Date;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "procedure.deadline";

/// One request for correction, or one inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    /// 補正または回答を求めた日: the clock stops after it.
    pub sent: Date,
    /// 補正または回答を受けた日: the clock goes on after it; none while it is waited for.
    pub returned: Option<Date>,
}

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct DeadlineFacts {
    /// 申請日.
    pub application_date: Input<Date>,
    /// Requests for correction; an empty list is an answer.
    pub corrections: Input<Vec<Correction>>,
    /// Inquiries (照会) for which the clock stands, as it was decided when they were asked; those for which it goes on are none of them.
    pub inquiries: Vec<Correction>,
}

/// Where the clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// The day by which it should be decided.
    Due(Date),
    /// A correction or an answer is waited for; so many days are left when it comes.
    Stopped(i64),
}

impl From<Deadline> for Val {
    fn from(deadline: Deadline) -> Self {
        match deadline {
            Deadline::Due(day) => Self::Date(day),
            Deadline::Stopped(days) => Self::Text(format!("停止中（残り{days}日）")),
        }
    }
}

/// The rule.
pub type DeadlineFn = fn(&DeadlineFacts, &Asked<'_>, &mut Trace) -> Result<Deadline, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<DeadlineFn>] = &[&law1::LAW1];

/// By when an application should be decided.
pub fn deadline(asked: &Asked<'_>, facts: &DeadlineFacts, t: &mut Trace) -> Result<Deadline, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}

#[cfg(test)]
mod tests;
