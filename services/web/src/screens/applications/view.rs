//! What a page shows of the fields: label, help, what was typed, what is wrong with it, what it was understood as.

use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{Kana, MunicipalityCode, MyNumber, Yen};
use serde::Serialize;

use super::entry::{Catalogue, Entry, Field, FieldKind, Problem};
use crate::forms::{FieldErrors, FormView};

/// How many diseases are offered at most where a text fits several.
const CANDIDATES: usize = 20;

/// One field of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct FieldView {
    /// Name in the form.
    pub(crate) name: String,
    /// Label.
    pub(crate) label: &'static str,
    /// Help.
    pub(crate) hint: &'static str,
    /// Which control draws it.
    pub(crate) control: &'static str,
    /// Whether it must be answered.
    pub(crate) required: bool,
    /// Heading of the group it opens.
    pub(crate) heading: String,
    /// A text to accept instead of what was typed.
    pub(crate) suggestion: String,
    /// Offered answers.
    pub(crate) options: Vec<Offered>,
}

/// An offered answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Offered {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) label: String,
}

/// The fields of a page.
pub(crate) fn fields(list: &[Field], entry: &Entry, catalogue: &Catalogue, problems: &[Problem]) -> Vec<FieldView> {
    list.iter()
        .map(|field| FieldView {
            name: field.name.clone(),
            label: field.label,
            hint: field.hint,
            control: field.kind.control(),
            required: field.required,
            heading: field.heading.clone(),
            suggestion: problems
                .iter()
                .find(|problem| problem.field == field.name)
                .and_then(|problem| problem.suggestion.clone())
                .unwrap_or_default(),
            options: options(field.kind, entry.text(&field.name), catalogue),
        })
        .collect()
}

/// The values of a page: as typed, except secrets, with what they were understood as and what is wrong.
pub(crate) fn form(list: &[Field], entry: &Entry, catalogue: &Catalogue, problems: &[Problem]) -> FormView {
    let shown = list.iter().filter(|field| !field.kind.is_secret());
    let mut form =
        FormView::filled(shown.map(|field| (field.name.clone(), entry.texts.get(&field.name).cloned().unwrap_or_default())));
    for field in list {
        let echo = echo(field.kind, entry.text(&field.name), catalogue);
        if !echo.is_empty() {
            form = form.echo(&field.name, echo);
        }
    }
    let mut errors = FieldErrors::default();
    for problem in problems {
        errors.add(&problem.field, problem.message.clone());
    }
    form.with_errors(&errors)
}

/// What the program understood, shown beside the field so that a slip is seen at once.
fn echo(kind: FieldKind, text: &str, catalogue: &Catalogue) -> String {
    if text.is_empty() {
        return String::new();
    }
    match kind {
        FieldKind::Date(era) => {
            wareki::parse(text, era.map_or(EraPolicy::Refuse, EraPolicy::Assume)).map(wareki::echo).unwrap_or_default()
        }
        FieldKind::Kana => Kana::parse(text).map(|kana| kana.to_string()).ok().filter(|kana| kana != text).unwrap_or_default(),
        FieldKind::Yen => Yen::parse_input(text).map(|yen| yen.to_string()).unwrap_or_default(),
        FieldKind::Disease => match catalogue.diseases_like(text).as_slice() {
            [one] => format!("{} {}（{}）", one.id, one.name, one.group),
            _ => String::new(),
        },
        FieldKind::Municipality => MunicipalityCode::parse(text)
            .ok()
            .and_then(|code| catalogue.municipality(code))
            .map(|municipality| format!("管轄は{}です。", municipality.office))
            .unwrap_or_default(),
        FieldKind::MyNumber => MyNumber::parse(text)
            .map(|_| "入力済みです（●●●●●●●●●●●●）。変えるときだけ入力します。".to_owned())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn options(kind: FieldKind, text: &str, catalogue: &Catalogue) -> Vec<Offered> {
    match kind {
        FieldKind::Disease => match catalogue.diseases_like(text).as_slice() {
            [] | [_] => Vec::new(),
            many => many
                .iter()
                .take(CANDIDATES)
                .map(|disease| Offered {
                    value: disease.id.to_string(),
                    label: format!("{} {}（{}）", disease.id, disease.name, disease.group),
                })
                .collect(),
        },
        FieldKind::Municipality => catalogue
            .municipalities
            .iter()
            .map(|municipality| Offered { value: municipality.code.to_string(), label: municipality.name.clone() })
            .collect(),
        FieldKind::SevereState => {
            catalogue.states.iter().map(|state| Offered { value: state.key.clone(), label: state.label.clone() }).collect()
        }
        _ => kind
            .choices()
            .into_iter()
            .map(|choice| Offered { value: choice.value.to_owned(), label: choice.label.to_owned() })
            .collect(),
    }
}

/// One line of the page that shows all answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Answer {
    /// Label.
    pub(crate) label: &'static str,
    /// Heading of the group it opens.
    pub(crate) heading: String,
    /// The answer in words, 未入力 where there is none.
    pub(crate) text: String,
    /// Whether it is still open.
    pub(crate) open: bool,
}

/// The answers of a page in words. Groups that were left empty do not appear.
pub(crate) fn answers(list: &[Field], entry: &Entry, catalogue: &Catalogue) -> Vec<Answer> {
    let group_of = |name: &str| {
        name.split_once('_').map(|(group, _)| group.to_owned()).filter(|group| group.ends_with(|c: char| c.is_ascii_digit()))
    };
    list.iter()
        .filter(|field| group_of(&field.name).is_none_or(|group| entry.touched(&format!("{group}_"))))
        .map(|field| {
            let text = in_words(field, entry, catalogue);
            Answer {
                label: field.label,
                heading: field.heading.clone(),
                open: text.is_empty(),
                text: if text.is_empty() { "未入力".to_owned() } else { text },
            }
        })
        .collect()
}

fn in_words(field: &Field, entry: &Entry, catalogue: &Catalogue) -> String {
    let text = entry.text(&field.name);
    if text.is_empty() {
        return if field.kind == FieldKind::Tick { "いいえ".to_owned() } else { String::new() };
    }
    let understood =
        || Some(echo(field.kind, text, catalogue)).filter(|echo| !echo.is_empty()).unwrap_or_else(|| text.to_owned());
    match field.kind {
        FieldKind::Tick => "はい".to_owned(),
        FieldKind::MyNumber => "●●●●●●●●●●●●".to_owned(),
        FieldKind::Date(era) => {
            wareki::parse(text, era.map_or(EraPolicy::Refuse, EraPolicy::Assume)).map_or_else(|_| text.to_owned(), wareki::long)
        }
        FieldKind::Municipality => MunicipalityCode::parse(text)
            .ok()
            .and_then(|code| catalogue.municipality(code))
            .map_or_else(|| text.to_owned(), |municipality| municipality.name.clone()),
        FieldKind::SevereState => {
            catalogue.states.iter().find(|state| state.key == text).map_or_else(|| text.to_owned(), |state| state.label.clone())
        }
        FieldKind::Months => format!("{text}か月"),
        FieldKind::Disease | FieldKind::Yen | FieldKind::Kana => understood(),
        kind => kind
            .choices()
            .into_iter()
            .find(|choice| choice.value == text)
            .map_or_else(|| text.to_owned(), |choice| choice.label.to_owned()),
    }
}
