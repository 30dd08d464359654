//! `POST /claims/totals/export`: the totals of a year as a file, on record; each line says which kind of payment it is.

use axum::http::StatusCode;
use axum::response::Response;
use projections::claims::Total;
use projections::reimbursements::PaidMonth;

use super::totals::{Asked, lines, paid, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::month;
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};

const COLUMNS: [(&str, u8); 7] = [
    ("種別", 12),
    ("集計の単位", 30),
    ("件数", 10),
    ("受給者数", 10),
    ("医療費総額", 14),
    ("公費負担額", 14),
    ("自己負担額", 14),
];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before the figures leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

fn cells(word: String, total: &Total) -> Vec<Cell> {
    vec![
        "請求明細".into(),
        word.into(),
        total.claims.into(),
        total.recipients.into(),
        total.total.into(),
        total.paid.into(),
        total.share.into(),
    ]
}

/// What was paid to families has neither a whole nor a share of the family.
fn family_cells(row: &PaidMonth) -> Vec<Cell> {
    let word = format!("{}（支給を決定した月）", month::short(row.month));
    let (claims, recipients, paid) = (row.claims.into(), row.recipients.into(), row.paid.into());
    vec!["療養費".into(), word.into(), claims, recipients, Cell::Empty, paid, Cell::Empty]
}

/// Makes the file.
pub(crate) async fn totals(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let (year, by) = (posted.text("year"), posted.text("by"));
    let again = |errors: &FieldErrors| {
        let offer = Some(Offer::again(titles(), &posted, errors));
        render(&cx, (year, by), offer, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return again(&errors).await,
    };
    let (asked, known) = Asked::read(year, by, cx.today);
    if !known {
        return render(&cx, (year, by), None, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let lines = lines(&cx, asked).await?;
    let people = lines.iter().filter_map(|(_, total)| Some(total.recipient?.0)).collect();
    let families = paid(&cx, asked).await?;
    let all = lines.len() + families.len();
    if let Err(errors) = wish.tell(&cx, &posted, all, people).await? {
        return again(&errors).await;
    }
    let words = format!("令和{}年度　{}別", asked.year, asked.by.label());
    let about = wish.about(&cx, "医療費の集計", &words, all)?;
    let rows = lines.into_iter().map(|(word, total)| cells(word, &total)).chain(families.iter().map(family_cells)).collect();
    wish.file(Sheet { name: "医療費の集計", about, columns: COLUMNS.to_vec(), rows }, &format!("claim-totals-r{}", asked.year))
}
