//! Versions of a rule: which one counts is found by dates, never by order of writing alone.

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use super::trace::Meta;

/// The dates by which a version is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日, or the date asked about.
    pub applied: Date,
}

/// One legal version of a rule.
#[derive(Debug)]
pub struct Version<F> {
    /// Its name, source and sentence.
    pub meta: Meta,
    /// The dates it counts for.
    pub applies: fn(&Dates) -> bool,
    /// First day it can count for, for the list of rules.
    pub from: Date,
    /// The rule itself.
    pub run: F,
}

/// The version that counts among the first `known` of the list: the later law wins, then the later correction.
pub fn pick<F>(all: &'static [&'static Version<F>], known: usize, dates: &Dates) -> Option<&'static Version<F>> {
    all.iter()
        .take(known)
        .copied()
        .filter(|version| (version.applies)(dates))
        .max_by_key(|version| (version.meta.law, version.meta.rev))
}

/// A version without its function, for lists and for the name of a rule set.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Its name and source.
    pub meta: &'static Meta,
    /// First day it can count for.
    pub from: Date,
    /// The dates it counts for.
    pub applies: fn(&Dates) -> bool,
}

/// A list of versions without their functions.
pub fn listed<F>(all: &'static [&'static Version<F>]) -> Vec<Listed> {
    all.iter().map(|version| Listed { meta: &version.meta, from: version.from, applies: version.applies }).collect()
}
