//! Names of clerks, and who can be one.

use std::collections::{BTreeMap, BTreeSet};

use acts::{Account, ActError};
use events::Event;
use events::application::ApplicationEvent;
use events::ids::StaffId;
use projections::case_history::Entry;
use serde::Serialize;

use crate::cx::Cx;
use crate::problem::Problem;

/// A choice of a field.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// The name of an account.
pub(super) fn name(account: &Account) -> String {
    account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string)
}

/// The account of a clerk; none where it is no account of this installation.
pub(super) async fn clerk(cx: &Cx, staff: StaffId) -> Result<Option<Account>, Problem> {
    match cx.acts().account(staff).await {
        Ok(account) => Ok(Some(account)),
        Err(ActError::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Names of the clerks of a list.
pub(in crate::screens) async fn names(
    cx: &Cx,
    clerks: impl Iterator<Item = StaffId>,
) -> Result<BTreeMap<StaffId, String>, Problem> {
    let mut names = BTreeMap::new();
    for staff in clerks.collect::<BTreeSet<_>>() {
        if let Some(account) = clerk(cx, staff).await? {
            names.insert(staff, name(&account));
        }
    }
    Ok(names)
}

/// Names of those whom the events of a case make its clerk.
pub(in crate::screens) async fn named(cx: &Cx, entries: &[Entry]) -> Result<BTreeMap<StaffId, String>, Problem> {
    let clerk = |entry: &Entry| match &entry.event {
        Event::Application(ApplicationEvent::ClerkNamed(event)) => Some(event.clerk),
        _ => None,
    };
    names(cx, entries.iter().filter_map(clerk)).await
}

/// Those of the desk of whoever looks who can work, by name: same role, same office, neither locked nor over.
pub(super) async fn colleagues(cx: &Cx) -> Result<Vec<Choice>, Problem> {
    let me = cx.staff()?.actor.clone();
    let mut choices = Vec::new();
    for (staff, _) in cx.credentials().all().await? {
        let Some(account) = clerk(cx, staff).await? else { continue };
        if account.role == me.role && Some(account.office) == me.office && account.may_sign_in() {
            let own = if staff == me.id { "（自分）" } else { "" };
            choices.push(Choice { value: staff.to_string(), label: format!("{}{own}", name(&account)) });
        }
    }
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(choices)
}
