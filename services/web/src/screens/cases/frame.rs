//! What every page of a case has in common: whose it is, where one is within it, and which version was seen.

use acts::Case;
use casework::application::Stage;
use events::ids::ApplicationId;
use projections::case_history::{self, Entry};
use serde::Serialize;
use uuid::Uuid;

use super::ident::Ident;
use super::names::Names;
use super::papers;
use crate::as_of::{Bar, Steps, View};
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::clerks;

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
    /// Records that look like the child, of which nobody said yet whether they are.
    pub(crate) suspects: usize,
    /// Inquiries whose answers are waited for.
    pub(crate) inquiries: usize,
    /// Added to links within the case: from where one looks.
    pub(crate) query: String,
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
            query: String::new(),
            current,
            documents: format!("{}/{}", counts.settled, counts.all),
            inquiries: case.application.inquiries().all().len(),
            suspects: case.application.likenesses().open(),
            version: case.version,
            stage: case.application.stage().map_or("", Stage::label),
            recipient: case.application.recipient().map(|id| format!("/recipients/{id}")),
        }
    }

    /// The frame of a case as it was.
    pub(crate) fn at(case: &Case, names: &Names, view: &View, current: &'static str) -> Self {
        let query = view.query();
        let frame = Self::of(case, names, view.day, current);
        Self { recipient: frame.recipient.map(|path| format!("{path}{query}")), query, ..frame }
    }

    /// A frame for the tests of templates.
    pub(crate) fn sample(current: &'static str) -> Self {
        Self {
            ident: Ident::sample(),
            path: format!("/cases/{}", Uuid::nil()),
            query: String::new(),
            current,
            documents: "7/8".to_owned(),
            suspects: 1,
            inquiries: 1,
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

/// The case of a page and its names, told to the access log.
pub(crate) async fn opened(cx: &Cx, id: ApplicationId) -> Result<(Case, Names), Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = names(cx, &case).await?;
    viewed(cx, &case).await?;
    Ok((case, names))
}

/// Names for a case's page.
pub(crate) async fn names(cx: &Cx, case: &Case) -> Result<Names, Problem> {
    let hides = hides(cx, case).await?;
    let lines = case.documents.iter().map(|document| &document.line);
    Ok(Names::new(cx.masters().await?, cx.today).with_lines(lines).hiding(hides))
}

/// Names for a case's page as they were.
pub(crate) async fn names_at(cx: &Cx, case: &Case, view: &View) -> Result<Names, Problem> {
    let masters = cx.acts().masters_as_of(view.known).await?;
    let lines = case.documents.iter().map(|document| &document.line);
    Ok(Names::new(masters, view.day).with_lines(lines).hiding(hides(cx, case).await?))
}

/// A case as it was known, and its history up to there.
pub(crate) struct Looked {
    pub(crate) case: Case,
    pub(crate) names: Names,
    pub(crate) entries: Vec<Entry>,
    pub(crate) view: View,
    pub(crate) steps: Steps,
}

impl Looked {
    /// The case of a page that can look back. Where there was none then, the page says so by not being found.
    pub(crate) async fn at(cx: &Cx, id: ApplicationId) -> Result<Self, Problem> {
        let view = View::of(cx).await?;
        let case = cx.acts().case(id, view.known).await?;
        let mut entries = case_history::of_case(cx.pool(), id, None).await?;
        let names = names_at(cx, &case, &view).await?.with_staff(clerks::named(cx, &entries).await?);
        let steps =
            Steps::among(entries.iter().map(|entry| (entry.position, case_history::title(entry.event.event_type()))), view.known);
        entries.retain(|entry| view.known.is_none_or(|known| entry.position <= known));
        projections::open(cx.pool(), cx.ring(), &mut entries).await?;
        Ok(Self { case, names, entries, view, steps })
    }

    /// The band of a page of this case.
    pub(crate) fn bar(&self, tail: &str) -> Bar {
        let here = path(self.case.id);
        self.view.bar(&format!("{here}{tail}"), Vec::new(), self.steps.clone(), Some(&format!("{here}/compare")))
    }

    /// The read model has not taken in the newest event yet.
    pub(crate) fn lagging(&self) -> bool {
        self.entries.last().is_none_or(|entry| entry.position < self.case.position)
    }
}

/// The application and the recipient of a case.
pub(crate) fn subjects(case: &Case) -> Vec<Uuid> {
    std::iter::once(case.id.0).chain(case.application.recipient().map(|recipient| recipient.0)).collect()
}

/// Whether where the family of a case lives must not be shown (支援措置).
async fn hides(cx: &Cx, case: &Case) -> Result<bool, Problem> {
    Ok(cx.shield(&subjects(case)).await?.hides_any())
}

/// Tells the access log whose data a page shows.
pub(crate) async fn viewed(cx: &Cx, case: &Case) -> Result<(), Problem> {
    cx.viewed(&subjects(case)).await
}
