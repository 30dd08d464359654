//! 課税年度: which year's municipal tax counts. The year turns on 1 July, not in April.

mod law1;

use events::vocabulary::FiscalYear;
use jiff::civil::Date;

use super::RuleSet;
use super::input::Stop;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "income.tax_year";
/// The rule: the day that decides, to the fiscal year of the municipal tax.
pub type TaxYearFn = fn(&Result<Date, Stop>, &mut Trace) -> Result<FiscalYear, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<TaxYearFn>] = &[&law1::LAW1];

/// The fiscal year of the municipal tax.
pub fn tax_year(set: &RuleSet, dates: &Dates, day: &Result<Date, Stop>, t: &mut Trace) -> Result<FiscalYear, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(day, t)
}

#[cfg(test)]
mod tests;
