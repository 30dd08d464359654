//! Counts and money of a study.

use serde::{Deserialize, Serialize};

use super::Group;

/// Sums of single awards, so parts that were studied apart can be added. The groups add up to all awards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Awards studied.
    pub cases: u64,
    /// [`Group::Unchanged`].
    pub unchanged: u64,
    /// [`Group::Better`].
    pub better: u64,
    /// [`Group::Worse`].
    pub worse: u64,
    /// [`Group::SameMoney`].
    pub same_money: u64,
    /// [`Group::SameResult`]; studies that ended before it was told apart counted it as unchanged.
    #[serde(default, skip_serializing_if = "nobody")]
    pub same_result: u64,
    /// [`Group::Pending`].
    pub pending: u64,
    /// Sum of what a month costs families more or less, yen.
    pub yen_a_month: i64,
}

/// Totals in which nobody falls in a group that came later are written as they always were.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn nobody(count: &u64) -> bool {
    *count == 0
}

impl Totals {
    /// Adds one award, with what a month of it costs the family more or less, yen.
    pub fn count(&mut self, group: Group, yen_a_month: Option<i64>) {
        self.cases += 1;
        match group {
            Group::Unchanged => self.unchanged += 1,
            Group::Better => self.better += 1,
            Group::Worse => self.worse += 1,
            Group::SameMoney => self.same_money += 1,
            Group::SameResult => self.same_result += 1,
            Group::Pending => self.pending += 1,
        }
        self.yen_a_month = self.yen_a_month.saturating_add(yen_a_month.unwrap_or(0));
    }

    /// How many fell in a group.
    pub const fn of(&self, group: Group) -> u64 {
        match group {
            Group::Unchanged => self.unchanged,
            Group::Better => self.better,
            Group::Worse => self.worse,
            Group::SameMoney => self.same_money,
            Group::SameResult => self.same_result,
            Group::Pending => self.pending,
        }
    }

    /// Awards that do not stay as they are.
    pub const fn affected(&self) -> u64 {
        self.cases - self.unchanged
    }
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.cases += other.cases;
        self.unchanged += other.unchanged;
        self.better += other.better;
        self.worse += other.worse;
        self.same_money += other.same_money;
        self.same_result += other.same_result;
        self.pending += other.pending;
        self.yen_a_month = self.yen_a_month.saturating_add(other.yen_a_month);
    }
}
