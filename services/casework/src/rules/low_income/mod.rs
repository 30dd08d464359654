//! 比べる年収: the income that is compared with the low-income threshold where nobody of the unit is taxed. It is receipts of public
//! pensions, total income and allowances; receipts of a salary are never income.

mod law1;
mod law2;

use events::vocabulary::Yen;
use jiff::civil::Date;

use super::asked::Asked;
use super::facts::IncomeParts;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "income.low";

/// Whose income is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// That of the applicant, whoever that is.
    Applicant,
    /// The guardian's, from 18 on the patient's: by the birth date.
    ByAge(Input<Date>),
}

/// What the rule asks.
#[derive(Clone, Copy, Debug)]
pub struct LowFacts {
    /// Whose income it is.
    pub whose: Whose,
    /// 保護者（申請者）の年収等 in one sum, yen a year.
    pub guardian_income: Input<Yen>,
    /// 成年患者本人の年収等 in one sum, yen a year.
    pub patient_income: Input<Yen>,
    /// The parts of the sum, where they were entered one by one.
    pub parts: Option<IncomeParts>,
}

/// The rule, for the day on which amounts are read.
pub type LowFn = fn(&LowFacts, Date, &Asked<'_>, &mut Trace) -> Result<Yen, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<LowFn>] = &[&law1::LAW1, &law2::LAW2];

/// The income to compare.
pub fn compared(asked: &Asked<'_>, facts: &LowFacts, on: Date, t: &mut Trace) -> Result<Yen, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, on, asked, t)
}

#[cfg(test)]
mod tests;
