//! What in the access log deserves a look (気づき): accesses out of hours, many persons in a short time, searching without opening, persons
//! of other offices, persons of one's own family name, refused sign-ins. Pure: hours, thresholds and names are arguments. A signal is a
//! question and no accusation.

use std::collections::{BTreeMap, BTreeSet};

use events::access_review::Why;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use uuid::Uuid;

use super::Access;

/// Most positions that a signal names.
const NAMED: usize = 50;
/// A page with more persons than this is a list, in which nobody is looked at on purpose.
const LIST_FROM: usize = 4;

/// From when on something is a signal; from the masters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thresholds {
    /// First minute of the office day.
    pub opens: i16,
    /// First minute after the office day.
    pub closes: i16,
    /// More persons than this are many …
    pub persons: usize,
    /// … within this many minutes.
    pub minutes: i64,
    /// Searches of a day after which nothing was opened.
    pub searches: usize,
    /// Refused sign-ins of a day.
    pub refusals: usize,
}

/// Something that deserves a look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signal {
    /// Why.
    pub why: Why,
    /// The day it began.
    pub day: Date,
    /// The first positions, at most fifty.
    pub positions: Vec<i64>,
    /// How many accesses.
    pub accesses: usize,
    /// How many persons.
    pub persons: usize,
}

/// What is known beside the log.
pub struct Known<'a> {
    /// The thresholds.
    pub thresholds: Thresholds,
    /// Whether the office is open on a day.
    pub open_on: &'a dyn Fn(Date) -> bool,
    /// Persons of whom the member of staff has no case.
    pub foreign: &'a BTreeSet<Uuid>,
    /// Persons of the same family name.
    pub namesakes: &'a BTreeSet<Uuid>,
}

/// A moment as the clocks of Japan show it.
pub fn local(access: &Access) -> DateTime {
    access.at.to_zoned(TimeZone::fixed(Offset::constant(9))).datetime()
}

/// Whether somebody was looked at on purpose: few on the page.
pub fn is_close_look(access: &Access) -> bool {
    !access.subjects.is_empty() && access.subjects.len() < LIST_FROM
}

/// Whether a moment lies outside of the office day.
pub fn out_of_hours(at: DateTime, thresholds: Thresholds, open_on: &dyn Fn(Date) -> bool) -> bool {
    let minute = i16::from(at.hour()) * 60 + i16::from(at.minute());
    !open_on(at.date()) || minute < thresholds.opens || minute >= thresholds.closes
}

fn signal<'a>(why: Why, accesses: impl IntoIterator<Item = &'a Access>) -> Option<Signal> {
    let accesses: Vec<&Access> = accesses.into_iter().collect();
    let persons: BTreeSet<Uuid> = accesses.iter().flat_map(|access| access.subjects.iter().copied()).collect();
    Some(Signal {
        why,
        day: local(accesses.first()?).date(),
        positions: accesses.iter().take(NAMED).map(|access| access.position).collect(),
        accesses: accesses.len(),
        persons: persons.len(),
    })
}

fn by_day<'a>(accesses: impl IntoIterator<Item = &'a Access>) -> BTreeMap<Date, Vec<&'a Access>> {
    let mut days: BTreeMap<Date, Vec<&Access>> = BTreeMap::new();
    for access in accesses {
        days.entry(local(access).date()).or_default().push(access);
    }
    days
}

/// The longest stretch of a day in which more persons were shown than `persons` within `minutes`.
fn crowd<'a>(day: &[&'a Access], thresholds: Thresholds) -> Vec<&'a Access> {
    let mut begin = 0;
    let mut crowd: BTreeSet<usize> = BTreeSet::new();
    let mut shown: BTreeMap<Uuid, usize> = BTreeMap::new();
    for (end, access) in day.iter().enumerate() {
        for subject in &access.subjects {
            *shown.entry(*subject).or_default() += 1;
        }
        while (access.at - day[begin].at).total(jiff::Unit::Second).unwrap_or(0.0) > 60.0 * as_f64(thresholds.minutes) {
            for subject in &day[begin].subjects {
                if let Some(count) = shown.get_mut(subject) {
                    *count -= 1;
                    if *count == 0 {
                        shown.remove(subject);
                    }
                }
            }
            begin += 1;
        }
        if shown.len() > thresholds.persons {
            crowd.extend(begin..=end);
        }
    }
    crowd.into_iter().map(|index| day[index]).collect()
}

fn as_f64(minutes: i64) -> f64 {
    i32::try_from(minutes).map_or(f64::MAX, f64::from)
}

/// Searches after which nobody was opened within ten minutes.
fn idle_searches<'a>(day: &[&'a Access]) -> Vec<&'a Access> {
    let opened_after = |index: usize, search: &Access| {
        day[index + 1..]
            .iter()
            .take_while(|later| later.at.as_second() - search.at.as_second() <= 600)
            .any(|later| later.screen != "ledger_search" && is_close_look(later))
    };
    day.iter()
        .enumerate()
        .filter(|(index, access)| access.screen == "ledger_search" && !opened_after(*index, access))
        .map(|(_, access)| *access)
        .collect()
}

/// Every signal in the accesses of one member of staff, given in their order.
pub fn signals(accesses: &[Access], known: &Known<'_>) -> Vec<Signal> {
    let thresholds = known.thresholds;
    let mut found: Vec<Signal> = Vec::new();
    for (_, day) in by_day(accesses.iter().filter(|access| !access.subjects.is_empty())) {
        let late = day.iter().copied().filter(|access| out_of_hours(local(access), thresholds, known.open_on));
        found.extend(signal(Why::OutOfHours, late));
        found.extend(signal(Why::ManyPersons, crowd(&day, thresholds)));
        let idle = idle_searches(&day);
        if idle.len() >= thresholds.searches {
            found.extend(signal(Why::SearchOnly, idle));
        }
    }
    for (_, day) in by_day(accesses.iter().filter(|access| access.event_type == "viewing.sign_in_refused")) {
        if day.len() >= thresholds.refusals {
            found.extend(signal(Why::RefusedSignIns, day));
        }
    }
    let looks = |of: &BTreeSet<Uuid>| {
        accesses
            .iter()
            .filter(|access| is_close_look(access) && access.subjects.iter().any(|subject| of.contains(subject)))
            .collect::<Vec<_>>()
    };
    found.extend(signal(Why::OtherOffice, looks(known.foreign)));
    found.extend(signal(Why::SameFamilyName, looks(known.namesakes)));
    found.sort_by_key(|signal| (signal.day, signal.why));
    found
}
