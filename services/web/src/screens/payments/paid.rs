//! `GET /payments/paid?month=`: what was paid in a month, to be looked at and taken along.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::payments::{self, PaidRow};
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Lines of the page; the file has them all.
const LISTED: usize = 200;
const COLUMNS: [(&str, u8); 5] = [("振込日", 14), ("受付番号", 14), ("受給者", 20), ("一覧番号", 10), ("金額", 12)];

/// A line.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    batch: String,
    number: String,
    paid_on: String,
    receipt_number: String,
    name: String,
    amount: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PaidPage {
    month: String,
    lines: Vec<Line>,
    all: usize,
    total: i64,
    offer: Offer,
    form: FormView,
}

fn offer() -> Offer {
    Offer::of(titles())
}

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

fn line(row: &PaidRow) -> Line {
    let (batch, year, serial) = row.batch;
    Line {
        href: format!("/reimbursements/{}", row.reimbursement),
        batch: format!("/payments/{batch}"),
        number: format!("{year}-{serial}"),
        paid_on: wareki::short(row.paid_on),
        receipt_number: row.receipt_number.to_string(),
        name: name_and_kana(&row.name).0,
        amount: row.amount,
    }
}

/// What was paid in a month, names opened.
async fn rows(cx: &Cx, month: Date) -> Result<Vec<PaidRow>, Problem> {
    let mut rows = payments::paid_between(cx.pool(), month.first_of_month(), month.last_of_month(), MOST).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    Ok(rows)
}

/// The month that is asked for; that of today where nothing is.
fn asked(text: &str, today: Date) -> Result<Date, String> {
    if text.trim().is_empty() { Ok(today.first_of_month()) } else { month::read(text).map_err(|error| error.to_string()) }
}

async fn render(cx: &Cx, typed: &str, offer: Offer, status: StatusCode) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let month = errors.take("month", asked(typed, cx.today));
    let status = if month.is_some() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    let rows = if let Some(month) = month { rows(cx, month).await? } else { Vec::new() };
    let shown: Vec<&PaidRow> = rows.iter().take(LISTED).collect();
    let subjects: Vec<Uuid> = shown.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let typed = month.map_or_else(|| typed.to_owned(), month::short);
    let page = PaidPage {
        month: month.map(month::long).unwrap_or_default(),
        lines: shown.into_iter().map(line).collect(),
        all: rows.len(),
        total: rows.iter().map(|row| row.amount).sum(),
        offer,
        form: FormView::filled([("month", typed)]).with_errors(&errors),
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let typed = cx.decoded("month");
    render(&cx, &typed, offer(), StatusCode::OK).await
}

/// `POST /payments/paid/export`: the month as a file, on record.
pub(crate) async fn export(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let typed = posted.text("month");
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => {
            let again = Offer::again(titles(), &posted, &errors);
            return render(&cx, typed, again, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let Ok(month) = asked(typed, cx.today) else {
        return render(&cx, typed, offer(), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let rows = rows(&cx, month).await?;
    if rows.len() == usize::from(MOST) {
        let again = Offer::again(titles(), &posted, &too_many());
        return render(&cx, typed, again, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), rows.iter().map(|row| row.recipient.0).collect()).await? {
        return render(&cx, typed, Offer::again(titles(), &posted, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let about = wish.about(&cx, "療養費の支払済の一覧", &month::long(month), rows.len())?;
    let cells = |row: &PaidRow| -> Vec<Cell> {
        vec![
            Cell::Day(row.paid_on),
            row.receipt_number.to_string().into(),
            name_and_kana(&row.name).0.into(),
            format!("{}-{}", row.batch.1, row.batch.2).into(),
            row.amount.into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    let sheet = Sheet { name: "支払済の一覧", about, columns: COLUMNS.to_vec(), rows };
    wish.file(sheet, &format!("payments-paid-{}", month.strftime("%Y%m")))
}

impl Page for PaidPage {
    const TEMPLATE: &'static str = "payments/paid.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/reimbursements/1".to_owned(),
            batch: "/payments/1".to_owned(),
            number: "8-3".to_owned(),
            paid_on: "R8.12.25".to_owned(),
            receipt_number: "8-01-0413".to_owned(),
            name: "見本 花子".to_owned(),
            amount: 25_000,
        };
        let mut errors = FieldErrors::default();
        errors.add("month", "月として読めません。");
        let page =
            |lines: Vec<Line>, all, offer, form| Self {
                month: "令和8年12月".to_owned(), total: 25_000, lines, all, offer, form
            };
        let [plain, refused] = Offer::samples();
        vec![
            page(vec![line], 1, plain.clone(), FormView::filled([("month", "R8.12")])),
            page(vec![], 201, refused, FormView::filled([("month", "R8.12")])),
            page(vec![], 0, plain, FormView::filled([("month", "先月")]).with_errors(&errors)),
        ]
    }
}
