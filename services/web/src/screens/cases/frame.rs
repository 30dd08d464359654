//! What every page of a case has in common: whose it is, where one is within it, and which version was seen.

use acts::Case;
use casework::application::Stage;
use events::ids::ApplicationId;
use serde::Serialize;
use uuid::Uuid;

use super::ident::Ident;
use super::names::Names;
use super::papers;
use crate::cx::Cx;
use crate::problem::Problem;

/// The frame of a page about a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Frame {
    /// The bar.
    pub(crate) ident: Ident,
    /// `/cases/…`.
    pub(crate) path: String,
    /// Which page this is.
    pub(crate) current: &'static str,
    /// 「7/8」.
    pub(crate) documents: String,
    /// Version that is shown.
    pub(crate) version: i32,
    /// State.
    pub(crate) stage: &'static str,
    /// The ledger page of the recipient.
    pub(crate) recipient: Option<String>,
}

impl Frame {
    /// The frame of a case.
    pub(crate) fn of(case: &Case, names: &Names, today: jiff::civil::Date, current: &'static str) -> Self {
        let counts = papers::counts(&case.documents);
        Self {
            ident: Ident::of_case(case, names, today),
            path: path(case.id),
            current,
            documents: format!("{}/{}", counts.settled, counts.all),
            version: case.version,
            stage: case.application.stage().map_or("", Stage::label),
            recipient: case.application.recipient().map(|id| format!("/recipients/{id}")),
        }
    }

    /// A frame for the tests of templates.
    pub(crate) fn sample(current: &'static str) -> Self {
        Self {
            ident: Ident::sample(),
            path: format!("/cases/{}", Uuid::nil()),
            current,
            documents: "7/8".to_owned(),
            version: 4,
            stage: "点検中",
            recipient: Some(format!("/recipients/{}", Uuid::nil())),
        }
    }
}

/// Address of a case.
pub(crate) fn path(id: ApplicationId) -> String {
    format!("/cases/{id}")
}

/// Names for a case's page.
pub(crate) async fn names(cx: &Cx, case: &Case) -> Result<Names, Problem> {
    Ok(Names::new(cx.masters().await?, cx.today).with_lines(case.documents.iter().map(|document| &document.line)))
}

/// Tells the access log whose data a page shows.
pub(crate) async fn viewed(cx: &Cx, case: &Case) -> Result<(), Problem> {
    let mut subjects = vec![case.id.0];
    subjects.extend(case.application.recipient().map(|recipient| recipient.0));
    cx.viewed(&subjects).await
}
