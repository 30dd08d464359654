//! What a clerk types into the one box: a number, a name, a reading in any width, a birth date in any notation, or several of them.

use events::vocabulary::wareki::{self, Era};
use events::vocabulary::{EraPolicy, WarekiError, kana, person_name};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// Longer texts are cut: nobody's name and number together are longer.
const LONGEST: usize = 100;

/// Shortest part of a number that is looked for; anything shorter fits half of the ledger.
pub(super) const SHORTEST_NUMBER: usize = 3;

/// All terms must fit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Query {
    pub(super) terms: Vec<Term>,
}

/// One part of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Term {
    /// Digits may be a number as well as a date.
    Value { number: Option<String>, dates: Vec<Date> },
    /// A name or a reading.
    Text(Text),
}

/// Words that belong together: 見本 花子.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Text {
    pub(super) joined: Word,
    /// The words one by one, where there are several.
    pub(super) words: Vec<Word>,
}

/// A word in its searched forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    pub(super) name: String,
    /// As a reading, and the same without voicing marks; none where it is no kana.
    pub(super) kana: Option<(String, String)>,
}

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let whole = dates(&text);
        if !whole.is_empty() {
            return Self { terms: vec![Term::Value { number: number(&text), dates: whole }] };
        }
        let mut terms = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for part in text.split_whitespace() {
            let (number, dates) = (number(part), dates(part));
            if number.is_some() || !dates.is_empty() {
                terms.push(Term::Value { number, dates });
            } else {
                words.push(part);
            }
        }
        terms.extend(Text::of(&words).map(Term::Text));
        Self { terms }
    }

    /// How the text was understood.
    pub(super) fn read_as(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for term in &self.terms {
            match term {
                Term::Value { number, dates } => {
                    lines.extend(number.iter().map(|number| format!("番号 {number}")));
                    lines.extend(dates.iter().map(|day| format!("生年月日 {}", wareki::long(*day))));
                }
                Term::Text(text) if text.joined.kana.is_some() => lines.push(format!("カナ・氏名 {}", text.joined.name)),
                Term::Text(text) => lines.push(format!("氏名 {}", text.joined.name)),
            }
        }
        lines
    }
}

impl Text {
    fn of(words: &[&str]) -> Option<Self> {
        let joined = Word::of(&words.concat())?;
        let words = if words.len() < 2 { Vec::new() } else { words.iter().filter_map(|word| Word::of(word)).collect() };
        Some(Self { joined, words })
    }

    /// The words of which each must be contained, whatever else holds.
    pub(super) fn parts(&self) -> &[Word] {
        if self.words.is_empty() { std::slice::from_ref(&self.joined) } else { &self.words }
    }
}

impl Word {
    fn of(text: &str) -> Option<Self> {
        let name = person_name::fold(text);
        let folded = kana::fold(text);
        let is_kana = !folded.is_empty() && folded.chars().all(|c| matches!(c, 'ァ'..='ヺ'));
        let kana = is_kana.then(|| (folded.clone(), kana::fold_unvoiced(&folded)));
        (!name.is_empty()).then_some(Self { name, kana })
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
        Query::parse(text).terms
    }

    #[test]
    fn a_date_is_read_in_any_notation() {
        for text in ["R2.3.15", "令和2年3月15日", "令和2年 3月 15日", "Ｒ２．３．１５", "20200315", "2020-03-15"]
        {
            let found = terms(text);
            let [Term::Value { dates, .. }] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!(dates, &[date(2020, 3, 15)], "{text}");
        }
        let found = terms("2.3.15");
        assert_eq!(found, [Term::Value { number: None, dates: vec![date(2020, 3, 15), date(1990, 3, 15)] }]);
    }

    #[test]
    fn seven_digits_may_be_a_number_or_a_date() {
        assert_eq!(terms("5020315"), [Term::Value { number: Some("5020315".to_owned()), dates: vec![date(2020, 3, 15)] }]);
        assert_eq!(terms("８－０１－０４１２"), [Term::Value { number: Some("8-01-0412".to_owned()), dates: vec![] }]);
    }

    #[test]
    fn words_and_values_are_combined() {
        let found = terms("ﾐﾎﾝ　はなこ R2.3.15");
        assert_eq!(found.len(), 2);
        let Some(Term::Text(text)) = found.last() else { panic!("{found:?}") };
        assert_eq!(text.joined.kana.as_ref().map(|(kana, _)| kana.as_str()), Some("ミホンハナコ"));
        assert_eq!(text.words.len(), 2);
    }

    #[test]
    fn nothing_means_nothing() {
        assert!(terms(" 　").is_empty());
        assert!(!terms("12").iter().any(|term| matches!(term, Term::Value { .. })));
    }
}
