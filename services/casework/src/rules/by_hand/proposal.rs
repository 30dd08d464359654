//! What the rules propose for one item, by which version of which rule, and between which days another value may lie.

use events::vocabulary::{OverriddenItem, OverriddenValue};
use jiff::civil::Date;

use super::Limits;
use crate::rules::determination::{Determination, determine};
use crate::rules::facts::Facts;
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::{Trace, TraceStep};
use crate::rules::version::Dates;
use crate::rules::{Asked, end_date, hardship, start_date, tier};

/// Between which days a value may lie; a tier has no days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Never before.
    pub earliest: Option<Date>,
    /// Never after.
    pub latest: Option<Date>,
}

impl Bounds {
    /// Whether a day lies within.
    pub fn hold(&self, day: Date) -> bool {
        self.earliest.is_none_or(|earliest| earliest <= day) && self.latest.is_none_or(|latest| day <= latest)
    }
}

/// What is proposed for an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The value.
    pub value: OverriddenValue,
    /// The rule that says so last.
    pub rule: String,
    /// Its legal version.
    pub law: u16,
    /// Our correction within it.
    pub rev: u8,
    /// 規則集.
    pub rule_set: String,
    /// Between which days another value may lie.
    pub bounds: Bounds,
}

/// What the rules propose for an item, without what was set by hand for it; none where they do not come to a value.
pub fn proposal(item: OverriddenItem, facts: &Facts, masters: &Masters, set: &RuleSet) -> Option<Proposal> {
    let facts = Facts { overrides: facts.overrides.without(item), ..facts.clone() };
    let found = determine(&facts, masters, set);
    let value = match item {
        OverriddenItem::Start => OverriddenValue::Start(found.start?),
        OverriddenItem::End => OverriddenValue::End(found.end?),
        OverriddenItem::Tier => OverriddenValue::Tier(found.tier?),
    };
    let step = last_word(item, &found)?;
    let asked = Asked { set, dates: Dates { kind: facts.kind, applied: facts.application_date }, masters };
    let start = found.start.ok_or_else(|| Stop::Missing("start".to_owned()));
    let limits = Limits { asked, facts: &facts, start: &start };
    let bounds = bounds(item, &limits, &mut Trace::default()).ok()?;
    let (rule, law, rev) = (step.rule.clone(), step.law, step.rev);
    Some(Proposal { value, rule, law, rev, rule_set: found.rule_set.id, bounds })
}

/// The step that says the value last.
fn last_word(item: OverriddenItem, found: &Determination) -> Option<&TraceStep> {
    let rules: &[&str] = match item {
        OverriddenItem::Start => &[
            start_date::RULE,
            start_date::RENEWAL_RULE,
            start_date::CHANGE_RULE,
            start_date::TRANSFER_RULE,
            start_date::EARLIEST_RULE,
            start_date::AFTER_RULE,
        ],
        OverriddenItem::End => &[end_date::RULE],
        OverriddenItem::Tier => &[tier::RULE, hardship::RULE],
    };
    found.trace.iter().rev().find(|step| rules.contains(&step.rule.as_str()))
}

/// Between which days a value of an item may lie.
pub(super) fn bounds(item: OverriddenItem, limits: &Limits<'_>, t: &mut Trace) -> Result<Bounds, Stop> {
    let facts = limits.facts;
    match item {
        OverriddenItem::Start => {
            let reach = start_date::reach(facts.kind, facts.application_date, &facts.previous)?;
            let earliest = facts.birth_date.known().map_or(reach, |birth| reach.max(*birth));
            Ok(Bounds { earliest: Some(t.note("bound_earliest", earliest)), latest: None })
        }
        OverriddenItem::End => {
            let earliest = t.take("start", start_date::RULE, limits.start)?;
            let latest = end_date::reach(&limits.asked, facts, t)?;
            Ok(Bounds { earliest: Some(earliest), latest: Some(t.note("bound_latest", latest)) })
        }
        OverriddenItem::Tier => Ok(Bounds::default()),
    }
}
