//! Conditions on awards: values of dimensions, days, caps. They are read from an address or a form and written back into an address.

use events::vocabulary::wareki::{self, Era, EraPolicy};
use events::vocabulary::{DiseaseId, Yen};
use jiff::civil::Date;
use projections::statistics::{Dimension, Right};

use super::super::words::word;
use crate::forms::FieldErrors;
use crate::screens::cases::names::Names;

/// Days between which something lies: name of the field of the first, of the last, words.
const DAYS: [(&str, &str, &str); 2] =
    [("decided_from", "decided_until", "決定日"), ("ends_from", "ends_until", "有効期間の終わり")];
/// The same for the cap.
const CAP: (&str, &str, &str) = ("cap_from", "cap_until", "上限月額");
/// Yes or no: name of the field, words.
const FLAGS: [(&str, &str); 2] = [("haemophilia", "血友病等"), ("registrant", "登録者証")];

/// A range with its ends; an end that is none is open.
type Range<T> = (Option<T>, Option<T>);

/// What an award must meet.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Conditions {
    values: Vec<(Dimension, String)>,
    days: [Range<Date>; 2],
    cap: Range<Yen>,
    flags: [Option<bool>; 2],
}

/// Names of all fields.
pub(super) fn fields() -> impl Iterator<Item = &'static str> {
    let dimensions = Dimension::ALL.iter().map(|one| one.code());
    let ranges = DAYS.iter().chain([&CAP]).flat_map(|(from, until, _)| [*from, *until]);
    dimensions.chain(ranges).chain(FLAGS.iter().map(|(name, _)| *name))
}

/// Only such values stand in addresses.
fn is_code(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn within<T: PartialOrd>(range: &Range<T>, value: &T) -> bool {
    range.0.as_ref().is_none_or(|from| from <= value) && range.1.as_ref().is_none_or(|until| value <= until)
}

impl Conditions {
    /// What was asked; what cannot be read has its error beside its field and is no condition.
    pub(super) fn read(asked: impl Fn(&str) -> String, errors: &mut FieldErrors) -> Self {
        let typed = |name: &str| Some(asked(name).trim().to_owned()).filter(|text| !text.is_empty());
        let mut values = Vec::new();
        for dimension in Dimension::ALL {
            let Some(text) = typed(dimension.code()) else { continue };
            let wrong = match dimension {
                Dimension::Disease => DiseaseId::parse(&text).err().map(|error| error.to_string()),
                Dimension::Month if text.len() != 7 || !is_code(&text) => {
                    Some("決定した月は 2026-04 のように入力してください。".to_owned())
                }
                _ => (!is_code(&text)).then(|| format!("{}を選び直してください。", dimension.label())),
            };
            match wrong {
                Some(wrong) => errors.add(dimension.code(), wrong),
                None => values.push((*dimension, text)),
            }
        }
        let mut day = |name: &str| {
            let text = typed(name)?;
            errors.take(name, wareki::parse(&text, EraPolicy::Assume(Era::Reiwa)))
        };
        let days = DAYS.map(|(from, until, _)| (day(from), day(until)));
        let mut yen = |name: &str| {
            let text = typed(name)?;
            errors.take(name, Yen::parse_input(&text))
        };
        let cap = (yen(CAP.0), yen(CAP.1));
        let flags = FLAGS.map(|(name, _)| typed(name).map(|text| text == "yes"));
        for ((_, until, word), range) in DAYS.iter().zip(&days) {
            if matches!(range, (Some(from), Some(last)) if last < from) {
                errors.add(until, format!("{word}：終わりが始まりより前です。"));
            }
        }
        Self { values, days, cap, flags }
    }

    /// Nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether only the opened form says it.
    pub(super) fn asks_for_sex(&self) -> bool {
        self.values.iter().any(|(dimension, _)| dimension.asks_for_sex())
    }

    /// Whether an award meets what lies in clear: everything but age and sex.
    pub(super) fn meets_in_clear(&self, right: &Right, on: Date) -> bool {
        let row = &right.row;
        let clear = |dimension: &Dimension| !matches!(dimension, Dimension::Age | Dimension::Sex);
        let mut values = self.values.iter().filter(|(dimension, _)| clear(dimension));
        let [decided, ends] = &self.days;
        let [haemophilia, registrant] = self.flags;
        values.all(|(dimension, value)| dimension.values(right, on).contains(value))
            && within(decided, &row.decided_on)
            && within(ends, &row.validity.end())
            && within(&self.cap, &row.monthly_cap)
            && haemophilia.is_none_or(|asked| row.haemophilia == asked)
            && registrant.is_none_or(|asked| row.registrant_certificate == asked)
    }

    /// Whether an opened award meets age and sex too.
    pub(super) fn meets_opened(&self, right: &Right, on: Date) -> bool {
        let sealed = |dimension: &Dimension| matches!(dimension, Dimension::Age | Dimension::Sex);
        let mut values = self.values.iter().filter(|(dimension, _)| sealed(dimension));
        values.all(|(dimension, value)| dimension.values(right, on).contains(value))
    }

    /// Field and value of each condition.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<_> = self.values.iter().map(|(dimension, value)| (dimension.code(), value.clone())).collect();
        for ((from, until, _), (first, last)) in DAYS.iter().zip(&self.days) {
            pairs.extend(first.map(|day| (*from, wareki::short(day))));
            pairs.extend(last.map(|day| (*until, wareki::short(day))));
        }
        pairs.extend(self.cap.0.map(|yen| (CAP.0, yen.amount().to_string())));
        pairs.extend(self.cap.1.map(|yen| (CAP.1, yen.amount().to_string())));
        let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        pairs.extend(FLAGS.iter().zip(self.flags).filter_map(|((name, _), asked)| Some((*name, word(asked?)))));
        pairs
    }

    /// For addresses. Values are codes, days and amounts, all of them safe there.
    pub(super) fn query(&self) -> String {
        let pairs: Vec<String> = self.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }

    /// In words.
    pub(super) fn words(&self, names: &Names, on: Date) -> Vec<String> {
        let value =
            |(dimension, value): &(Dimension, String)| format!("{} {}", dimension.label(), word(*dimension, value, names, on));
        let mut words: Vec<String> = self.values.iter().map(value).collect();
        let ends = |from: Option<String>, until: Option<String>| {
            (from.is_some() || until.is_some()).then(|| format!("{}～{}", from.unwrap_or_default(), until.unwrap_or_default()))
        };
        for ((_, _, word), (first, last)) in DAYS.iter().zip(&self.days) {
            words.extend(ends(first.map(wareki::short), last.map(wareki::short)).map(|range| format!("{word} {range}")));
        }
        let cap = ends(self.cap.0.map(|yen| yen.to_string()), self.cap.1.map(|yen| yen.to_string()));
        words.extend(cap.map(|range| format!("{} {range}", CAP.2)));
        let flag = |((_, word), asked): (&(&str, &str), Option<bool>)| {
            Some(format!("{word} {}", if asked? { "該当" } else { "非該当" }))
        };
        words.extend(FLAGS.iter().zip(self.flags).filter_map(flag));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (Conditions, FieldErrors) {
        let mut errors = FieldErrors::default();
        let asked = |name: &str| {
            let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
            pair.map_or_else(String::new, |(_, value)| value.to_owned())
        };
        (Conditions::read(asked, &mut errors), errors)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let query = "office=01&tier=IV&decided_from=R8.4.1&ends_until=R8.9.30&cap_from=2500&haemophilia=no";
        let (conditions, errors) = read(query);
        assert!(errors.is_empty(), "{:?}", errors.pairs());
        assert_eq!(conditions.query(), query);
        assert_eq!(read(&conditions.query()).0, conditions);
        assert!(!conditions.is_empty() && read("").0.is_empty());
        assert!(conditions.pairs().iter().all(|(name, _)| fields().any(|field| field == *name)));
    }

    #[test]
    fn what_cannot_be_read_is_told_beside_its_field() {
        let (conditions, errors) =
            read("office=<b>&disease=nothing&decided_from=someday&cap_until=much&ends_from=R9.4.1&ends_until=R8.4.1");
        let fields: Vec<&str> = errors.pairs().iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["office", "disease", "decided_from", "cap_until", "ends_until"]);
        assert!(conditions.values.is_empty());
    }
}
