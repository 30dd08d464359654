//! 三つの再判定: a decision is run again as it was taken, as everything is known now, or as it would be under a draft. Facts and rules of then and
//! of now, crossed, say whether a difference comes from the facts or from rules and masters. Nothing here changes a right: only a signed decision
//! does.

use super::determination::{Determination, determine};
use super::facts::Facts;
use super::masters::{Masters, MastersError};
use super::rule_set::RuleSet;
use super::trace::TraceStep;
use events::master::RowAdopted;

/// 決定時のまま: rules and masters that the decision names, with the facts of then. The result must be what was decided.
pub fn as_decided(facts_then: &Facts, masters: &Masters, decided: &Determination) -> Determination {
    determine(facts_then, masters, &decided.rule_set)
}

/// 今わかっている限りで: all rules and masters of now, with the facts as they are known now.
pub fn as_known_now(facts_now: &Facts, masters: &Masters) -> Determination {
    determine(facts_now, masters, &RuleSet::current(masters))
}

/// 仮に: the facts of the decision under draft rows of the masters, adopted after all others.
pub fn what_if(facts: &Facts, masters: &Masters, draft: &[RowAdopted]) -> Result<Determination, MastersError> {
    let masters = drafted(masters, draft)?;
    Ok(determine(facts, &masters, &RuleSet::current(&masters)))
}

/// The masters with draft rows, which stand for themselves and are adopted by nobody.
pub fn drafted(masters: &Masters, draft: &[RowAdopted]) -> Result<Masters, MastersError> {
    let mut with_draft = masters.clone();
    let position = masters.position().saturating_add(1);
    for row in draft {
        with_draft.adopt(position, row)?;
    }
    Ok(with_draft)
}

/// Where a difference comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Other facts are known now.
    Facts,
    /// Rules or masters are others now.
    Rules,
    /// Each alone makes a difference, or only both together do.
    Both,
}

/// A decision and what it would be now.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What makes it.
    pub cause: Cause,
    /// What would be decided now.
    pub now: Determination,
    /// The first line of the calculation that comes out differently, as decided and as now.
    pub first: Option<(TraceStep, TraceStep)>,
}

/// What differs between a decision and what would be decided now; none where the same comes out.
pub fn difference(decided: &Determination, facts_then: &Facts, facts_now: &Facts, masters: &Masters) -> Option<Difference> {
    let now = as_known_now(facts_now, masters);
    if now.same_conclusions(decided) {
        return None;
    }
    let by_facts = !determine(facts_now, masters, &decided.rule_set).same_conclusions(decided);
    let by_rules = !as_known_now(facts_then, masters).same_conclusions(decided);
    let cause = match (by_facts, by_rules) {
        (true, false) => Cause::Facts,
        (false, true) => Cause::Rules,
        (true, true) | (false, false) => Cause::Both,
    };
    let first = first_difference(&decided.trace, &now.trace);
    Some(Difference { cause, now, first })
}

/// The first steps of the same rule whose outcomes differ.
pub fn first_difference(then: &[TraceStep], now: &[TraceStep]) -> Option<(TraceStep, TraceStep)> {
    let mut rest = now.iter();
    for step in then {
        // Rules that are asked only today stand between those that are asked in both.
        let Some(same) = rest.clone().position(|other| other.rule == step.rule) else { continue };
        let other = rest.nth(same)?;
        if other.out != step.out {
            return Some((step.clone(), other.clone()));
        }
    }
    None
}

#[cfg(test)]
mod tests;
