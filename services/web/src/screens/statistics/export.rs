//! `POST /statistics/export`: the counts and the national report as a file, on record.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::wareki;
use projections::statistics::{AGES, Dimension, by, national};

use super::moment::Moment;
use super::show::{self, sexes};
use super::words::{group_name, word};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};

/// Columns of the file.
const COLUMNS: [(&str, u8); 5] = [("表", 20), ("区分", 30), ("年齢", 12), ("性別", 10), ("人数", 10)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before the figures leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let dimension = Dimension::of(posted.text("by")).unwrap_or(Dimension::Office);
    let asked = (posted.text("on"), posted.text("known"));
    let again = |errors: &FieldErrors| {
        let offer = Offer::again(titles(), &posted, errors);
        show::render(&cx, asked, dimension, Some(offer), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return again(&errors).await,
    };
    let (moment, _) = Moment::asked(&cx, asked.0, asked.1).await?;
    let rights = moment.rights(&cx, true).await?;
    let names = Names::new(cx.masters().await?, moment.on);
    let count = |count: usize| Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let mut rows: Vec<Vec<Cell>> = by(&rights, dimension, moment.on)
        .into_iter()
        .map(|(value, number)| {
            let word = word(dimension, &value, &names, moment.on);
            vec![dimension.label().into(), word.into(), Cell::Empty, Cell::Empty, count(number)]
        })
        .collect();
    for (group, figures) in national(&rights, moment.on) {
        let group = group_name(names.masters(), &group, moment.on);
        let headings = AGES.iter().flat_map(|(_, age, _)| sexes().map(|sex| (*age, sex)));
        for ((age, sex), number) in headings.chain([("不明", "不明")]).zip(figures) {
            rows.push(vec!["疾患群×年齢×性別".into(), group.clone().into(), age.into(), sex.into(), count(number)]);
        }
    }
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), Vec::new()).await? {
        return again(&errors).await;
    }
    let words = format!("{}現在　業務の記録 {}番まで", wareki::long(moment.on), moment.known);
    let about = wish.about(&cx, "統計", &words, rows.len())?;
    wish.file(Sheet { name: "統計", about, columns: COLUMNS.to_vec(), rows }, &format!("statistics-{}", moment.on))
}
