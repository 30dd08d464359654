//! 指定の有効性: whether a doctor was designated on the day of the opinion, whether an institution is on the days of the award.

mod law1;

use events::vocabulary::{DesignationKind, ValidityPeriod};
use jiff::civil::Date;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "register.designation";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct DesignationFacts {
    /// 指定医 or 指定医療機関.
    pub kind: DesignationKind,
    /// The number or the code on the paper.
    pub number: Input<String>,
    /// The terms that the register has under the number; none where it does not know the number.
    pub terms: Vec<ValidityPeriod>,
    /// 記載年月日, or the first day of the award.
    pub from: Input<Date>,
    /// The last day that counts: the same day, or the last of the award.
    pub until: Input<Date>,
}

/// How far the terms reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All days.
    Designated,
    /// Until this day, and not on all days after it.
    EndsOn(Date),
    /// Not on the first day.
    NotThen,
    /// The register knows no such number.
    Unknown,
}

impl Standing {
    /// Whether there is nothing to look at.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Designated)
    }
}

impl From<Standing> for Val {
    fn from(standing: Standing) -> Self {
        Self::Text(match standing {
            Standing::Designated => "指定されている".to_owned(),
            Standing::EndsOn(day) => format!("{}まで", events::vocabulary::wareki::long(day)),
            Standing::NotThen => "その日は指定されていない".to_owned(),
            Standing::Unknown => "名簿にない".to_owned(),
        })
    }
}

/// The rule.
pub type DesignationFn = fn(&DesignationFacts, &mut Trace) -> Result<Standing, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<DesignationFn>] = &[&law1::LAW1];

/// Whether somebody is designated on the days that count.
///
/// # Errors
/// [`Stop::Missing`] where the number or a day is not known.
pub fn standing(asked: &Asked<'_>, facts: &DesignationFacts, t: &mut Trace) -> Result<Standing, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, t)
}

#[cfg(test)]
mod tests;
