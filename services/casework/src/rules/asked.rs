//! 問い方: under which rule set, for which dates and with which masters a rule is asked. Rules that ask other rules hand it on.

use jiff::civil::Date;

use super::input::Stop;
use super::masters::Masters;
use super::rule_set::RuleSet;
use super::trace::Trace;
use super::version::{Dates, Version};

/// How a rule is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Versions that may be used.
    pub set: &'a RuleSet,
    /// Dates by which a version is chosen.
    pub dates: Dates,
    /// Masters that may be read.
    pub masters: &'a Masters,
}

impl Asked<'_> {
    /// The version that counts, or what is missing.
    pub fn pick<F>(&self, rule: &str, all: &'static [&'static Version<F>]) -> Result<&'static Version<F>, Stop> {
        self.set.pick(rule, all, &self.dates).ok_or_else(|| Stop::Missing(format!("rules.{rule}")))
    }

    /// A number of the master `program` on a day, recorded in the trace under `name`.
    pub fn program(&self, t: &mut Trace, name: &'static str, key: &str, on: Date) -> Result<i64, Stop> {
        t.param(name, ("program", key), self.masters.program.at(key, on), |row| row.value)
    }
}
