//! Forms: what was sent, kept as typed; what is wrong with it, beside the field and in the summary; and how it comes back.

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use events::ids::CommandId;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use serde::Serialize;

use crate::problem::Problem;

/// Name of the hidden field with the form token.
pub(crate) const TOKEN: &str = "_token";
/// Name of the hidden field with the command id.
pub(crate) const COMMAND: &str = "_command";
/// Name of the hidden field with the version of the case on the screen.
pub(crate) const SEEN: &str = "_seen";

/// A form that came from a page of this session. Only the guard of a route makes one.
#[derive(Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    command: Option<CommandId>,
    seen: Option<i32>,
    files: Vec<(String, Bytes)>,
}

impl Posted {
    pub(crate) fn new(mut pairs: Vec<(String, String)>) -> Self {
        let hidden = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let command = hidden(COMMAND).and_then(|text| text.parse::<CommandId>().ok()).filter(|id| id.0.get_version_num() == 7);
        let seen = hidden(SEEN).and_then(|text| text.parse().ok());
        pairs.retain(|(key, _)| ![TOKEN, COMMAND, SEEN].contains(&key.as_str()));
        Self { fields: pairs, command, seen, files: Vec::new() }
    }

    pub(crate) fn with_files(pairs: Vec<(String, String)>, files: Vec<(String, Bytes)>) -> Self {
        Self { files, ..Self::new(pairs) }
    }

    /// The content of a file that was chosen; none where none was.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(key, content)| key == name && !content.is_empty()).map(|(_, content)| content.as_ref())
    }

    /// What was typed, or nothing.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of a name, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether the field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.text(name) == "on"
    }

    /// Everything, in order, without the hidden fields of the frame.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The id made with the form: sending it again is not acting again.
    ///
    /// # Errors
    /// [`Problem::Invalid`] where the form has none.
    pub fn command(&self) -> Result<CommandId, Problem> {
        self.command
            .ok_or_else(|| Problem::Invalid("この画面の送信番号がありません。画面を読み込み直してから操作してください。".into()))
    }

    /// The version of the case that was on the screen.
    pub const fn seen_version(&self) -> Option<i32> {
        self.seen
    }
}

impl std::fmt::Debug for Posted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Posted({} fields)", self.fields.len())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Posted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// What is wrong, in the order of the form.
#[derive(Clone, Default)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// The value, or its error beside the field.
    pub fn take<T>(&mut self, name: &str, read: Result<T, impl std::fmt::Display>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(name, error.to_string());
                None
            }
        }
    }

    /// An error beside a field; the first of a field counts.
    pub fn add(&mut self, name: &str, message: impl Into<String>) {
        if !self.0.iter().any(|(field, _)| field == name && !name.is_empty()) {
            self.0.push((name.to_owned(), message.into()));
        }
    }

    /// An error of the form as a whole.
    pub fn general(&mut self, message: impl Into<String>) {
        self.add("", message);
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and message.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A form as a template sees it.
#[derive(Clone, Default, Serialize)]
pub struct FormView {
    values: BTreeMap<String, Vec<String>>,
    errors: BTreeMap<String, String>,
    echoes: BTreeMap<String, String>,
    summary: Vec<(String, String)>,
}

impl FormView {
    /// As it was sent.
    pub fn of(posted: &Posted) -> Self {
        Self::filled(posted.pairs().iter().cloned())
    }

    /// With values.
    pub fn filled<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut view = Self::default();
        for (name, value) in pairs {
            view.values.entry(name.into()).or_default().push(value.into());
        }
        view
    }

    /// With values for the fields of a page that were not sent.
    #[must_use]
    pub fn with_defaults<N: Into<String>, V: Into<String>>(mut self, pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        for (name, value) in pairs {
            self.values.entry(name.into()).or_insert_with(|| vec![value.into()]);
        }
        self
    }

    /// Whether nothing was filled in and nothing is wrong.
    pub fn is_blank(&self) -> bool {
        self.values.is_empty() && self.errors.is_empty() && self.summary.is_empty()
    }

    /// With what is wrong.
    #[must_use]
    pub fn with_errors(mut self, errors: &FieldErrors) -> Self {
        self.summary = errors.pairs().to_vec();
        self.errors = errors.pairs().iter().filter(|(name, _)| !name.is_empty()).cloned().collect();
        self
    }

    /// Where a page has several forms, those that were not sent keep what they offer.
    #[must_use]
    pub fn beside(mut self, offered: Self) -> Self {
        for (name, values) in offered.values {
            self.values.entry(name).or_insert(values);
        }
        self
    }

    /// With how its days were understood; one that is none has its error beside it.
    #[must_use]
    pub fn understood(self, days: &[&str]) -> Self {
        days.iter().fold(self, |form, name| form.understood_as(name, EraPolicy::Assume(Era::Reiwa)))
    }

    /// With how one day was understood.
    #[must_use]
    pub fn understood_as(self, name: &str, policy: EraPolicy) -> Self {
        let typed = self.values.get(name).and_then(|values| values.first()).map_or("", |value| value.trim());
        match wareki::parse(typed, policy) {
            Ok(day) => self.echo(name, wareki::echo(day)),
            Err(_) => self,
        }
    }

    /// Something typed is wrong.
    pub const fn is_refused(&self) -> bool {
        !self.summary.is_empty()
    }

    /// With how a value was understood: 令和8年4月1日（2026-04-01・水）.
    #[must_use]
    pub fn echo(mut self, name: &str, text: impl Into<String>) -> Self {
        self.echoes.insert(name.to_owned(), text.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_hidden_fields_of_the_frame_are_no_input() {
        let posted = Posted::new(pairs(&[
            ("_token", "t"),
            ("_command", "01990000-0000-7000-8000-000000000001"),
            ("_seen", "7"),
            ("disease", "a"),
            ("disease", "b"),
        ]));
        assert_eq!(posted.all("disease"), ["a", "b"]);
        assert_eq!(posted.pairs().len(), 2);
        assert_eq!(posted.seen_version(), Some(7));
        assert!(posted.command().is_ok());
        assert_eq!(format!("{posted:?}"), "Posted(2 fields)");
    }

    #[test]
    fn a_command_id_is_a_uuid_of_version_7() {
        for text in ["", "x", "00000000-0000-4000-8000-000000000001"] {
            assert!(Posted::new(pairs(&[("_command", text)])).command().is_err(), "{text}");
        }
    }

    #[test]
    fn what_was_sent_stands_and_other_forms_keep_what_they_offer() {
        let posted = Posted::new(pairs(&[("from", "")]));
        let form = FormView::of(&posted).beside(FormView::filled([("from", "1"), ("posted_on", "R8.11.24")]));
        let values = |name: &str| form.values.get(name).cloned().unwrap_or_default();
        assert_eq!((values("from"), values("posted_on")), (vec![String::new()], vec!["R8.11.24".to_owned()]));
    }

    #[test]
    fn the_first_error_of_a_field_counts_and_the_input_is_kept() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.take("day", Err::<(), _>("一つめ")), None);
        errors.add("day", "二つめ");
        errors.general("全体");
        errors.general("もう一つ");
        let view = FormView::filled([("day", "R8.2.30")]).with_errors(&errors).echo("day", "令和8年");
        let json = serde_json::to_value(&view).unwrap_or_default();
        assert_eq!(json["errors"]["day"], "一つめ");
        assert_eq!(json["summary"].as_array().map(Vec::len), Some(3));
        assert_eq!(json["values"]["day"][0], "R8.2.30");
        assert!(view.is_refused());
    }

    #[test]
    fn a_day_says_how_it_was_understood_and_what_is_none_says_nothing() {
        let view = FormView::filled([("until", " 8.12.8 "), ("from", "R8.2.30"), ("born", "8.12.8")])
            .understood(&["until", "from", "absent"])
            .understood_as("born", EraPolicy::Refuse);
        let echoes: Vec<&String> = view.echoes.keys().collect();
        assert_eq!(echoes, ["until"]);
        assert!(view.echoes["until"].starts_with("令和8年12月8日"));
        assert!(!view.is_refused());
    }
}
