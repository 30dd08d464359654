//! The naive model: what the law comes to for these families, written from the law and not from the program. It stands on nothing of `casework`;
//! its dates are (year, month, day) and its entitlement is a table with a line for every day.

use std::collections::BTreeMap;

/// Year, month, day.
pub type Day = (i32, u32, u32);

const fn leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + leap(year) as u32,
        _ => 31,
    }
}

pub const fn next((year, month, day): Day) -> Day {
    match (month, day) {
        (12, 31) => (year + 1, 1, 1),
        _ if day == length(year, month) => (year, month + 1, 1),
        _ => (year, month, day + 1),
    }
}

pub const fn before((year, month, day): Day) -> Day {
    match (month, day) {
        (1, 1) => (year - 1, 12, 31),
        (_, 1) => (year, month - 1, length(year, month - 1)),
        _ => (year, month, day - 1),
    }
}

/// So many months back: the same day, or the last of a shorter month.
fn months_back(day: Day, months: u32) -> Day {
    let (mut year, mut month) = (day.0, day.1);
    for _ in 0..months {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    (year, month, day.2.min(length(year, month)))
}

/// The day before a birthday; who is born on 29 February has it on 1 March in common years.
pub fn eve(birth: Day, years: i32) -> Day {
    let year = birth.0 + years;
    before(if birth.1 == 2 && birth.2 == 29 && !leap(year) { (year, 3, 1) } else { (year, birth.1, birth.2) })
}

/// The first 30 September after a day.
fn september_after(day: Day) -> Day {
    if day < (day.0, 9, 30) { (day.0, 9, 30) } else { (day.0 + 1, 9, 30) }
}

/// New and moving in: until June this season, from July to September the next one.
fn season(applied: Day) -> Day {
    let first = september_after(before(applied));
    if (7..=9).contains(&applied.1) { september_after(first) } else { first }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    New,
    Renewal,
    Change,
    TransferIn,
}

/// What is known of the patient's own tax.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Own {
    Unknown,
    NotTaxed,
    Levy(i64),
}

/// What a form says that money hangs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Money {
    pub assistance: bool,
    /// The father's levy; none where he is not taxed.
    pub father: Option<i64>,
    /// The patient's own.
    pub own: Own,
    /// 0 general, 1 severe, 2 ventilator.
    pub severity: usize,
    /// Income of the applicant.
    pub income: i64,
    /// The patient is the applicant.
    pub oneself: bool,
}

/// An application as received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Application {
    pub kind: Kind,
    pub applied: Day,
    pub birth: Day,
    pub diagnosed: Day,
    pub late_reason: bool,
    /// The earlier award as it stood, or the one elsewhere.
    pub previous: Option<(Day, Day)>,
    pub money: Money,
}

/// Where this model is made wrong on purpose, to see that a difference is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    None,
    /// 71,000 yen taken for tier IV.
    Bound,
    /// A renewal that ends a day early.
    Day,
}

/// First day, last day and cap; none where nothing can be granted.
pub fn terms(form: &Application, fault: Fault) -> Option<(Day, Day, i64)> {
    let Application { kind, applied, birth, .. } = *form;
    let of_age = applied <= eve(birth, if kind == Kind::New { 18 } else { 20 });
    if !of_age {
        return None;
    }
    let start = match kind {
        Kind::New => {
            let back = months_back(applied, if form.late_reason { 3 } else { 1 });
            let start = form.diagnosed.max(back).max((2023, 10, 1));
            form.previous.map_or(start, |(_, end)| start.max(next(end)))
        }
        Kind::Renewal => next(form.previous?.1),
        Kind::Change if applied.2 == 1 => applied,
        Kind::Change => next((applied.0, applied.1, length(applied.0, applied.1))),
        Kind::TransferIn => applied,
    };
    let end = match kind {
        Kind::New | Kind::TransferIn => season(applied),
        Kind::Renewal => september_after(start),
        Kind::Change => form.previous?.1,
    };
    let end = end.min(eve(birth, 20));
    if end < start {
        return None;
    }
    let basis = if kind == Kind::Renewal { start } else { applied };
    let end = if fault == Fault::Day && kind == Kind::Renewal { before(end) } else { end };
    Some((start, end, cap(&form.money, basis, basis > eve(birth, 18), fault)?))
}

fn cap(money: &Money, basis: Day, adult: bool, fault: Fault) -> Option<i64> {
    let row = if money.assistance {
        [0, 0, 0]
    } else {
        let levy = match money.own {
            _ if !adult => money.father,
            Own::Unknown => return None,
            Own::NotTaxed => None,
            Own::Levy(levy) => Some(levy),
        };
        let bound = if fault == Fault::Bound { 71_001 } else { 71_000 };
        match levy {
            Some(levy) if levy >= 251_000 => [15_000, 10_000, 500],
            Some(levy) if levy >= bound => [10_000, 5_000, 500],
            Some(_) => [5_000, 2_500, 500],
            None if adult && !money.oneself => return None,
            None => {
                let threshold = match basis {
                    day if day < (2025, 7, 1) => 800_000,
                    day if day < (2026, 7, 1) => 809_000,
                    _ => 826_500,
                };
                if money.income <= threshold { [1_250, 1_250, 500] } else { [2_500, 2_500, 500] }
            }
        }
    };
    Some(row[money.severity])
}

/// One award of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Award {
    pub from: Day,
    pub to: Day,
    /// The award that took its place.
    pub replaced_by: Option<usize>,
    /// A renewal follows it.
    pub followed: bool,
}

/// A child: every day with its cap.
#[derive(Clone, Debug, Default)]
pub struct Child {
    pub awards: Vec<Award>,
    pub days: BTreeMap<Day, i64>,
}

impl Child {
    /// The award that counts last and stands.
    pub fn newest(&self) -> Option<usize> {
        (0..self.awards.len()).filter(|at| self.awards[*at].replaced_by.is_none()).max_by_key(|at| self.awards[*at].to)
    }

    /// Grants if the days are free and what it starts from is as it was seen; tells whether it did.
    pub fn grant(&mut self, form: &Application, starting: Option<usize>, granted: (Day, Day, i64)) -> bool {
        let (from, to, cap) = granted;
        let change = form.kind == Kind::Change;
        let Some(mut at) = starting else {
            return self.awards.is_empty() && self.put(from, to, cap, false);
        };
        while let (false, Some(later)) = (change, self.awards[at].replaced_by) {
            at = later;
        }
        let seen = form.previous.unwrap();
        let now = self.awards[at];
        if change {
            let untouched = (now.from, now.to) == seen && now.replaced_by.is_none() && from > now.from && from <= now.to;
            if !untouched {
                return false;
            }
            (self.awards[at].to, self.awards[at].replaced_by) = (before(from), Some(self.awards.len()));
            // What follows the one follows the other.
            return self.put(from, to, cap, now.followed);
        }
        let free = now.to == seen.1 && !now.followed && from > now.to;
        if !free {
            return false;
        }
        self.awards[at].followed = true;
        self.put(from, to, cap, false)
    }

    fn put(&mut self, from: Day, to: Day, cap: i64, followed: bool) -> bool {
        self.awards.push(Award { from, to, replaced_by: None, followed });
        let mut day = from;
        while day <= to {
            self.days.insert(day, cap);
            day = next(day);
        }
        true
    }
}
