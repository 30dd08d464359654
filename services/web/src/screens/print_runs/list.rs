//! `GET /print-runs`: the runs, those with something open first, and the question for another one.

use ::acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::wareki;
use identity::Permission;
use jiff::civil::Date;
use projections::prints::{self, RunRow};
use serde::Serialize;

use super::reading;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::names::Names;

/// Runs on a page.
const ROWS: u16 = 30;
/// Read models that show what was done.
pub(super) const SHOWN_BY: &[&str] = &["prints"];

/// 「令和8年度 第12号」.
pub(super) fn number(year: i64, serial: i64) -> String {
    format!("令和{year}年度 第{serial}号")
}

#[derive(Serialize)]
struct Row {
    href: String,
    number: String,
    frozen_on: Date,
    kind: &'static str,
    office: String,
    period: String,
    items: i32,
    posted: i32,
    state: String,
    tone: &'static str,
    notes: Vec<String>,
}

impl Row {
    fn of(row: &RunRow, names: &Names) -> Self {
        let (state, tone) = match row {
            _ if row.closed && row.tasks > 0 => (format!("締め済（課題 {}件）", row.tasks), "warn"),
            _ if row.closed => ("締め済".to_owned(), "ok"),
            _ if row.halted => ("作成を止めています".to_owned(), "alert"),
            _ if row.rendered < row.items => (format!("作成中 {}/{}", row.rendered, row.items), "key"),
            _ if !row.released => ("承認待ち".to_owned(), "warn"),
            _ if row.posted < row.items => ("印刷・封入".to_owned(), "key"),
            _ => ("締め待ち".to_owned(), "warn"),
        };
        let count = |count: i32, what: &str| (count > 0).then(|| format!("{what} {count}件"));
        Self {
            href: format!("/print-runs/{}", row.run),
            number: number(i64::from(row.year), i64::from(row.serial)),
            frozen_on: row.frozen_on,
            kind: row.kind.label(),
            office: row.office.map_or_else(|| "すべて".to_owned(), |office| names.office_short(office)),
            period: format!("{}から{}まで", wareki::short(row.decided_from), wareki::short(row.decided_until)),
            items: row.items,
            posted: row.posted,
            state,
            tone,
            notes: [count(row.left_out, "対象外"), count(row.returned, "返戻"), count(row.mismatches, "封入の違い")]
                .into_iter()
                .flatten()
                .collect(),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PrintRunsPage {
    rows: Vec<Row>,
    next: Option<String>,
    first: Option<String>,
    may_run: bool,
    fields: Vec<FieldView>,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let after: u16 = cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut rows = prints::newest(cx.pool(), i64::from(after), i64::from(ROWS) + 1).await?;
    let more = rows.len() > usize::from(ROWS);
    rows.truncate(usize::from(ROWS));
    let page = PrintRunsPage {
        rows: rows.iter().map(|row| Row::of(row, &names)).collect(),
        next: more.then(|| format!("/print-runs?after={}", after.saturating_add(ROWS))),
        first: (after > 0).then(|| "/print-runs".to_owned()),
        may_run: cx.may(Permission::RunPrinting),
        fields: reading::fields(&names, cx.today),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page, with the month until today as the period.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let form = FormView::filled([
        ("kind", "all".to_owned()),
        ("order", "postal".to_owned()),
        ("decided_from", wareki::short(cx.today.saturating_sub(jiff::Span::new().months(1)))),
        ("decided_until", wareki::short(cx.today)),
    ]);
    render(&cx, form, StatusCode::OK).await
}

/// `POST /print-runs`.
pub(crate) async fn freeze(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let refused = |errors: &FieldErrors| FormView::of(&posted).with_errors(errors).understood(&["decided_from", "decided_until"]);
    let query = match reading::query(&posted) {
        Ok(query) => query,
        Err(reader) => return render(&cx, refused(&reader.errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    match cx.acts().freeze_print_run(&request, query).await {
        Ok((id, done)) => cx.told(&format!("/print-runs/{id}"), "print_run_frozen", done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => {
            let mut errors = FieldErrors::default();
            errors.general(error.to_string());
            render(&cx, refused(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Page for PrintRunsPage {
    const TEMPLATE: &'static str = "print_runs/list.html";

    fn sample() -> Vec<Self> {
        let row = |state: &str, tone, notes: &[&str]| Row {
            href: "/print-runs/1".to_owned(),
            number: number(8, 12),
            frozen_on: jiff::civil::date(2026, 11, 24),
            kind: "すべての受給者証",
            office: "すべて".to_owned(),
            period: "R8.11.1からR8.11.24まで".to_owned(),
            items: 982,
            posted: 980,
            state: state.to_owned(),
            tone,
            notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        };
        let fields = || {
            let today = jiff::civil::date(2026, 11, 24);
            reading::fields(&Names::new(std::sync::Arc::default(), today), today)
        };
        let mut errors = FieldErrors::default();
        errors.add("decided_until", "終わりの日が始まりの日より前です。");
        let page = |rows, may_run, form| Self {
            rows,
            next: Some("/print-runs?after=30".to_owned()),
            first: None,
            may_run,
            fields: fields(),
            form,
        };
        vec![
            page(
                vec![row("印刷・封入", "key", &["対象外 3件", "返戻 1件"]), row("締め済", "ok", &[])],
                true,
                FormView::default().with_errors(&errors),
            ),
            Self { next: None, ..page(Vec::new(), false, FormView::default()) },
        ]
    }
}
