//! Who looked at one person or application.

use axum::response::Response;
use projections::access::{self, Access};
use serde::Serialize;
use uuid::Uuid;

use super::belonging::Belonging;
use super::lines::{self, Line};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// Most lines on the page, the newest.
const MOST: u16 = 500;

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonPage {
    person: String,
    case: Option<String>,
    recipient: Option<String>,
    lines: Vec<Line>,
    foreign: usize,
    late: usize,
    full: bool,
}

/// The ids under which a person was shown: the application and the recipient it led to.
pub(super) async fn subjects(cx: &Cx, id: Uuid) -> Result<(Vec<Uuid>, Option<Uuid>, Option<Uuid>), Problem> {
    let case = projections::worklist::row(cx.pool(), id.into(), None).await?;
    if let Some(case) = case {
        let recipient = case.recipient.map(|recipient| recipient.0);
        return Ok((std::iter::once(id).chain(recipient).collect(), Some(id), recipient));
    }
    let awards = projections::ledger::of_recipient(cx.pool(), id.into(), projections::ledger::AsOf::default()).await?;
    if awards.is_empty() {
        return Err(Problem::NotFound);
    }
    let applications = awards.iter().map(|award| award.application.0);
    Ok((std::iter::once(id).chain(applications).collect(), None, Some(id)))
}

/// The accesses to a person, opened, the newest first.
pub(super) async fn accesses(cx: &Cx, subjects: &[Uuid], limit: u16) -> Result<Vec<Access>, Problem> {
    let mut found = access::of_subjects(cx.pool(), subjects, None, limit).await?;
    projections::open(cx.pool(), cx.ring(), &mut found).await?;
    for access in &mut found {
        access.subjects.retain(|subject| subjects.contains(subject));
    }
    Ok(found)
}

/// `GET /audit/access/persons/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let (all, case, recipient) = subjects(&cx, id).await?;
    let accesses = accesses(&cx, &all, MOST).await?;
    let person = Belonging::of(&cx, &std::iter::once(id).collect()).await?.label(id);
    let lines = lines::shown(&cx, &accesses, &all).await?;
    cx.page(&PersonPage {
        person,
        case: case.map(|case| format!("/cases/{case}")),
        recipient: recipient.map(|recipient| format!("/recipients/{recipient}")),
        foreign: lines.iter().filter(|line| line.mark == "担当外").count(),
        late: lines.iter().filter(|line| line.out_of_hours).count(),
        full: lines.len() == usize::from(MOST),
        lines,
    })
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "audit/person.html";

    fn sample() -> Vec<Self> {
        let page = |lines: Vec<Line>, full, href: Option<&str>| Self {
            person: "8-01-0412 見本 花子".to_owned(),
            case: href.map(ToOwned::to_owned),
            recipient: href.map(ToOwned::to_owned),
            foreign: 1,
            late: 1,
            full,
            lines,
        };
        vec![page(Line::samples(), true, Some("/cases/1")), page(Vec::new(), false, None)]
    }
}
