//! 管轄事務所: the office responsible for the municipality. The office that receives may be another.

mod law1;

use events::vocabulary::{MunicipalityCode, OfficeCode};
use jiff::civil::Date;

use super::RuleSet;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "office.jurisdiction";
/// The rule.
pub type JurisdictionFn = fn(&Input<MunicipalityCode>, Date, &Masters, &mut Trace) -> Result<OfficeCode, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<JurisdictionFn>] = &[&law1::LAW1];

/// The responsible office.
pub fn office(
    set: &RuleSet,
    dates: &Dates,
    municipality: &Input<MunicipalityCode>,
    masters: &Masters,
    t: &mut Trace,
) -> Result<OfficeCode, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(municipality, dates.applied, masters, t)
}

#[cfg(test)]
mod tests;
