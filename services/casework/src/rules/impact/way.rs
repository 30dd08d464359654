//! A way of deciding: a rule set with its masters. An earlier one and today's, two versions of a rule, or today's and a draft.

use events::impact;

use crate::rules::determination::{Conclusion, conclude};
use crate::rules::facts::Facts;
use crate::rules::masters::{Masters, MastersError};
use crate::rules::rerun::drafted;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;

/// A way of deciding.
#[derive(Clone, Debug)]
pub struct Way {
    masters: Masters,
    set: RuleSet,
}

/// Why nobody can decide that way.
#[derive(Debug, thiserror::Error)]
pub enum WayError {
    /// No rule of that name.
    #[error("規則「{0}」はありません。規則の名前を確かめてください。")]
    UnknownRule(String),
    /// It has not so many versions.
    #[error("規則「{rule}」の版は1から{versions}までです。")]
    UnknownVersion {
        /// The rule.
        rule: String,
        /// How many there are.
        versions: usize,
    },
    /// A draft that the rules cannot read.
    #[error(transparent)]
    Draft(#[from] MastersError),
}

impl Way {
    /// As a study was asked for it, with the masters of the installation.
    ///
    /// # Errors
    /// [`WayError`].
    pub fn of(asked: &impact::Way, masters: &Masters) -> Result<Self, WayError> {
        let masters = drafted(&masters.known_up_to(asked.masters_position), &asked.drafts)?;
        let mut set = RuleSet::current(&masters);
        for (rule, wanted) in &asked.rules {
            let known = set.known.get_mut(rule).ok_or_else(|| WayError::UnknownRule(rule.clone()))?;
            match usize::try_from(*wanted) {
                Ok(wanted) if (1..=*known).contains(&wanted) => *known = wanted,
                _ => return Err(WayError::UnknownVersion { rule: rule.clone(), versions: *known }),
            }
        }
        Ok(Self { masters, set })
    }

    /// Under a rule set; rows that were adopted after its position are cut off once, not for every case.
    pub fn under(set: RuleSet, masters: &Masters) -> Self {
        Self { masters: masters.known_up_to(set.masters_position), set }
    }

    /// Under everything this build knows, with the masters given.
    pub fn current(masters: &Masters) -> Self {
        Self { set: RuleSet::current(masters), masters: masters.clone() }
    }

    /// What would be decided about a case.
    pub fn decide(&self, facts: &Facts) -> Conclusion {
        self.decide_traced(facts).0
    }

    /// The same, with the trace of what was read.
    pub(super) fn decide_traced(&self, facts: &Facts) -> (Conclusion, Trace) {
        conclude(facts, &self.masters, &self.set)
    }

    /// Its rule set.
    pub const fn set(&self) -> &RuleSet {
        &self.set
    }

    /// Its masters, by which diseases and months become facts.
    pub const fn masters(&self) -> &Masters {
        &self.masters
    }
}
