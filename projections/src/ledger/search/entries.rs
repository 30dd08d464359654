//! The people in memory, and the lists that find them: pairs of neighbouring characters, numbers, birth dates.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use events::ids::KeyId;
use events::vocabulary::PersonName;
use jiff::civil::Date;

use super::query::{Query, Term, Text, Word};
use super::{Hit, Rank, Scope, Subject};

/// One person.
pub(super) struct Entry {
    pub(super) subject: Subject,
    name: Box<str>,
    kana: Box<str>,
    unvoiced: Box<str>,
    birth_date: Option<Date>,
    numbers: Vec<Box<str>>,
    key: Option<KeyId>,
}

impl Entry {
    pub(super) fn new(subject: Subject, name: &PersonName, birth_date: Option<Date>, key: Option<KeyId>) -> Self {
        let kana = name.kana().fold();
        let unvoiced = events::vocabulary::kana::fold_unvoiced(&kana);
        Self {
            subject,
            name: name.fold().into(),
            unvoiced: unvoiced.into(),
            kana: kana.into(),
            birth_date,
            numbers: Vec::new(),
            key,
        }
    }

    pub(super) fn numbered(mut self, number: &str) -> Self {
        self.numbers.push(number.into());
        self
    }
}

/// All people. A place stays empty when its person goes; when too many are, everything is laid out anew.
#[derive(Default)]
pub(super) struct Entries {
    places: Vec<Option<Entry>>,
    empty: usize,
    by_subject: HashMap<Subject, u32>,
    by_key: HashMap<KeyId, Vec<u32>>,
    by_pair: HashMap<(char, char), Vec<u32>>,
    by_number: BTreeMap<Box<str>, Vec<u32>>,
    by_birth_date: BTreeMap<Date, Vec<u32>>,
    /// Numbers that were read before the person they belong to.
    ahead: HashMap<Subject, Vec<Box<str>>>,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// Adds a person, or puts new particulars in the place of the old; numbers stay.
    pub(super) fn put(&mut self, mut entry: Entry) {
        if let Some(before) = self.take(entry.subject) {
            for number in before.numbers {
                if !entry.numbers.contains(&number) {
                    entry.numbers.push(number);
                }
            }
        }
        entry.numbers.extend(self.ahead.remove(&entry.subject).unwrap_or_default());
        self.insert(entry);
        self.tidy();
    }

    /// A number under which a person is known as well, or will be.
    pub(super) fn number(&mut self, subject: Subject, number: &str) {
        let Some(&place) = self.by_subject.get(&subject) else {
            self.ahead.entry(subject).or_default().push(number.into());
            return;
        };
        let Some(Some(entry)) = self.places.get_mut(place as usize) else { return };
        if entry.numbers.iter().any(|known| **known == *number) {
            return;
        }
        entry.numbers.push(number.into());
        self.by_number.entry(number.into()).or_default().push(place);
    }

    pub(super) fn remove(&mut self, subject: Subject) {
        self.take(subject);
        self.tidy();
    }

    /// Everybody whose name lay under this key.
    pub(super) fn remove_key(&mut self, key: KeyId) {
        let places = self.by_key.remove(&key).unwrap_or_default();
        let subjects: Vec<Subject> = places.iter().filter_map(|place| Some(self.at(*place)?.subject)).collect();
        for subject in subjects {
            self.remove(subject);
        }
    }

    fn at(&self, place: u32) -> Option<&Entry> {
        self.places.get(place as usize)?.as_ref()
    }

    fn take(&mut self, subject: Subject) -> Option<Entry> {
        let place = self.by_subject.remove(&subject)?;
        let entry = self.places.get_mut(place as usize)?.take()?;
        self.empty += 1;
        Some(entry)
    }

    fn insert(&mut self, entry: Entry) {
        let Ok(place) = u32::try_from(self.places.len()) else { return };
        self.by_subject.insert(entry.subject, place);
        if let Some(key) = entry.key {
            self.by_key.entry(key).or_default().push(place);
        }
        for text in [&entry.name, &entry.unvoiced] {
            for pair in pairs(text) {
                let list = self.by_pair.entry(pair).or_default();
                if list.last() != Some(&place) {
                    list.push(place);
                }
            }
        }
        for number in &entry.numbers {
            self.by_number.entry(number.clone()).or_default().push(place);
        }
        if let Some(day) = entry.birth_date {
            self.by_birth_date.entry(day).or_default().push(place);
        }
        self.places.push(Some(entry));
    }

    fn tidy(&mut self) {
        if self.empty > 1_000 && self.empty > self.places.len() / 4 {
            let Self { places: all, ahead, .. } = std::mem::take(self);
            self.ahead = ahead;
            for entry in all.into_iter().flatten() {
                self.insert(entry);
            }
        }
    }

    /// The best `limit` hits and the number of all.
    pub(super) fn search(&self, query: &Query, scope: Scope, limit: usize) -> (Vec<Hit>, usize) {
        if query.terms.is_empty() {
            return (Vec::new(), 0);
        }
        let narrowest = query.terms.iter().filter_map(|term| self.candidates(term)).min_by_key(Vec::len);
        let mut found: Vec<(Rank, &Entry)> = match narrowest {
            Some(mut places) => {
                places.sort_unstable();
                places.dedup();
                places.iter().filter_map(|place| self.at(*place)).filter_map(|entry| fits(entry, query, scope)).collect()
            }
            None => self.places.iter().flatten().filter_map(|entry| fits(entry, query, scope)).collect(),
        };
        let total = found.len();
        let order = |a: &(Rank, &Entry), b: &(Rank, &Entry)| (a.0, &a.1.kana, a.1.subject).cmp(&(b.0, &b.1.kana, b.1.subject));
        if limit < total {
            found.select_nth_unstable_by(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        (found.into_iter().map(|(rank, entry)| Hit { subject: entry.subject, rank }).collect(), total)
    }

    /// Places of all who may fit a term; none where everybody may.
    fn candidates(&self, term: &Term) -> Option<Vec<u32>> {
        match term {
            Term::Value { number, dates } => {
                let mut places: Vec<u32> =
                    dates.iter().filter_map(|day| self.by_birth_date.get(day)).flatten().copied().collect();
                if let Some(number) = number {
                    let from = (Bound::Included(number.as_str()), Bound::Unbounded);
                    let fitting = self.by_number.range::<str, _>(from).take_while(|(known, _)| known.starts_with(number));
                    places.extend(fitting.flat_map(|(_, places)| places));
                }
                Some(places)
            }
            Term::Text(text) => text.parts().iter().filter_map(|word| self.containing(word)).min_by_key(Vec::len),
        }
    }

    fn containing(&self, word: &Word) -> Option<Vec<u32>> {
        let mut places = self.rarest(&word.name)?.to_vec();
        if let Some((_, unvoiced)) = &word.kana {
            places.extend_from_slice(self.rarest(unvoiced)?);
        }
        Some(places)
    }

    /// The shortest list among the pairs of a text; none where it has no pair.
    fn rarest(&self, text: &str) -> Option<&[u32]> {
        pairs(text).map(|pair| self.by_pair.get(&pair).map_or(&[][..], Vec::as_slice)).min_by_key(|list| list.len())
    }
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}

/// How well a person fits all terms.
fn fits<'a>(entry: &'a Entry, query: &Query, scope: Scope) -> Option<(Rank, &'a Entry)> {
    match (scope, entry.subject) {
        (Scope::Recipients, Subject::Application(_)) | (Scope::Applications, Subject::Recipient(_)) => return None,
        _ => {}
    }
    let mut worst = Rank::Exact;
    for term in &query.terms {
        worst = worst.max(match term {
            Term::Value { number, dates } => value(entry, number.as_deref(), dates)?,
            Term::Text(text) => words(entry, text)?,
        });
    }
    Some((worst, entry))
}

fn value(entry: &Entry, number: Option<&str>, dates: &[Date]) -> Option<Rank> {
    if entry.birth_date.is_some_and(|day| dates.contains(&day)) {
        return Some(Rank::Exact);
    }
    let number = number?;
    entry.numbers.iter().filter_map(|known| rank(known, number)).filter(|rank| *rank < Rank::Contains).min()
}

fn words(entry: &Entry, text: &Text) -> Option<Rank> {
    if let Some(rank) = word(entry, &text.joined) {
        return Some(rank);
    }
    if text.words.is_empty() {
        return None;
    }
    let mut worst = Rank::Contains;
    for part in &text.words {
        worst = worst.max(word(entry, part)?);
    }
    Some(worst)
}

fn word(entry: &Entry, word: &Word) -> Option<Rank> {
    let by_name = rank(&entry.name, &word.name);
    let Some((kana, unvoiced)) = &word.kana else { return by_name };
    let by_kana = rank(&entry.kana, kana);
    let best = [by_name, by_kana].into_iter().flatten().min();
    best.or_else(|| entry.unvoiced.contains(unvoiced.as_str()).then_some(Rank::Similar))
}

fn rank(text: &str, sought: &str) -> Option<Rank> {
    if text.starts_with(sought) {
        return Some(if text.len() == sought.len() { Rank::Exact } else { Rank::Prefix });
    }
    text.contains(sought).then_some(Rank::Contains)
}
