//! 更新か新規か: a renewal is filed while the award runs. Later it is a new application, which is no longer possible from 18 on.

mod law1;

use jiff::civil::Date;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "procedure.renewal_kind";

/// How an application to go on is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalKind {
    /// 更新.
    Renewal,
    /// 新規として扱う.
    New,
    /// 申請できない.
    Refused,
}

impl RenewalKind {
    /// The code of the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
            Self::New => "new",
            Self::Refused => "refused",
        }
    }

    /// Name shown to staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Renewal => "更新",
            Self::New => "新規",
            Self::Refused => "受けられない",
        }
    }
}

impl From<RenewalKind> for Val {
    fn from(kind: RenewalKind) -> Self {
        Self::Text(kind.code().to_owned())
    }
}

/// What the rule asks.
#[derive(Clone, Copy, Debug)]
pub struct RenewalFacts {
    /// 申請日.
    pub application_date: Input<Date>,
    /// Last day of the award that runs.
    pub expires: Input<Date>,
    /// 生年月日.
    pub birth_date: Input<Date>,
}

/// The rule.
pub type RenewalFn = fn(&RenewalFacts, &Asked<'_>, &mut Trace) -> Result<RenewalKind, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<RenewalFn>] = &[&law1::LAW1];

/// How an application to go on is treated.
pub fn renewal_kind(asked: &Asked<'_>, facts: &RenewalFacts, t: &mut Trace) -> Result<RenewalKind, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}

#[cfg(test)]
mod tests;
