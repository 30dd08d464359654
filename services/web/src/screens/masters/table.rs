//! One table.

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

use super::rows::{Column, Row, Sheet, rows, title};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Rows of a page.
const PAGE: usize = 200;

/// The page.
#[derive(Serialize)]
pub(crate) struct TablePage {
    title: &'static str,
    path: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    total: usize,
    unconfirmed: usize,
    only_unconfirmed: bool,
    /// Number of the first row, from 1.
    first_row: usize,
    next: Option<String>,
    first: Option<String>,
}

fn page(name: &str, title: &'static str, mut sheet: Sheet, only_unconfirmed: bool, from: usize) -> TablePage {
    let total = sheet.rows.len();
    if only_unconfirmed {
        sheet.keep_unconfirmed();
    }
    let path = format!("/masters/{name}");
    let filter = if only_unconfirmed { "status=unconfirmed&" } else { "" };
    let more = sheet.rows.len() > from + PAGE;
    TablePage {
        title,
        columns: sheet.columns,
        rows: sheet.rows.into_iter().skip(from).take(PAGE).collect(),
        total,
        unconfirmed: sheet.unconfirmed,
        only_unconfirmed,
        first_row: from + 1,
        next: more.then(|| format!("{path}?{filter}from={}", from + PAGE)),
        first: (from > 0).then(|| format!("{path}?{filter}from=0")),
        path,
    }
}

/// `GET /masters/{table}`.
pub(crate) async fn show(cx: Cx, Path(name): Path<String>) -> Result<Response, Problem> {
    let title = title(&name).ok_or(Problem::NotFound)?;
    let sheet = rows(cx.masters().await?.as_ref(), &name, cx.today).ok_or(Problem::NotFound)?;
    let from = cx.parameter("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    cx.page(&page(&name, title, sheet, cx.parameter("status") == Some("unconfirmed"), from))
}

impl Page for TablePage {
    const TEMPLATE: &'static str = "masters/table.html";

    fn sample() -> Vec<Self> {
        let masters = casework::rules::Masters::default();
        let empty = rows(&masters, "caps", jiff::civil::Date::constant(2026, 11, 24));
        let sample = Self {
            title: "自己負担上限月額",
            path: "/masters/caps".to_owned(),
            columns: vec![Column { title: "一般".to_owned(), number: true }, Column { title: "備考".to_owned(), number: false }],
            rows: vec![Row::sample()],
            total: 1,
            unconfirmed: 1,
            only_unconfirmed: false,
            first_row: 1,
            next: Some("/masters/caps?from=200".to_owned()),
            first: Some("/masters/caps?".to_owned()),
        };
        std::iter::once(sample).chain(empty.map(|sheet| page("caps", "自己負担上限月額", sheet, true, 0))).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn a_long_table_comes_in_pages() {
        let sheet = || rows(names().masters(), "diseases", date(2026, 11, 24)).expect("table");
        let total = sheet().rows.len();
        let one = page("diseases", "疾病", sheet(), false, 0);
        assert_eq!((one.rows.len(), one.total, one.first.is_none()), (PAGE.min(total), total, true));
        assert_eq!(one.next.is_some(), total > PAGE);
        let last = page("diseases", "疾病", sheet(), false, total - 1);
        assert_eq!((last.rows.len(), last.next), (1, None));
    }
}
