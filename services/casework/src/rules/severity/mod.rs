//! 重症・人工呼吸器等の区分: which column of the cap table counts. 人工呼吸器等装着 comes first, then 重症: 高額治療継続 by the months of the cap sheet, or
//! 療養負担過重 by a listed state. What is known to be enough decides, whatever else is unknown.

mod burden_law1;
mod class_law1;
mod high_cost_law1;
mod ventilator_law1;

use events::vocabulary::{DiseaseId, LifeSupport, Severity, Yen};
use jiff::civil::Date;
use serde::Serialize;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule that joins the others.
pub const RULE: &str = "severity.class";
/// Name of the rule on 高額治療継続者.
pub const HIGH_COST_RULE: &str = "severity.high_cost";
/// Name of the rule on 療養負担過重患者.
pub const BURDEN_RULE: &str = "severity.burden";
/// Name of the rule on 人工呼吸器等装着者.
pub const VENTILATOR_RULE: &str = "severity.ventilator";

impl From<LifeSupport> for Val {
    fn from(device: LifeSupport) -> Self {
        Self::Text(device.label().to_owned())
    }
}

/// Total cost (10割) of one month on the cap sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthCost {
    /// First day of the month.
    pub month: Date,
    /// 医療費総額, yen.
    pub total_cost: Input<Yen>,
}

/// What the class is worked out from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeverityFacts {
    /// 装着している機器.
    pub device: Input<LifeSupport>,
    /// 一日中施行している.
    pub all_day: Input<bool>,
    /// 離脱の見込みがない.
    pub no_weaning: Input<bool>,
    /// 生活状況のすべての項目が部分介助または全介助.
    pub needs_help: Input<bool>,
    /// Months of the cap sheet; a month that is not listed is unknown.
    pub months: Input<Vec<MonthCost>>,
    /// First day of entitlement; months before it do not count and need not be known.
    pub entitled_from: Input<Date>,
    /// Keys of the master `severe_states` that the physician states; an empty list is an answer.
    pub states: Input<Vec<String>>,
    /// How long the states last, months.
    pub lasting_months: Input<i64>,
}

/// One of the rules that answer with yes or no.
pub type PartFn = fn(&SeverityFacts, &[DiseaseId], Date, &Asked<'_>, &mut Trace) -> Result<bool, Stop>;
/// The rule that joins the others: 人工呼吸器, 高額, 療養負担過重.
pub type ClassFn = fn(&[Result<bool, Stop>; 3], &mut Trace) -> Result<Severity, Stop>;
/// Versions of the rule on 高額治療継続者.
pub static HIGH_COST: &[&Version<PartFn>] = &[&high_cost_law1::LAW1];
/// Versions of the rule on 療養負担過重患者.
pub static BURDEN: &[&Version<PartFn>] = &[&burden_law1::LAW1];
/// Versions of the rule on 人工呼吸器等装着者.
pub static VENTILATOR: &[&Version<PartFn>] = &[&ventilator_law1::LAW1];
/// Versions of the rule that joins the others.
pub static VERSIONS: &[&Version<ClassFn>] = &[&class_law1::LAW1];

/// The class of severity for an application on a day.
pub fn class(
    asked: &Asked<'_>,
    facts: &SeverityFacts,
    diseases: &[DiseaseId],
    on: Date,
    t: &mut Trace,
) -> Result<Severity, Stop> {
    let mut parts = Trace::default();
    let mut ask = |rule, versions: &'static [&'static Version<PartFn>]| {
        let version = asked.pick(rule, versions)?;
        (version.run)(facts, diseases, on, asked, &mut parts)
    };
    let answers = [ask(VENTILATOR_RULE, VENTILATOR), ask(HIGH_COST_RULE, HIGH_COST), ask(BURDEN_RULE, BURDEN)];
    let class = asked.pick(RULE, VERSIONS).and_then(|version| (version.run)(&answers, t));
    // What is missing in a part that cannot change the class is not asked for.
    if class.is_ok() {
        t.append_settled(parts);
    } else {
        t.append(parts);
    }
    class
}

#[cfg(test)]
mod tests;
