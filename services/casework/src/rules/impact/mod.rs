//! 影響調査: all stored cases decided under two ways of deciding, and who comes out differently. A way is a rule set with its masters: an earlier
//! one and today's, or today's and a draft. One case that cannot be decided stops nobody; every case belongs to exactly one group, so the
//! groups add up to the whole.

mod draft;
mod way;

pub use draft::{Change, NoSuchNumber, Number, TABLES, numbers, rows_with};
pub use events::impact::{Group, Totals};
pub use way::{Way, WayError};

use std::collections::BTreeSet;

use events::vocabulary::{Tier, Yen};

use super::determination::Conclusion;
use super::facts::Facts;
use super::trace::{MasterRef, Trace};

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

/// Decides one case both ways. Its facts may differ, for diseases and months are read from the masters of each way.
pub fn compare<Id>(id: Id, (then, now): (&Facts, &Facts), old: &Way, new: &Way) -> Affected<Id> {
    let ((was, before), (is, after)) = (old.decide_traced(then), new.decide_traced(now));
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
        _ if same && another_row(&before, &after) => Group::SameResult,
        _ if same => Group::Unchanged,
        _ => Group::SameMoney,
    };
    Affected { id, group, old, new, yen_a_month }
}

/// Whether something that both ways read stands in another row under the second one.
fn another_row(before: &Trace, after: &Trace) -> bool {
    let (was, is) = (before.rows(), after.rows());
    let read = |side: &BTreeSet<&MasterRef>, row: &MasterRef| side.iter().any(|one| one.table == row.table && one.key == row.key);
    was.symmetric_difference(&is).any(|row| read(&was, row) && read(&is, row))
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
        let compared = compare(id, (&facts, &facts), old, new);
        totals.count(compared.group, compared.yen_a_month);
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
