//! How well one person fits a question: term by term, and of a text by the best of its readings.

use super::entries::{Entry, Name};
use super::query::{Query, Reading, Term, Text, Value, Word};
use super::reach::{Reach, rank_phone};
use super::{Rank, Scope, Subject};

/// How well somebody fits: exact before the rest; of two alike the one as it was typed before a variant of it, and the person before the one
/// whose guardian it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    pub(super) rank: Rank,
    folded: bool,
    by_guardian: bool,
}

impl Fit {
    const EXACT: Self = Self::own(Rank::Exact);

    const fn own(rank: Rank) -> Self {
        Self { rank, folded: false, by_guardian: false }
    }

    /// Two things that must both fit: no better than the worse.
    fn and(self, other: Self) -> Self {
        Self {
            rank: self.rank.max(other.rank),
            folded: self.folded || other.folded,
            by_guardian: self.by_guardian || other.by_guardian,
        }
    }
}

/// How well a person fits all terms. Where the family is protected, where it lives and is called fits nothing.
pub(super) fn fits<'a>(entry: &'a Entry, protected: bool, query: &Query, scope: Scope) -> Option<(Fit, &'a Entry)> {
    match (scope, entry.subject) {
        (Scope::Recipients, Subject::Application(_)) | (Scope::Applications, Subject::Recipient(_)) => return None,
        _ => {}
    }
    let mut all = if query.reach.is_empty() { Fit::EXACT } else { reached(entry, &query.reach).filter(|_| !protected)? };
    for term in &query.terms {
        all = all.and(match term {
            Term::Value(asked) => value(entry, protected, asked)?,
            Term::Text(text) => words(entry, text)?,
        });
    }
    Some((all, entry))
}

/// Whether one of the homes and one of the telephones fit.
fn reached(entry: &Entry, reach: &Reach) -> Option<Fit> {
    let home = match &reach.address {
        Some(sought) => Fit::own(entry.homes.iter().filter_map(|home| home.rank(sought)).min()?),
        None => Fit::EXACT,
    };
    let phone = match &reach.phone {
        Some(sought) => Fit::own(entry.phones.iter().filter_map(|known| rank_phone(known, sought)).min()?),
        None => Fit::EXACT,
    };
    Some(home.and(phone))
}

fn value(entry: &Entry, protected: bool, asked: &Value) -> Option<Fit> {
    let phones: &[Box<str>] = if protected { &[] } else { entry.phones.as_slice() };
    if entry.birth_date.is_some_and(|day| asked.dates.contains(&day)) {
        return Some(Fit::EXACT);
    }
    let begins = |known: &str, sought: &str| rank(known, sought).filter(|rank| *rank < Rank::Contains);
    let by_number = asked.number.iter().flat_map(|number| entry.numbers.iter().filter_map(|known| begins(known, number)));
    let by_phone = asked.digits.iter().flat_map(|digits| phones.iter().filter_map(|known| begins(known, digits)));
    if let Some(rank) = by_number.chain(by_phone).min() {
        return Some(Fit::own(rank));
    }
    let digits = asked.digits.as_deref()?;
    let ends = |known: &str| known.bytes().rev().filter(u8::is_ascii_digit).take(digits.len()).eq(digits.bytes().rev());
    entry.numbers.iter().chain(phones).any(|known| ends(known)).then_some(Fit::own(Rank::Contains))
}

/// A text fits by the best of its readings: those words taken off that say a disease, an office or a state of the person.
fn words(entry: &Entry, text: &Text) -> Option<Fit> {
    let has = |at: &usize| text.words.get(*at).and_then(|word| word.facet.as_ref()).is_some_and(|facet| facet.fits(&entry.about));
    let fits = |reading: &Reading| {
        if !reading.facets.iter().all(has) {
            return None;
        }
        match &reading.joined {
            // Whoever has nothing in common but a disease or an office comes after everybody who is called so.
            None => Some(Fit::own(Rank::Similar)),
            Some(joined) => name(entry, joined, &reading.name, &text.words),
        }
    };
    text.readings.iter().filter_map(fits).min()
}

/// Words that belong together fit as one, else each for itself: the person's own name, else the guardian's.
fn name(entry: &Entry, joined: &Word, places: &[usize], words: &[Word]) -> Option<Fit> {
    let of = |name: &Name| {
        if let Some(rank) = word(name, joined) {
            return Some(Fit { folded: !name.holds(joined), ..Fit::own(rank) });
        }
        if places.len() < 2 {
            return None;
        }
        let each = places.iter().filter_map(|at| words.get(*at));
        each.clone().try_fold(Fit::own(Rank::Contains), |fit, one| {
            Some(fit.and(Fit { folded: !name.holds(one), ..Fit::own(word(name, one)?) }))
        })
    };
    let guardian = || entry.guardian.as_ref().and_then(of).map(|fit| Fit { by_guardian: true, ..fit });
    of(&entry.name).or_else(guardian)
}

fn word(of: &Name, word: &Word) -> Option<Rank> {
    let by_name = rank(&of.written, &word.name);
    let Some((kana, unvoiced)) = &word.kana else { return by_name };
    let by_kana = rank(&of.kana, kana);
    let best = [by_name, by_kana].into_iter().flatten().min();
    best.or_else(|| of.unvoiced.contains(unvoiced.as_str()).then_some(Rank::Similar))
}

fn rank(text: &str, sought: &str) -> Option<Rank> {
    if text.starts_with(sought) {
        return Some(if text.len() == sought.len() { Rank::Exact } else { Rank::Prefix });
    }
    text.contains(sought).then_some(Rank::Contains)
}
