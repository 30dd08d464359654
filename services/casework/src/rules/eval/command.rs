//! What a command is made of: its fields, the shape of its answer, and the function that asks the rule.

use serde_json::Value;

use super::fields::Fields;
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;

/// Kind of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// ISO date.
    Date,
    /// Text of up to 100 characters.
    Text,
    Bool,
    /// Integer yen, or a text that reads as an amount.
    Yen,
    /// Integer of zero or more.
    Count,
    Kind,
    LateReason,
    Tier,
    Severity,
    Municipality,
    Payer,
    Insurance,
    Relation,
    /// `yyyy-mm`.
    Month,
    /// One of the codes.
    Code(&'static [&'static str]),
    /// List of amounts.
    Yens,
    /// List of texts.
    Texts,
    /// One object of fields.
    Object(&'static [Field]),
    /// List of objects.
    List(&'static [Field]),
}

/// One field of the input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: FieldKind,
    /// Whether it is needed for some inputs only.
    pub(super) optional: bool,
    pub(super) ja: &'static str,
}

pub(super) const fn field(name: &'static str, kind: FieldKind, ja: &'static str) -> Field {
    Field { name, kind, optional: false, ja }
}

pub(super) const fn optional(name: &'static str, kind: FieldKind, ja: &'static str) -> Field {
    Field { name, kind, optional: true, ja }
}

/// The result of a command.
#[derive(Debug)]
pub(super) struct Answer(pub(super) Value);

/// Why there is no result.
#[derive(Debug)]
pub(super) enum Refused {
    /// The input is wrong.
    Input { field: String, message: String, suggestion: Option<String> },
    /// Fields that are always needed are missing.
    Pending(Vec<String>),
    /// The rule stopped.
    Stop(Stop),
}

impl Refused {
    pub(super) fn new(field: &str, message: impl Into<String>) -> Self {
        Self::Input { field: field.to_owned(), message: message.into(), suggestion: None }
    }

    /// Field, message and suggestion of a refusal.
    pub(super) fn parts(&self) -> (&str, &str, Option<&str>) {
        match self {
            Self::Input { field, message, suggestion } => (field, message, suggestion.as_deref()),
            Self::Stop(Stop::Conflict { field, message }) => (field, message, None),
            Self::Stop(Stop::NotApplicable(reason)) => ("kind", reason, None),
            Self::Pending(_) | Self::Stop(Stop::Missing(_)) => ("", "必要な項目がありません。", None),
        }
    }
}

impl From<Stop> for Refused {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// A command of `daicho rules eval`.
#[derive(Debug)]
pub(super) struct Command {
    /// Short name.
    pub(super) alias: &'static str,
    /// `area.noun`.
    pub(super) rule: &'static str,
    pub(super) fields: &'static [Field],
    /// Name and JSON type of each field of the result.
    pub(super) result: &'static [(&'static str, &'static str)],
    pub(super) run: fn(&Fields, &Masters, &RuleSet, &mut Trace) -> Result<Answer, Refused>,
}
