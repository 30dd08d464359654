//! A list of applications as a file, narrowed as it is on the screen.

use axum::extract::Path;
use axum::response::Response;
use projections::worklist::{self, WorklistRow};

use super::columns::{COLUMNS, cells, titles};
use super::filter::{Desk, Filter};
use super::queue::{self, Asked};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::clerks;
use crate::spreadsheet::Sheet;
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// `POST /queues/{queue}/export`.
pub(crate) async fn list(cx: Cx, Path(code): Path<String>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let filter = Filter::read(Desk::parse(&code)?, |name| Some(posted.text(name)), &mut errors)?;
    let wish = match Wish::asked(&cx, &posted).await? {
        Ok(wish) if errors.is_empty() => wish,
        Ok(_) => return queue::render(&cx, filter, None, Asked { errors, ..Asked::wrong() }).await,
        Err(missing) => return again(&cx, filter, &posted, &missing).await,
    };
    let mut page = worklist::page(cx.pool(), &filter.asked(&cx)?, None, MOST).await?;
    if page.next.is_some() {
        return again(&cx, filter, &posted, &too_many()).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, page.rows.len(), page.rows.iter().map(|row| row.application.0).collect()).await?
    {
        return again(&cx, filter, &posted, &errors).await;
    }
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let clerks = clerks::names(&cx, page.rows.iter().filter_map(|row| row.clerk)).await?;
    let clerk = |row: &WorklistRow| row.clerk.and_then(|clerk| clerks.get(&clerk)).map_or("", String::as_str);
    let words = match filter.words(&names) {
        words if words.is_empty() => "絞り込みなし".to_owned(),
        words => words,
    };
    let sheet = Sheet {
        name: "申請の一覧",
        about: wish.about(&cx, filter.desk.label(), &words, page.rows.len())?,
        columns: COLUMNS.to_vec(),
        rows: page.rows.iter().map(|row| cells(row, &names, clerk(row), cx.today)).collect(),
    };
    wish.file(sheet, &format!("queue-{}-{}", filter.desk.code().replace('_', "-"), cx.today))
}

async fn again(cx: &Cx, filter: Filter, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let offer = Offer::again(titles(), posted, errors);
    queue::render(cx, filter, None, Asked { export: Some(offer), ..Asked::wrong() }).await
}
