//! `GET /together/…`: what waits for a step, due first; what cannot take it stands there with the reason.

use acts::Case;
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::ProcedureKind;
use projections::due_list::After;
use projections::worklist::{self, QueueFilter};
use serde::Serialize;

use super::Kind;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::frame;
use crate::screens::cases::ident::name_and_kana;

/// Lines of a page; as many take the step at once.
pub(super) const LINES: u16 = 30;

/// A case of the list.
#[derive(Serialize)]
struct Row {
    id: String,
    href: String,
    receipt_number: String,
    name: String,
    kana: String,
    kind: &'static str,
    protected: bool,
    /// Why it cannot be chosen; empty where it can.
    closed: String,
    chosen: bool,
    /// Version that is shown.
    seen: i32,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TogetherPage {
    title: &'static str,
    lead: &'static str,
    path: &'static str,
    queue_href: String,
    /// The step needs a reason.
    reason: bool,
    rows: Vec<Row>,
    choosable: usize,
    next_href: Option<String>,
    first_href: Option<String>,
    form: FormView,
}

impl Row {
    fn of(kind: Kind, case: &Case, cx: &Cx, chosen: bool) -> Result<Self, Problem> {
        let (name, kana) = name_and_kana(&case.child_name);
        let application = &case.application;
        Ok(Self {
            id: case.id.to_string(),
            href: frame::path(case.id),
            receipt_number: application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name,
            kana,
            kind: application.kind().map_or("", ProcedureKind::label),
            protected: frame::subjects(case).into_iter().any(|subject| cx.shielded().covers(subject)),
            closed: kind.closed(case, &cx.staff()?.actor),
            chosen,
            seen: case.version,
        })
    }
}

/// Draws the page; `posted` is what was sent, kept as typed.
pub(super) async fn render(cx: &Cx, kind: Kind, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    let after = cx.parameter("after").map(str::parse::<After>).transpose().map_err(|_| Problem::NotFound)?;
    let filter =
        QueueFilter { queues: vec![kind.queue()], office: cx.office_scope(), awake_on: Some(cx.today), ..QueueFilter::default() };
    let page = worklist::page(cx.pool(), &filter, after, LINES).await?;
    let mut cases = Vec::with_capacity(page.rows.len());
    for row in &page.rows {
        cases.push(cx.acts().case(row.application, None).await?);
    }
    let subjects: Vec<_> = cases.iter().flat_map(frame::subjects).collect();
    cx.viewed(&subjects).await?;
    let is_chosen = |case: &Case| posted.is_some_and(|posted| posted.all("case").contains(&case.id.to_string().as_str()));
    let rows = cases.iter().map(|case| Row::of(kind, case, cx, is_chosen(case))).collect::<Result<Vec<_>, _>>()?;
    let page = TogetherPage {
        title: kind.title(),
        lead: kind.lead(),
        path: kind.path(),
        queue_href: format!("/queues/{}", kind.queue().code()),
        reason: kind == Kind::Board,
        choosable: rows.iter().filter(|row| row.closed.is_empty()).count(),
        rows,
        next_href: page.next.map(|next| format!("{}?after={next}", kind.path())),
        first_href: after.map(|_| kind.path().to_owned()),
        form: posted.map_or_else(FormView::default, FormView::of).with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// `GET /together/forward`.
pub(crate) async fn forward(cx: Cx) -> Result<Response, Problem> {
    render(&cx, Kind::Forward, None, &FieldErrors::default()).await
}

/// `GET /together/examine`.
pub(crate) async fn examine(cx: Cx) -> Result<Response, Problem> {
    render(&cx, Kind::Examine, None, &FieldErrors::default()).await
}

/// `GET /together/board`.
pub(crate) async fn board(cx: Cx) -> Result<Response, Problem> {
    render(&cx, Kind::Board, None, &FieldErrors::default()).await
}

impl Page for TogetherPage {
    const TEMPLATE: &'static str = "together/list.html";

    fn sample() -> Vec<Self> {
        let row = |closed: &str, protected| Row {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/01990000-0000-7000-8000-000000000001".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            protected,
            closed: closed.to_owned(),
            chosen: closed.is_empty(),
            seen: 4,
        };
        let page = |kind: Kind, rows: Vec<Row>| Self {
            title: kind.title(),
            lead: kind.lead(),
            path: kind.path(),
            queue_href: "/queues/checking".to_owned(),
            reason: kind == Kind::Board,
            choosable: rows.iter().filter(|row| row.closed.is_empty()).count(),
            rows,
            next_href: Some("/together/board?after=x".to_owned()),
            first_href: None,
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("case", "申請を1件以上選んでください。");
        errors.add("why", "理由を入力してください。");
        vec![
            page(Kind::Forward, vec![row("", false)]),
            page(Kind::Examine, vec![row("", true), row("書類がそろっていません。", false)]),
            Self { form: FormView::default().with_errors(&errors), ..page(Kind::Board, vec![row("", false)]) },
            page(Kind::Board, Vec::new()),
        ]
    }
}
