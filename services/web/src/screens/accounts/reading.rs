//! What the forms of accounts say.

use acts::GrantInput;
use events::StaffRole;
use events::vocabulary::{ChangeNumber, FreeText, OfficeCode};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;

/// A choice of a field.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// Roles and offices that can be given today.
#[derive(Clone, Serialize)]
pub(super) struct Choices {
    pub(super) roles: Vec<Choice>,
    pub(super) offices: Vec<Choice>,
}

impl Choices {
    pub(super) async fn of(cx: &Cx) -> Result<Self, Problem> {
        let masters = cx.masters().await?;
        let staff = StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Program);
        let role = |role: StaffRole| Choice { value: role.code().to_owned(), label: role.label().to_owned() };
        let offices = masters.offices.on(cx.today);
        Ok(Self {
            roles: staff.map(role).collect(),
            offices: offices.map(|row| Choice { value: row.key.clone(), label: row.value.short_name.clone() }).collect(),
        })
    }

    pub(super) fn sample() -> Self {
        let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
        Self { roles: vec![choice("counter", "窓口")], offices: vec![choice("01", "佐賀中部")] }
    }
}

/// A reason that was typed.
pub(super) fn why(posted: &Posted, name: &str, errors: &mut FieldErrors) -> Option<FreeText> {
    match posted.text(name).trim() {
        "" => {
            errors.add(name, "理由を入力してください。");
            None
        }
        typed => errors.take(name, FreeText::parse(typed)),
    }
}

/// A change number that was typed.
pub(super) fn change(posted: &Posted, name: &str, errors: &mut FieldErrors) -> Option<ChangeNumber> {
    errors.take(name, ChangeNumber::parse(posted.text(name)))
}

/// Role, office and reason. Only offices that stand today can be given.
pub(super) fn grant(posted: &Posted, choices: &Choices, errors: &mut FieldErrors) -> Option<GrantInput> {
    let one_of = |list: &[Choice], typed: &str| list.iter().any(|choice| choice.value == typed);
    let role = Some(posted.text("role")).filter(|typed| one_of(&choices.roles, typed)).and_then(|typed| typed.parse().ok());
    if role.is_none() {
        errors.add("role", "役割を選んでください。");
    }
    let office = Some(posted.text("office")).filter(|typed| one_of(&choices.offices, typed));
    let office = office.and_then(|typed| OfficeCode::parse(typed).ok());
    if office.is_none() {
        errors.add("office", "所属を選んでください。");
    }
    let why = why(posted, "why", errors);
    Some(GrantInput { role: role?, office: office?, why: why? })
}
