//! The people in memory, and the lists that find them: pairs of neighbouring characters, numbers, birth dates.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;

use events::ids::{KeyId, RecipientId};
use events::vocabulary::{Likeness, PersonName, kana, person_name};
use jiff::civil::Date;
use uuid::Uuid;

use super::alike::{Insured, Sought};
use super::fit::{Fit, fits};
use super::known::{About, Known};
use super::query::{Query, SHORTEST_TAIL, Term, Word};
use super::reach::Home;
use super::{Hit, Scope, Subject};

/// A name in its searched forms.
pub(super) struct Name {
    pub(super) written: Box<str>,
    /// Where variants were joined, the form without.
    plain: Option<Box<str>>,
    pub(super) kana: Box<str>,
    pub(super) unvoiced: Box<str>,
}

impl Name {
    fn of(name: &PersonName) -> Self {
        let (reading, written, plain) = (name.kana().fold(), name.fold(), person_name::plain(name.written()));
        Self {
            plain: (plain != written).then(|| plain.into()),
            written: written.into(),
            unvoiced: kana::fold_unvoiced(&reading).into(),
            kana: reading.into(),
        }
    }

    /// Whether it holds a word letter by letter, in writing or by its reading.
    pub(super) fn holds(&self, word: &Word) -> bool {
        let as_read = word.kana.as_ref().is_some_and(|(kana, _)| self.kana.contains(kana.as_str()));
        as_read || self.plain.as_ref().unwrap_or(&self.written).contains(word.plain.as_str())
    }
}

/// One person.
pub(super) struct Entry {
    pub(super) subject: Subject,
    pub(super) name: Name,
    pub(super) guardian: Option<Name>,
    pub(super) birth_date: Option<Date>,
    pub(super) numbers: Vec<Box<str>>,
    /// Digits only.
    pub(super) phones: Vec<Box<str>>,
    pub(super) homes: Vec<Home>,
    pub(super) insured: Option<Insured>,
    pub(super) about: About,
    key: Option<KeyId>,
}

impl Entry {
    pub(super) fn new(known: Known) -> Self {
        Self {
            subject: known.subject,
            name: Name::of(&known.name),
            guardian: known.guardian.as_ref().map(Name::of),
            birth_date: known.birth_date,
            numbers: known.numbers.into_iter().map(Into::into).collect(),
            phones: known.phone.iter().map(|phone| phone.digits().into()).collect(),
            homes: known.homes.iter().map(Home::of).collect(),
            insured: known.insured,
            about: known.about,
            key: known.key,
        }
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
    by_phone: BTreeMap<Box<str>, Vec<u32>>,
    by_insured: HashMap<Insured, Vec<u32>>,
    /// By the last digits of numbers and telephones.
    by_tail: HashMap<Box<str>, Vec<u32>>,
    /// Numbers that were read before the person they belong to.
    ahead: HashMap<Subject, Vec<Box<str>>>,
    /// Applications and recipients whose families are protected.
    protected: HashSet<Uuid>,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// Who is protected from now on.
    pub(super) fn protect(&mut self, protected: HashSet<Uuid>) {
        self.protected = protected;
    }

    /// Whether where somebody lives and is called must not be found: the person is protected, or the recipient the application is about.
    fn protects(&self, entry: &Entry) -> bool {
        let is_of = |recipient: RecipientId| self.protected.contains(&recipient.0);
        self.protected.contains(&entry.subject.id()) || entry.about.recipient.is_some_and(is_of)
    }

    /// Adds a person, or puts new particulars in the place of the old; numbers stay.
    pub(super) fn put(&mut self, mut entry: Entry) {
        if let Some(before) = self.take(entry.subject) {
            for number in before.numbers {
                if !entry.numbers.contains(&number) {
                    entry.numbers.push(number);
                }
            }
            // An application tells its telephone each time; a recipient's comes from the applications.
            if entry.phones.is_empty() {
                entry.phones = before.phones;
            }
            // What moves a case to another office tells no form.
            if entry.homes.is_empty() {
                entry.homes = before.homes;
            }
            entry.insured = entry.insured.or(before.insured);
            let told = std::mem::replace(&mut entry.about, before.about);
            entry.about.take(told);
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
        if let Some(tail) = tail(number) {
            self.by_tail.entry(tail).or_default().push(place);
        }
    }

    /// What somebody is about, as far as it is told; nobody unknown.
    pub(super) fn about(&mut self, subject: Subject, about: About) {
        if let Some(Some(entry)) = self.by_subject.get(&subject).and_then(|place| self.places.get_mut(*place as usize)) {
            entry.about.take(about);
        }
    }

    /// A recipient is reached under the telephone of an application, and insured as there.
    pub(super) fn same_family(&mut self, recipient: Subject, application: Subject) {
        let place = |subject| self.by_subject.get(&subject).copied();
        let (Some(to), Some(from)) = (place(recipient), place(application)) else { return };
        let Some((phones, insured)) = self.at(from).map(|entry| (entry.phones.clone(), entry.insured)) else { return };
        if let (Subject::Recipient(recipient), Some(Some(entry))) = (recipient, self.places.get_mut(from as usize)) {
            entry.about.recipient = Some(recipient);
        }
        let Some(Some(entry)) = self.places.get_mut(to as usize) else { return };
        if let Some(insured) = insured.filter(|_| entry.insured != insured) {
            self.by_insured.entry(insured).or_default().push(to);
            entry.insured = Some(insured);
        }
        for phone in phones {
            if !entry.phones.contains(&phone) {
                if let Some(tail) = tail(&phone) {
                    self.by_tail.entry(tail).or_default().push(to);
                }
                self.by_phone.entry(phone.clone()).or_default().push(to);
                entry.phones.push(phone);
            }
        }
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
        for name in std::iter::once(&entry.name).chain(&entry.guardian) {
            for pair in pairs(&name.written).chain(pairs(&name.unvoiced)) {
                let list = self.by_pair.entry(pair).or_default();
                if list.last() != Some(&place) {
                    list.push(place);
                }
            }
        }
        for number in &entry.numbers {
            self.by_number.entry(number.clone()).or_default().push(place);
        }
        for phone in &entry.phones {
            self.by_phone.entry(phone.clone()).or_default().push(place);
        }
        if let Some(insured) = entry.insured {
            self.by_insured.entry(insured).or_default().push(place);
        }
        for tail in entry.numbers.iter().chain(&entry.phones).filter_map(|number| tail(number)) {
            self.by_tail.entry(tail).or_default().push(place);
        }
        if let Some(day) = entry.birth_date {
            self.by_birth_date.entry(day).or_default().push(place);
        }
        self.places.push(Some(entry));
    }

    fn tidy(&mut self) {
        if self.empty > 1_000 && self.empty > self.places.len() / 4 {
            let Self { places: all, ahead, protected, .. } = std::mem::take(self);
            (self.ahead, self.protected) = (ahead, protected);
            for entry in all.into_iter().flatten() {
                self.insert(entry);
            }
        }
    }

    /// The best `limit` hits and the number of all.
    pub(super) fn search(&self, query: &Query, scope: Scope, limit: usize) -> (Vec<Hit>, usize) {
        if query.is_empty() {
            return (Vec::new(), 0);
        }
        match query.terms.iter().filter_map(|term| self.candidates(term)).min_by_key(Vec::len) {
            Some(mut places) => {
                places.sort_unstable();
                places.dedup();
                self.best(places.iter().filter_map(|place| self.at(*place)), query, scope, limit)
            }
            None => self.scan(query, scope, limit),
        }
    }

    /// Everybody who looks like a child.
    pub(super) fn alike(&self, sought: &Sought) -> Vec<(Subject, Vec<Likeness>)> {
        let born = self.by_birth_date.get(&sought.birth_date).into_iter().flatten();
        let insured = sought.insured.and_then(|insured| self.by_insured.get(&insured)).into_iter().flatten();
        let mut places: Vec<u32> = born.chain(insured).copied().collect();
        places.sort_unstable();
        places.dedup();
        let people = places.iter().filter_map(|place| self.at(*place));
        people.map(|entry| (entry.subject, sought.likeness(entry))).filter(|(_, by)| !by.is_empty()).collect()
    }

    /// The same by looking at everybody.
    pub(super) fn scan(&self, query: &Query, scope: Scope, limit: usize) -> (Vec<Hit>, usize) {
        if query.is_empty() {
            return (Vec::new(), 0);
        }
        self.best(self.places.iter().flatten(), query, scope, limit)
    }

    /// The best of some people.
    fn best<'a>(&self, people: impl Iterator<Item = &'a Entry>, query: &Query, scope: Scope, limit: usize) -> (Vec<Hit>, usize) {
        let mut found: Vec<(Fit, &Entry)> = people.filter_map(|entry| fits(entry, self.protects(entry), query, scope)).collect();
        let total = found.len();
        let order =
            |a: &(Fit, &Entry), b: &(Fit, &Entry)| (a.0, &a.1.name.kana, a.1.subject).cmp(&(b.0, &b.1.name.kana, b.1.subject));
        if limit < total {
            found.select_nth_unstable_by(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        (found.into_iter().map(|(fit, entry)| Hit { subject: entry.subject, rank: fit.rank }).collect(), total)
    }

    /// Places of all who may fit a term; none where everybody may.
    fn candidates(&self, term: &Term) -> Option<Vec<u32>> {
        match term {
            Term::Value(value) => {
                let mut places: Vec<u32> =
                    value.dates.iter().filter_map(|day| self.by_birth_date.get(day)).flatten().copied().collect();
                if let Some(number) = &value.number {
                    places.extend(beginning(&self.by_number, number));
                }
                if let Some(digits) = &value.digits {
                    places.extend(beginning(&self.by_phone, digits));
                    places.extend(tail(digits).and_then(|tail| self.by_tail.get(&tail)).into_iter().flatten());
                }
                Some(places)
            }
            // A word that may mean a disease, an office or a state does not narrow: it fits many whose name it is not.
            Term::Text(text) => {
                let plain = text.words.iter().filter(|word| word.facet.is_none());
                plain.filter_map(|word| self.containing(word)).min_by_key(Vec::len)
            }
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

/// Everybody under a key that begins so.
fn beginning<'a>(list: &'a BTreeMap<Box<str>, Vec<u32>>, begin: &'a str) -> impl Iterator<Item = u32> + 'a {
    let from = (Bound::Included(begin), Bound::Unbounded);
    let fitting = list.range::<str, _>(from).take_while(move |(known, _)| known.starts_with(begin));
    fitting.flat_map(|(_, places)| places.iter().copied())
}

/// The last digits of a number.
fn tail(number: &str) -> Option<Box<str>> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(SHORTEST_TAIL)?;
    Some(digits.get(from..)?.iter().collect::<String>().into())
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}
