//! `GET /transmittals`: the lists, those with something open first; for a counter, what can go on the next one.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ApplicationId;
use events::vocabulary::OfficeCode;
use identity::Permission;
use jiff::civil::Date;
use projections::transmittals::{self, TransmittalRow};
use projections::worklist::{self, Queue, QueueFilter, WorklistRow};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;

/// Lists on the page.
const ROWS: u16 = 60;
/// Cases offered for a list.
const OFFERED: u16 = 100;
/// Read models that show what was done.
pub(super) const SHOWN_BY: &[&str] = &["transmittals", "worklist", "case_history"];

/// 「令和8年度 佐賀中部 第12号」.
pub(super) fn number(names: &Names, office: OfficeCode, year: i64, serial: i64) -> String {
    format!("令和{year}年度 {} 第{serial}号", names.office_short(office))
}

#[derive(Serialize)]
struct Row {
    href: String,
    number: String,
    drawn_up_on: Date,
    sent_on: Option<Date>,
    cases: i64,
    state: String,
    tone: &'static str,
}

impl Row {
    fn of(row: &TransmittalRow, names: &Names) -> Self {
        let (state, tone) = match (row.sent_on, row.open, row.missing) {
            (None, ..) => ("作成済".to_owned(), "warn"),
            (Some(_), 0, _) => ("到着確認済".to_owned(), "ok"),
            (Some(_), open, 0) => (format!("到着確認待ち {open}件"), "key"),
            (Some(_), open, missing) => (format!("未着 {missing}件（確認待ち {open}件のうち）"), "alert"),
        };
        Self {
            href: format!("/transmittals/{}", row.transmittal),
            number: number(names, row.office, i64::from(row.year), i64::from(row.serial)),
            drawn_up_on: row.drawn_up_on,
            sent_on: row.sent_on,
            cases: row.cases,
            state,
            tone,
        }
    }
}

/// A case that can go.
#[derive(Serialize)]
struct Ready {
    id: String,
    href: String,
    receipt_number: String,
    name: String,
    kana: String,
    kind: &'static str,
    applied: Date,
    chosen: bool,
}

impl Ready {
    fn of(row: &WorklistRow, posted: Option<&Posted>) -> Self {
        let (name, kana) = name_and_kana(&row.child_name);
        let id = row.application.to_string();
        Self {
            href: format!("/cases/{id}"),
            receipt_number: row.receipt_number.to_string(),
            name,
            kana,
            kind: row.kind.label(),
            applied: row.application_date,
            chosen: posted.is_none_or(|posted| posted.all("case").contains(&id.as_str())),
            id,
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TransmittalsPage {
    rows: Vec<Row>,
    ready: Vec<Ready>,
    may_send: bool,
    form: FormView,
}

async fn render(cx: &Cx, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let rows = transmittals::newest(cx.pool(), cx.office_scope(), ROWS).await?;
    let may_send = cx.may(Permission::ForwardApplications);
    let mut waiting = Vec::new();
    if may_send {
        let filter = QueueFilter { queues: vec![Queue::ToForward], office: cx.office_scope(), ..QueueFilter::default() };
        waiting = worklist::page(cx.pool(), &filter, None, OFFERED).await?.rows;
    }
    let subjects: Vec<_> = waiting.iter().map(|row| row.application.0).collect();
    cx.viewed(&subjects).await?;
    projections::open(cx.pool(), cx.ring(), &mut waiting).await?;
    let page = TransmittalsPage {
        rows: rows.iter().map(|row| Row::of(row, &names)).collect(),
        ready: waiting.iter().map(|row| Ready::of(row, posted)).collect(),
        may_send,
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, None, &FieldErrors::default()).await
}

/// `POST /transmittals`.
pub(crate) async fn draw_up(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let chosen: Vec<ApplicationId> = posted.all("case").into_iter().filter_map(|id| id.parse().ok()).collect();
    match cx.acts().draw_up_transmittal(&cx.request(&posted)?, &chosen).await {
        Ok((id, done)) => cx.told(&format!("/transmittals/{id}"), "transmittal_drawn_up", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal)) => {
            let mut errors = FieldErrors::default();
            errors.add("case", refusal.to_string());
            render(&cx, Some(&posted), &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Page for TransmittalsPage {
    const TEMPLATE: &'static str = "transmittals/list.html";

    fn sample() -> Vec<Self> {
        let row = |state: &str, tone, sent| Row {
            href: "/transmittals/1".to_owned(),
            number: "令和8年度 佐賀中部 第12号".to_owned(),
            drawn_up_on: jiff::civil::date(2026, 11, 24),
            sent_on: sent,
            cases: 12,
            state: state.to_owned(),
            tone,
        };
        let ready = |chosen| Ready {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            applied: jiff::civil::date(2026, 11, 6),
            chosen,
        };
        let mut errors = FieldErrors::default();
        errors.add("case", "進達する申請を1件以上選んでください。");
        vec![
            Self {
                rows: vec![row("作成済", "warn", None), row("到着確認済", "ok", Some(jiff::civil::date(2026, 11, 24)))],
                ready: vec![ready(true), ready(false)],
                may_send: true,
                form: FormView::default().with_errors(&errors),
            },
            Self { rows: Vec::new(), ready: Vec::new(), may_send: true, form: FormView::default() },
            Self { rows: Vec::new(), ready: Vec::new(), may_send: false, form: FormView::default() },
        ]
    }
}
