//! 影響調査: all stored cases decided under two ways of deciding, and who comes out differently. A way is a rule set with its masters: an earlier
//! one and today's, or today's and a draft. One case that cannot be decided stops nobody; every case belongs to exactly one group, so the
//! groups add up to the whole.

use events::vocabulary::{Tier, Yen};

use super::determination::{Conclusion, conclude};
use super::facts::Facts;
use super::masters::Masters;
use super::rule_set::RuleSet;

/// A way of deciding.
#[derive(Clone, Debug)]
pub struct Way {
    masters: Masters,
    set: RuleSet,
}

impl Way {
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
        conclude(facts, &self.masters, &self.set)
    }

    /// Its rule set.
    pub const fn set(&self) -> &RuleSet {
        &self.set
    }
}

/// What a case comes to: tier and cap. A cap that is not decided is pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// 階層区分; 血友病等 may have none.
    pub tier: Option<Tier>,
    /// 自己負担上限月額.
    pub monthly_cap: Option<Yen>,
    /// Whether age and residence allow it.
    pub eligible: Option<bool>,
}

impl Side {
    fn of(conclusion: &Conclusion) -> Self {
        Self { tier: conclusion.tier, monthly_cap: conclusion.monthly_cap, eligible: conclusion.eligible }
    }

    const fn decided(self) -> bool {
        self.monthly_cap.is_some() && self.eligible.is_some()
    }
}

/// In which group a case falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The same comes out.
    Unchanged,
    /// 上限額 falls.
    Better,
    /// 上限額 rises.
    Worse,
    /// Another conclusion at the same cap.
    SameMoney,
    /// Cannot be decided on one side or the other: a fact is missing.
    Pending,
}

/// One affected case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected<Id> {
    /// Which.
    pub id: Id,
    /// The group.
    pub group: Group,
    /// Under the first way.
    pub old: Side,
    /// Under the second way.
    pub new: Side,
    /// What a month costs the family more (above zero) or less, yen; none where one side is pending.
    pub yen_a_month: Option<i64>,
}

/// Counts and money of a study; it is a sum of single cases, so parts that were studied apart can be added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Cases studied.
    pub cases: u64,
    /// [`Group::Unchanged`].
    pub unchanged: u64,
    /// [`Group::Better`].
    pub better: u64,
    /// [`Group::Worse`].
    pub worse: u64,
    /// [`Group::SameMoney`].
    pub same_money: u64,
    /// [`Group::Pending`].
    pub pending: u64,
    /// Sum of what a month costs families more or less, yen.
    pub yen_a_month: i64,
}

impl Totals {
    /// Adds one case.
    pub fn count<Id>(&mut self, affected: &Affected<Id>) {
        self.cases += 1;
        match affected.group {
            Group::Unchanged => self.unchanged += 1,
            Group::Better => self.better += 1,
            Group::Worse => self.worse += 1,
            Group::SameMoney => self.same_money += 1,
            Group::Pending => self.pending += 1,
        }
        self.yen_a_month = self.yen_a_month.saturating_add(affected.yen_a_month.unwrap_or(0));
    }
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.cases += other.cases;
        self.unchanged += other.unchanged;
        self.better += other.better;
        self.worse += other.worse;
        self.same_money += other.same_money;
        self.pending += other.pending;
        self.yen_a_month = self.yen_a_month.saturating_add(other.yen_a_month);
    }
}

/// Decides one case both ways.
pub fn compare<Id>(id: Id, facts: &Facts, old: &Way, new: &Way) -> Affected<Id> {
    let (was, is) = (old.decide(facts), new.decide(facts));
    let same = was == is;
    let (old, new) = (Side::of(&was), Side::of(&is));
    let yen_a_month = match (old.monthly_cap, new.monthly_cap) {
        (Some(old), Some(new)) => Some(new.amount() - old.amount()),
        _ => None,
    };
    let group = match yen_a_month {
        _ if !old.decided() || !new.decided() => Group::Pending,
        Some(more) if more > 0 => Group::Worse,
        Some(less) if less < 0 => Group::Better,
        _ if same => Group::Unchanged,
        _ => Group::SameMoney,
    };
    Affected { id, group, old, new, yen_a_month }
}

/// Decides all cases both ways, one after the other, and tells each that does not stay as it is. It stops where `told` says so; the caller
/// shows progress by it and may run several studies at once over parts of the cases.
pub fn study<Id>(
    cases: impl Iterator<Item = (Id, Facts)>,
    old: &Way,
    new: &Way,
    mut told: impl FnMut(&Totals, Option<Affected<Id>>) -> Go,
) -> Totals {
    let mut totals = Totals::default();
    for (id, facts) in cases {
        let compared = compare(id, &facts, old, new);
        totals.count(&compared);
        let affected = (compared.group != Group::Unchanged).then_some(compared);
        if told(&totals, affected) == Go::Stop {
            break;
        }
    }
    totals
}

/// Whether a study goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// With the next case.
    On,
    /// What was studied so far is kept.
    Stop,
}

#[cfg(test)]
mod tests;
