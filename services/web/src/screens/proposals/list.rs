//! `GET /proposals`: for a checker what can be proposed; for all on the way the proposals, those with something open first.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use events::StaffRole;
use identity::Permission;
use jiff::civil::Date;
use projections::proposals::{self, ProposalRow};
use projections::worklist::{self, Flag, Queue, QueueFilter};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::correction::{Phrase, phrases};
use crate::screens::cases::names::Names;
use crate::screens::decisions::row::{Row, proposal_number};

/// Proposals on the page.
const ROWS: u16 = 60;

/// Field of the reason phrase of a case.
pub(super) fn ground_field(id: &str) -> String {
    format!("ground-{id}")
}

/// Field of the words of the reason of a case.
pub(super) fn why_field(id: &str) -> String {
    format!("why-{id}")
}

/// A proposal in the list.
#[derive(Serialize)]
struct Listed {
    href: String,
    number: String,
    proposed_on: Date,
    cases: i64,
    refusals: i64,
    state: String,
    tone: &'static str,
}

impl Listed {
    fn of(row: &ProposalRow, role: StaffRole) -> Self {
        let roles: Vec<&str> = row.waits_for.iter().map(|role| role.label()).collect();
        let (state, tone) = match row.open {
            0 => ("済".to_owned(), "ok"),
            open => (format!("{}待ち {open}件", roles.join("・")), if row.waits_for.contains(&role) { "key" } else { "" }),
        };
        Self {
            href: format!("/proposals/{}", row.proposal),
            number: proposal_number(i64::from(row.year), i64::from(row.serial)),
            proposed_on: row.proposed_on,
            cases: row.cases,
            refusals: row.refusals,
            state,
            tone,
        }
    }
}

/// A case that can be proposed to be refused.
#[derive(Serialize)]
struct Refusable {
    row: Row,
    chosen: bool,
    ground_field: String,
    why_field: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ProposalsPage {
    rows: Vec<Listed>,
    grants: Vec<Row>,
    /// Which of them were chosen.
    chosen: BTreeMap<String, bool>,
    refusals: Vec<Refusable>,
    may_propose: bool,
    grounds: Vec<Phrase>,
    form: FormView,
}

/// The cases of a queue that can be proposed.
async fn waiting(cx: &Cx, names: &Names, queue: Queue, flag: Option<Flag>) -> Result<Vec<Row>, Problem> {
    let filter = QueueFilter { queues: vec![queue], flag, awake_on: Some(cx.today), ..QueueFilter::default() };
    let found = worklist::page(cx.pool(), &filter, None, ROWS).await?.rows;
    let found: Vec<_> = found.into_iter().filter(|row| !row.flags.contains(&Flag::Proposed)).collect();
    let actor = &cx.staff()?.actor;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        rows.push(Row::proposable(&cx.acts().case(row.application, None).await?, names, actor));
    }
    rows.retain(|row| row.closed.is_empty());
    Ok(rows)
}

/// Draws the page; `posted` is what was sent, kept as typed.
pub(super) async fn render(cx: &Cx, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let role = cx.staff()?.actor.role;
    let rows = proposals::newest(cx.pool(), ROWS).await?;
    let may_propose = cx.may(Permission::ProposeDecisions);
    let (mut grants, mut refusals) = (Vec::new(), Vec::new());
    if may_propose {
        grants = waiting(cx, &names, Queue::ToDecide, None).await?;
        refusals = waiting(cx, &names, Queue::Checking, Some(Flag::BoardRefused)).await?;
    }
    let subjects: Vec<_> = grants.iter().chain(&refusals).filter_map(|row| row.id.parse().ok()).collect();
    cx.viewed(&subjects).await?;
    let is_chosen = |id: &str| posted.is_some_and(|posted| posted.all("case").contains(&id));
    let page = ProposalsPage {
        rows: rows.iter().map(|row| Listed::of(row, role)).collect(),
        chosen: grants.iter().map(|row| (row.id.clone(), is_chosen(&row.id))).collect(),
        grants,
        refusals: refusals
            .into_iter()
            .map(|row| Refusable {
                chosen: is_chosen(&row.id),
                ground_field: ground_field(&row.id),
                why_field: why_field(&row.id),
                row,
            })
            .collect(),
        may_propose,
        grounds: phrases(&names, "refusal"),
        form: posted.map_or_else(FormView::default, FormView::of).with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, None, &FieldErrors::default()).await
}

impl Page for ProposalsPage {
    const TEMPLATE: &'static str = "proposals/list.html";

    fn sample() -> Vec<Self> {
        let listed = |state: &str, tone| Listed {
            href: "/proposals/1".to_owned(),
            number: proposal_number(8, 3),
            proposed_on: jiff::civil::date(2026, 11, 24),
            cases: 3,
            refusals: 1,
            state: state.to_owned(),
            tone,
        };
        let refusal =
            |row: Row| Refusable { chosen: true, ground_field: ground_field(&row.id), why_field: why_field(&row.id), row };
        let mut errors = FieldErrors::default();
        errors.add(&why_field("01990000-0000-7000-8000-000000000001"), "申請者に示す理由を入力してください。");
        let page = |may_propose| {
            let rows = if may_propose { Row::samples() } else { Vec::new() };
            Self {
                rows: vec![listed("決裁待ち 3件", "key"), listed("済", "ok")],
                chosen: rows.iter().map(|row| (row.id.clone(), true)).collect(),
                refusals: rows.iter().filter(|row| row.refuses).cloned().map(refusal).collect(),
                grants: rows,
                may_propose,
                grounds: vec![Phrase::sample()],
                form: FormView::default().with_errors(&errors),
            }
        };
        vec![page(true), page(false), Self { rows: Vec::new(), ..page(false) }]
    }
}
