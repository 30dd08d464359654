//! `POST /statistics/times/export`: the decisions of a period one by one as a file, on record.

use axum::response::Response;
use events::vocabulary::wareki;
use projections::statistics::{Handled, times};

use super::period::Period;
use super::times::{OpenDays, asked_by, render};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Columns of the file.
const COLUMNS: [(&str, u8); 10] = [
    ("受付番号", 14),
    ("申請の種類", 12),
    ("管轄事務所", 12),
    ("受付日", 12),
    ("決定日", 12),
    ("結果", 8),
    ("営業日", 8),
    ("補正の日数", 10),
    ("数える暦日", 10),
    ("標準処理期間", 12),
];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before they leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let (period, errors) = Period::of_form(&cx, &posted).await?;
    let by = asked_by(posted.text("by"));
    let again = |wrong| render(&cx, (period, &errors), by, Some(Offer::again(titles(), &posted, &wrong)));
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(wrong) => {
            cx.viewed(&[]).await?;
            return again(wrong).await;
        }
    };
    let all = times(cx.pool(), period.known, (period.from, period.until), cx.office_scope()).await?;
    if all.len() > usize::from(MOST) {
        cx.viewed(&[]).await?;
        return again(too_many()).await;
    }
    let masters = cx.masters().await?;
    let days = OpenDays::over(&masters, &all);
    let names = Names::new(masters, period.until);
    let rows: Vec<Vec<Cell>> = all.iter().map(|one| row(one, &days, &names)).collect();
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), all.iter().map(|one| one.application.0).collect()).await? {
        cx.viewed(&[]).await?;
        return again(errors).await;
    }
    let words =
        format!("{}から{}までの決定　業務の記録 {}番まで", wareki::long(period.from), wareki::long(period.until), period.known);
    let about = wish.about(&cx, "処理期間", &words, rows.len())?;
    wish.file(Sheet { name: "処理期間", about, columns: COLUMNS.to_vec(), rows }, &format!("times-{}", period.until))
}

fn row(one: &Handled, days: &OpenDays, names: &Names) -> Vec<Cell> {
    vec![
        one.receipt_number.to_string().into(),
        one.kind.label().into(),
        names.office_short(one.office).into(),
        Cell::Day(one.received_on),
        Cell::Day(one.decided_on),
        if one.approved { "認定" } else { "不認定" }.into(),
        days.of(one).into(),
        one.corrected_days.into(),
        one.days().into(),
        one.standard_days.into(),
    ]
}
