//! `GET /recipient-files`: the last twelve months of each organisation, a month without a file among them; here the next file is frozen.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::recipient_file::RecipientFileRefusal;
use events::recipient_file::ReviewBody;
use identity::Permission;
use jiff::Span;
use jiff::civil::Date;
use projections::recipient_files::{self, FileRow, Stage};
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::claims::bodies;

/// Months that are shown.
const MONTHS: i32 = 12;

/// One file.
#[derive(Clone, Serialize)]
struct File {
    href: String,
    serial: i32,
    stage: &'static str,
    tone: &'static str,
    added: i32,
    changed: i32,
    lost: i32,
    rejected: usize,
    undecided: i32,
}

/// A month of an organisation.
#[derive(Clone, Serialize)]
struct Row {
    month: String,
    body: &'static str,
    files: Vec<File>,
    /// The month is over and nothing was handed over.
    missing: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    months: Vec<Row>,
    missing: usize,
    bodies: Vec<Offered>,
    may_prepare: bool,
    form: FormView,
}

/// The tone of a stage.
pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "warn",
        Stage::Released | Stage::Delivered => "key",
        Stage::Answered => "ok",
        Stage::Withdrawn => "",
    }
}

fn file(row: &FileRow) -> File {
    File {
        href: format!("/recipient-files/{}", row.file),
        serial: row.serial,
        stage: row.stage.label(),
        tone: tone(row.stage),
        added: row.added,
        changed: row.changed,
        lost: row.lost,
        rejected: row.rejected.len(),
        undecided: row.undecided,
    }
}

/// The months of every organisation, the newest first. Before the first file of an organisation no month is missing.
fn months(rows: &[FileRow], today: Date) -> Vec<Row> {
    let this = today.first_of_month();
    let mut all = Vec::new();
    for back in 0..MONTHS {
        let Ok(month) = Span::new().try_months(back).and_then(|span| this.checked_sub(span)) else { continue };
        for body in ReviewBody::ALL {
            let of_body = || rows.iter().filter(|row| row.body == *body);
            let files: Vec<&FileRow> = of_body().filter(|row| row.month == month).collect();
            let begun = of_body().any(|row| row.month < month && row.delivered_on.is_some());
            let delivered = files.iter().any(|row| row.delivered_on.is_some());
            all.push(Row {
                month: month::long(month),
                body: body.label(),
                missing: begun && !delivered && month < this,
                files: files.into_iter().map(file).collect(),
            });
        }
    }
    all
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    // A month more than is shown, so that what came before is known.
    let from = cx.today.first_of_month().checked_sub(Span::new().months(MONTHS + 12)).map_err(|_| Problem::Internal)?;
    let months = months(&recipient_files::all(cx.pool(), from).await?, cx.today);
    let page = ListPage {
        missing: months.iter().filter(|month| month.missing).count(),
        months,
        bodies: bodies(),
        may_prepare: cx.may(Permission::RunPayments),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::filled([("month", month::short(cx.today))]), StatusCode::OK).await
}

/// `POST /recipient-files`: freezes the next file.
pub(crate) async fn prepare(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let body = errors.take("body", posted.text("body").parse::<ReviewBody>());
    let month = errors.take("month", month::read(posted.text("month")));
    if let (Some(body), Some(month)) = (body, month) {
        match cx.acts().prepare_recipient_file(&cx.request(&posted)?, body, month).await {
            Ok((id, done)) => {
                return cx.told(&format!("/recipient-files/{id}"), "recipient_file_prepared", done.position, SHOWN_BY).await;
            }
            Err(ActError::Refused(refusal)) => {
                let field = match refusal {
                    Refusal::RecipientFile(
                        RecipientFileRefusal::Open(_) | RecipientFileRefusal::NoLayout(_) | RecipientFileRefusal::NoBodies,
                    ) => "body",
                    _ => "month",
                };
                errors.add(field, refusal.to_string());
            }
            Err(other) => return Err(other.into()),
        }
    }
    render(&cx, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "recipient_files/list.html";

    fn sample() -> Vec<Self> {
        let file = |stage: Stage, rejected| File {
            href: "/recipient-files/1".to_owned(),
            serial: 3,
            stage: stage.label(),
            tone: tone(stage),
            added: 12,
            changed: 3,
            lost: 1,
            rejected,
            undecided: if rejected == 0 { 0 } else { 2 },
        };
        let month = |files: Vec<File>, missing| Row { month: "令和8年10月".to_owned(), body: "国保連", files, missing };
        let mut errors = FieldErrors::default();
        errors.add("month", "月として読めません。");
        let page = |months: Vec<Row>, missing, may_prepare, form| Self { months, missing, bodies: bodies(), may_prepare, form };
        vec![
            page(
                vec![month(vec![file(Stage::Answered, 2), file(Stage::Withdrawn, 0)], false), month(Vec::new(), true)],
                1,
                true,
                FormView::filled([("month", "R8.11")]).with_errors(&errors),
            ),
            page(vec![month(Vec::new(), false)], 0, false, FormView::default()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use events::ids::RecipientFileId;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_month_that_is_over_without_a_file_is_missing_once_files_have_begun() {
        let row = |month: Date, delivered: bool| FileRow {
            file: RecipientFileId(Uuid::nil()),
            body: ReviewBody::Fund,
            month,
            serial: 1,
            stage: if delivered { Stage::Delivered } else { Stage::Withdrawn },
            added: 1,
            changed: 0,
            lost: 0,
            undecided: 0,
            prepared_on: month,
            delivered_on: delivered.then_some(month),
            rejected: Vec::new(),
            position: 1,
        };
        let rows = [row(date(2026, 10, 1), false), row(date(2026, 8, 1), true)];
        let missing: Vec<(String, &str)> = months(&rows, date(2026, 11, 20))
            .into_iter()
            .filter(|month| month.missing)
            .map(|month| (month.month, month.body))
            .collect();
        assert_eq!(missing, [("令和8年10月".to_owned(), "支払基金"), ("令和8年9月".to_owned(), "支払基金")]);
    }
}
