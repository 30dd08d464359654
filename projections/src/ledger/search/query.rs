//! What a clerk types into the one box: a number, a telephone, a name of the child or the guardian, a reading in any width, a birth date in
//! any notation, a disease, an office, a state, or several of them.

use events::vocabulary::wareki::{self, Era};
use events::vocabulary::{EraPolicy, WarekiError, kana, person_name};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::known::{Facet, Lexicon};
use super::reach::Reach;

/// Longer texts are cut: nobody's name and number together are longer.
const LONGEST: usize = 100;

/// Shortest part of a number that is looked for; anything shorter fits half of the ledger.
pub(super) const SHORTEST_NUMBER: usize = 3;

/// The last digits of a number or a telephone, as they are asked for: 下4桁.
pub(super) const SHORTEST_TAIL: usize = 4;

/// Words of which it is tried whether they are a name or say something else.
const MOST_FACETS: usize = 4;

/// All terms must fit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Query {
    pub(super) terms: Vec<Term>,
    /// Where the person lives and is called.
    pub(super) reach: Reach,
}

/// One part of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Term {
    /// Digits may be a number, a telephone or a date.
    Value(Value),
    /// A name, a reading, a disease, an office or a state.
    Text(Box<Text>),
}

/// What digits may mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Value {
    /// Digits and dashes as they stand in a number.
    pub(super) number: Option<String>,
    /// Digits alone, where they are enough for a telephone or the end of a number.
    pub(super) digits: Option<String>,
    pub(super) dates: Vec<Date>,
}

/// Words that belong together: 見本 花子.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Text {
    /// The words one by one.
    pub(super) words: Vec<Word>,
    /// All ways to read them, as a name alone first.
    pub(super) readings: Vec<Reading>,
}

/// One way to read a text: some words say a disease, an office or a state, the others are the name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// Places of the words that are no name.
    pub(super) facets: Vec<usize>,
    /// Places of the words of the name.
    pub(super) name: Vec<usize>,
    /// The name as one word; none where no word is left.
    pub(super) joined: Option<Word>,
}

/// A word in its searched forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    pub(super) name: String,
    /// As it was typed, but for width, spaces and selectors: variants are not joined.
    pub(super) plain: String,
    /// As a reading, and the same without voicing marks; none where it is no kana.
    pub(super) kana: Option<(String, String)>,
    /// What it means beside a name.
    pub(super) facet: Option<Facet>,
}

impl Value {
    fn of(text: &str, dates: Vec<Date>) -> Self {
        let number = number(text);
        let digits = number.as_deref().map(|number| number.replace('-', "")).filter(|digits| digits.len() >= SHORTEST_TAIL);
        Self { number, digits, dates }
    }
}

impl Query {
    pub(super) fn parse(text: &str, lexicon: &Lexicon) -> Self {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let whole = dates(&text);
        if !whole.is_empty() {
            return Self { terms: vec![Term::Value(Value::of(&text, whole))], reach: Reach::default() };
        }
        let mut terms = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for part in text.split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',')).filter(|part| !part.is_empty()) {
            let value = Value::of(part, dates(part));
            if value.number.is_some() || !value.dates.is_empty() {
                terms.push(Term::Value(value));
            } else {
                words.push(part);
            }
        }
        terms.extend(Text::of(&words, lexicon).map(|text| Term::Text(Box::new(text))));
        Self { terms, reach: Reach::default() }
    }

    /// The same of those who live and are called so.
    pub(super) fn reached(self, reach: &Reach) -> Self {
        Self { reach: reach.clone(), ..self }
    }

    /// Nothing was asked.
    pub(super) const fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.reach.is_empty()
    }

    /// How the text was understood.
    pub(super) fn read_as(&self) -> Vec<String> {
        let mut lines = self.reach.read_as();
        for term in &self.terms {
            match term {
                Term::Value(value) => {
                    lines.extend(value.number.iter().map(|number| {
                        let phone = value.digits.is_some();
                        format!("番号{} {number}", if phone { "・電話" } else { "" })
                    }));
                    lines.extend(value.dates.iter().map(|day| format!("生年月日 {}", wareki::long(*day))));
                }
                Term::Text(text) => {
                    let names: Vec<&Word> = text.words.iter().filter(|word| word.facet.is_none()).collect();
                    let kana = names.iter().all(|word| word.kana.is_some());
                    let said: String = names.iter().map(|word| word.name.as_str()).collect();
                    if !said.is_empty() {
                        lines.push(format!("{} {said}", if kana { "カナ・氏名" } else { "氏名" }));
                    }
                    let facets = text.words.iter().filter_map(|word| Some((word, word.facet.as_ref()?)));
                    lines.extend(facets.map(|(word, facet)| format!("{}か氏名 {}", facet.kinds(), word.name)));
                }
            }
        }
        lines
    }
}

impl Text {
    fn of(parts: &[&str], lexicon: &Lexicon) -> Option<Self> {
        let read = parts.iter().copied().filter_map(|part| Some((part, Word::of(part, lexicon.facet(part))?)));
        let (parts, words): (Vec<&str>, Vec<Word>) = read.unzip();
        if words.is_empty() {
            return None;
        }
        let doubtful: Vec<usize> =
            (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| word.facet.is_some())).collect();
        let doubtful = doubtful.get(..MOST_FACETS.min(doubtful.len())).unwrap_or_default();
        let reading = |chosen: usize| {
            let facets: Vec<usize> =
                doubtful.iter().enumerate().filter(|(n, _)| chosen & (1 << n) != 0).map(|(_, at)| *at).collect();
            let name: Vec<usize> = (0..words.len()).filter(|at| !facets.contains(at)).collect();
            let joined: String = name.iter().filter_map(|at| parts.get(*at).copied()).collect();
            Reading { facets, name, joined: Word::of(&joined, None) }
        };
        let readings = (0..1 << doubtful.len()).map(reading).collect();
        Some(Self { words, readings })
    }
}

impl Word {
    fn of(text: &str, facet: Option<Facet>) -> Option<Self> {
        let name = person_name::fold(text);
        let folded = kana::fold(text);
        let is_kana = !folded.is_empty() && folded.chars().all(|c| matches!(c, 'ァ'..='ヺ'));
        let kana = is_kana.then(|| (folded.clone(), kana::fold_unvoiced(&folded)));
        (!name.is_empty()).then(|| Self { name, plain: person_name::plain(text), kana, facet })
    }
}

/// Digits and dashes are a number, or the beginning of one.
fn number(text: &str) -> Option<String> {
    let text: String = text.nfkc().map(|c| if matches!(c, '‐' | '‑' | '–' | '—' | '−' | 'ー') { '-' } else { c }).collect();
    let is_number = text.len() >= SHORTEST_NUMBER
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_number.then_some(text)
}

/// The days a text may mean. Without an era it is one of the two in which children are born; beyond its era, the day that was meant.
fn dates(text: &str) -> Vec<Date> {
    match wareki::parse(text, EraPolicy::Refuse) {
        Ok(day) => vec![day],
        Err(WarekiError::BeyondEra { suggestion, .. }) => vec![suggestion],
        Err(WarekiError::NoEra) => {
            [Era::Reiwa, Era::Heisei].into_iter().filter_map(|era| wareki::parse(text, EraPolicy::Assume(era)).ok()).collect()
        }
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn terms(text: &str) -> Vec<Term> {
        Query::parse(text, &Lexicon::new(date(2026, 11, 24))).terms
    }

    #[test]
    fn a_date_is_read_in_any_notation() {
        for text in ["R2.3.15", "令和2年3月15日", "令和2年 3月 15日", "Ｒ２．３．１５", "20200315", "2020-03-15"]
        {
            let found = terms(text);
            let [Term::Value(Value { dates, .. })] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!(dates, &[date(2020, 3, 15)], "{text}");
        }
        let found = terms("2.3.15");
        let dates = vec![date(2020, 3, 15), date(1990, 3, 15)];
        assert_eq!(found, [Term::Value(Value { number: None, digits: None, dates })]);
    }

    #[test]
    fn seven_digits_may_be_a_number_or_a_date() {
        let value = |number: &str, digits: &str, dates| {
            [Term::Value(Value { number: Some(number.to_owned()), digits: Some(digits.to_owned()), dates })]
        };
        assert_eq!(terms("5020315"), value("5020315", "5020315", vec![date(2020, 3, 15)]));
        assert_eq!(terms("８－０１－０４１２"), value("8-01-0412", "8010412", vec![]));
        assert_eq!(terms("0952−22−0000"), value("0952-22-0000", "0952220000", vec![]));
    }

    #[test]
    fn words_and_values_are_combined() {
        let found = terms("ﾐﾎﾝ　はなこ R2.3.15");
        assert_eq!(found.len(), 2);
        let Some(Term::Text(text)) = found.last() else { panic!("{found:?}") };
        let joined = text.readings.first().and_then(|reading| reading.joined.as_ref());
        assert_eq!(joined.and_then(|joined| joined.kana.as_ref()).map(|(kana, _)| kana.as_str()), Some("ミホンハナコ"));
        assert_eq!(text.words.len(), 2);
    }

    #[test]
    fn nothing_means_nothing() {
        assert!(terms(" 　").is_empty());
        assert!(!terms("12").iter().any(|term| matches!(term, Term::Value(_))));
    }
}
