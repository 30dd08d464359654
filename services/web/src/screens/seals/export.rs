//! `POST /seal/export`: the book of uses (公印使用簿) as a table, for whoever keeps the seals of the prefecture.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::wareki;
use projections::seal_uses;

use super::show;
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Columns of the file.
const COLUMNS: [(&str, u8); 4] = [("使用日", 16), ("版", 8), ("文書", 16), ("数", 8)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before the rows leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let again = |errors| (FormView::default(), Some(Offer::again(titles(), &posted, &errors)));
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return show::render(&cx, again(errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let uses = seal_uses::by_day(cx.pool(), i64::from(MOST) + 1).await?;
    if uses.len() > usize::from(MOST) {
        return show::render(&cx, again(too_many()), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, uses.len(), Vec::new()).await? {
        return show::render(&cx, again(errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let row = |row: &seal_uses::UseRow| -> Vec<Cell> {
        vec![wareki::short(row.used_on).into(), format!("第{}版", row.version).into(), "受給者証".into(), row.count.into()]
    };
    let about = wish.about(&cx, "公印使用簿", "すべての使用日", uses.len())?;
    let rows = uses.iter().map(row).collect();
    wish.file(Sheet { name: "公印使用簿", about, columns: COLUMNS.to_vec(), rows }, &format!("seal-uses-{}", cx.today))
}
