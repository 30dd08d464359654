//! `POST /impacts/{id}/export`: the result as a file, on record.

use axum::http::StatusCode;
use axum::response::Response;
use uuid::Uuid;

use super::show::{self, Place};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Columns of the file.
const COLUMNS: [(&str, u8); 9] = [
    ("受給者番号", 12),
    ("氏名", 18),
    ("管轄事務所", 16),
    ("区分", 24),
    ("もとの決め方", 24),
    ("案の決め方", 24),
    ("1か月の差（円）", 14),
    ("いまの上限月額（円）", 18),
    ("支給認定", 38),
];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before a result leaves.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let group = posted.text("group").parse().ok();
    let again = |errors: &FieldErrors| (FormView::default(), Some(Offer::again(titles(), &posted, errors)));
    let place = Place { group, ..Place::default() };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return show::render(&cx, id, place, again(&errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let file = cx.acts().impact(id).await?;
    let rows = cx.acts().impact_rows(id, group, 0, MOST + 1).await?;
    if rows.len() > usize::from(MOST) {
        return show::render(&cx, id, place, again(&too_many()), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), rows.iter().map(|row| row.recipient.0).collect()).await? {
        return show::render(&cx, id, place, again(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut cells: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    for part in rows.chunks(500) {
        for (row, line) in part.iter().zip(show::lines(&cx, part).await?) {
            cells.push(vec![
                line.recipient_number.into(),
                line.name.into(),
                line.office.into(),
                line.group.into(),
                line.old.into(),
                line.new.into(),
                row.yen_a_month().into(),
                row.cap_in_force.amount().into(),
                row.award.to_string().into(),
            ]);
        }
    }
    let words = format!("{}　業務の記録 {}番まで", file.asked.period, file.asked.known_up_to);
    let about = wish.about(&cx, "影響調査", &words, cells.len())?;
    wish.file(Sheet { name: "影響調査", about, columns: COLUMNS.to_vec(), rows: cells }, &format!("impact-{}", cx.today))
}
