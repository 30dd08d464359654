//! 手で改めた値: a start, an end or a tier that somebody set otherwise than the rules propose, with ground, reason and paper. It is one of the
//! facts of the case, so a decision is run again with it. It counts only while the proposal is the one that was overridden, and never beyond
//! the days that the law itself names; the cap follows from the tier by the table and cannot be typed.

mod law1;
mod proposal;
#[cfg(test)]
mod tests;

use events::vocabulary::{OverriddenItem, OverriddenValue, OverrideGround, Tier};
use jiff::civil::Date;
use serde::Serialize;

pub use proposal::{Bounds, Proposal, proposal};

use super::asked::Asked;
use super::determination::Determination;
use super::facts::Facts;
use super::input::Stop;
use super::trace::Trace;
use super::version::Version;

/// Name of the step for the start.
pub const START_RULE: &str = "validity.start_by_hand";
/// Name of the step for the end.
pub const END_RULE: &str = "validity.end_by_hand";
/// Name of the step for the tier.
pub const TIER_RULE: &str = "income.tier_by_hand";

/// A value that counts instead of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByHand<T> {
    /// What the rules proposed when it was set.
    pub proposed: T,
    /// What counts instead.
    pub chosen: T,
    /// 理由の区分.
    pub ground: OverrideGround,
}

/// Everything that was set by hand in one application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Overrides {
    /// 開始日.
    pub start: Option<ByHand<Date>>,
    /// 終了日.
    pub end: Option<ByHand<Date>>,
    /// 階層区分.
    pub tier: Option<ByHand<Tier>>,
}

impl Overrides {
    /// With one more; a pair of values of different items is none.
    #[must_use]
    pub const fn with(mut self, proposed: OverriddenValue, chosen: OverriddenValue, ground: OverrideGround) -> Self {
        match (proposed, chosen) {
            (OverriddenValue::Start(proposed), OverriddenValue::Start(chosen)) => {
                self.start = Some(ByHand { proposed, chosen, ground });
            }
            (OverriddenValue::End(proposed), OverriddenValue::End(chosen)) => {
                self.end = Some(ByHand { proposed, chosen, ground });
            }
            (OverriddenValue::Tier(proposed), OverriddenValue::Tier(chosen)) => {
                self.tier = Some(ByHand { proposed, chosen, ground });
            }
            _ => {}
        }
        self
    }

    /// Without one of them.
    #[must_use]
    pub const fn without(mut self, item: OverriddenItem) -> Self {
        match item {
            OverriddenItem::Start => self.start = None,
            OverriddenItem::End => self.end = None,
            OverriddenItem::Tier => self.tier = None,
        }
        self
    }
}

/// What the bounds of a value hang on.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// How rules are asked.
    pub asked: Asked<'a>,
    /// The application.
    pub facts: &'a Facts,
    /// 開始日, as it counts; asked for the end only.
    pub start: &'a Result<Date, Stop>,
}

/// A step that puts a day in the place of a proposal.
pub type DayFn = fn(&ByHand<Date>, &Result<Date, Stop>, &Limits<'_>, &mut Trace) -> Result<Date, Stop>;
/// The step that puts a tier in the place of a proposal.
pub type TierFn = fn(ByHand<Tier>, &Result<Tier, Stop>, &mut Trace) -> Result<Tier, Stop>;
/// Versions of the step for the start.
pub static START: &[&Version<DayFn>] = &[&law1::START];
/// Versions of the step for the end.
pub static END: &[&Version<DayFn>] = &[&law1::END];
/// Versions of the step for the tier.
pub static TIER: &[&Version<TierFn>] = &[&law1::TIER];

/// 開始日 as it counts. Where what was set by hand does not count, the calculation goes on with the proposal and says so.
pub fn start(limits: &Limits<'_>, proposed: Result<Date, Stop>, t: &mut Trace) -> Result<Date, Stop> {
    match limits.facts.overrides.start.filter(|_| limits.asked.set.knows(START_RULE)) {
        Some(by_hand) => (limits.asked.pick(START_RULE, START)?.run)(&by_hand, &proposed, limits, t).or(proposed),
        None => proposed,
    }
}

/// 終了日 as it counts.
pub fn end(limits: &Limits<'_>, proposed: Result<Date, Stop>, t: &mut Trace) -> Result<Date, Stop> {
    match limits.facts.overrides.end.filter(|_| limits.asked.set.knows(END_RULE)) {
        Some(by_hand) => (limits.asked.pick(END_RULE, END)?.run)(&by_hand, &proposed, limits, t).or(proposed),
        None => proposed,
    }
}

/// 階層区分 as it counts.
pub fn tier(asked: &Asked<'_>, facts: &Facts, proposed: Result<Tier, Stop>, t: &mut Trace) -> Result<Tier, Stop> {
    match facts.overrides.tier.filter(|_| asked.set.knows(TIER_RULE)) {
        Some(by_hand) => (asked.pick(TIER_RULE, TIER)?.run)(by_hand, &proposed, t).or(proposed),
        None => proposed,
    }
}

/// Name of the fact that an item set by hand is.
const fn field(item: OverriddenItem) -> &'static str {
    match item {
        OverriddenItem::Start => "by_hand.start",
        OverriddenItem::End => "by_hand.end",
        OverriddenItem::Tier => "by_hand.tier",
    }
}

/// What was set by hand and does not count: the proposal is another now, or the value lies beyond the law.
pub fn lapsed(found: &Determination) -> Vec<OverriddenItem> {
    let lapsed = |item: &OverriddenItem| found.conflicts.iter().any(|conflict| conflict.field == field(*item));
    OverriddenItem::ALL.iter().copied().filter(lapsed).collect()
}

/// The lines of a calculation that say what was set by hand.
pub fn is_by_hand(rule: &str) -> bool {
    [START_RULE, END_RULE, TIER_RULE].contains(&rule)
}
