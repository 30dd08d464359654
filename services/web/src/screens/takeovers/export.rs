//! `POST /takeovers/{id}/export`: the rows as a spreadsheet, so that what is unresolved can be mended in the old ledger.

use acts::RowFilter;
use axum::http::StatusCode;
use axum::response::Response;
use casework::takeover::Verdict;
use events::ids::TakeoverId;
use uuid::Uuid;

use super::show::{self, Place};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Columns of the file.
const COLUMNS: [(&str, u8); 7] =
    [("行", 8), ("受給者番号", 12), ("氏名", 18), ("判定", 18), ("列", 16), ("理由", 60), ("その後", 16)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before the rows leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let id = TakeoverId(id);
    let verdict = Verdict::of(posted.text("verdict"));
    let place = Place { verdict, ..Place::default() };
    let again = |errors: &FieldErrors| (FormView::default(), Some(Offer::again(titles(), &posted, errors)));
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return show::render(&cx, id, place, again(&errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    cx.acts().takeover(id).await?;
    let rows = cx.acts().takeover_rows(id, RowFilter { verdict, outcome: None }, 0, MOST + 1).await?;
    if rows.len() > usize::from(MOST) {
        return show::render(&cx, id, place, again(&too_many()), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), vec![id.0]).await? {
        return show::render(&cx, id, place, again(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut cells: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    for row in &rows {
        let Some(judged) = &row.judged else { continue };
        let of = |part: fn(&casework::takeover::Remark) -> &str| judged.remarks.iter().map(part).collect::<Vec<_>>().join("\n");
        cells.push(vec![
            i64::from(judged.line).into(),
            judged.number.clone().into(),
            judged.name.clone().into(),
            row.verdict.label().into(),
            of(|remark| &remark.column).into(),
            of(|remark| &remark.text).into(),
            row.outcome_label().into(),
        ]);
    }
    let words = verdict.map_or("すべての行", Verdict::label);
    let about = wish.about(&cx, "旧台帳からの移行", words, cells.len())?;
    wish.file(Sheet { name: "判定", about, columns: COLUMNS.to_vec(), rows: cells }, &format!("takeover-{}", cx.today))
}
