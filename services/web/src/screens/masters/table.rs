//! One table.

use axum::extract::Path;
use axum::response::Response;
use identity::Permission;
use projections::master_changes;
use serde::Serialize;

use super::changes::change_link;
use super::rows::{Column, Row, Sheet, rows, title};
use crate::as_of::{Bar, Steps, View};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Rows of a page.
const PAGE: usize = 200;
/// Proposals under way that are named.
const PENDING: u16 = 10;

/// The page.
#[derive(Serialize)]
pub(crate) struct TablePage {
    bar: Bar,
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
    address: String,
    may_edit: bool,
    pending: Vec<Link>,
}

/// A link with its words.
#[derive(Clone, Serialize)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: String,
}

fn page(name: &str, title: &'static str, mut sheet: Sheet, only_unconfirmed: bool, from: usize, view: &View) -> TablePage {
    let total = sheet.rows.len();
    if only_unconfirmed {
        sheet.keep_unconfirmed();
    }
    let path = format!("/masters/{name}");
    let bar = view.bar(&path, Vec::new(), Steps::default(), None);
    let asked = view.query().replacen('?', "", 1);
    let and = if asked.is_empty() { "" } else { "&" };
    let filter = format!("{asked}{and}{}", if only_unconfirmed { "status=unconfirmed&" } else { "" });
    let path = format!("{path}{}", view.query());
    let address = format!("/masters/{name}");
    let more = sheet.rows.len() > from + PAGE;
    TablePage {
        bar,
        title,
        columns: sheet.columns,
        rows: sheet.rows.into_iter().skip(from).take(PAGE).collect(),
        total,
        unconfirmed: sheet.unconfirmed,
        only_unconfirmed,
        first_row: from + 1,
        next: more.then(|| format!("{address}?{filter}from={}", from + PAGE)),
        first: (from > 0).then(|| format!("{address}?{filter}from=0")),
        path,
        address,
        may_edit: false,
        pending: Vec::new(),
    }
}

/// `GET /masters/{table}`.
pub(crate) async fn show(cx: Cx, Path(name): Path<String>) -> Result<Response, Problem> {
    let title = title(&name).ok_or(Problem::NotFound)?;
    let view = View::of(&cx).await?;
    let sheet = rows(cx.acts().masters_as_of(view.known).await?.as_ref(), &name, view.day).ok_or(Problem::NotFound)?;
    let from = cx.parameter("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut page = page(&name, title, sheet, cx.parameter("status") == Some("unconfirmed"), from, &view);
    page.may_edit = cx.may(Permission::EditMasters);
    let pending = master_changes::newest(cx.pool(), Some(&name), PENDING).await?;
    page.pending = pending.iter().map(change_link).collect();
    cx.page_as(view.status(), &page)
}

impl Page for TablePage {
    const TEMPLATE: &'static str = "masters/table.html";

    fn sample() -> Vec<Self> {
        let masters = casework::rules::Masters::default();
        let empty = rows(&masters, "caps", jiff::civil::Date::constant(2026, 11, 24));
        let view = View::present(jiff::civil::Date::constant(2026, 11, 24));
        let sample = Self {
            bar: Bar::sample(),
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
            address: "/masters/caps".to_owned(),
            may_edit: true,
            pending: vec![Link { href: "/masters/changes/1".to_owned(), label: "2行の改定案（承認待ち）".to_owned() }],
        };
        std::iter::once(sample).chain(empty.map(|sheet| page("caps", "自己負担上限月額", sheet, true, 0, &view))).collect()
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
        let view = View::present(date(2026, 11, 24));
        let one = page("diseases", "疾病", sheet(), false, 0, &view);
        assert_eq!((one.rows.len(), one.total, one.first.is_none()), (PAGE.min(total), total, true));
        assert_eq!(one.next.is_some(), total > PAGE);
        let last = page("diseases", "疾病", sheet(), false, total - 1, &view);
        assert_eq!((last.rows.len(), last.next), (1, None));
    }
}
