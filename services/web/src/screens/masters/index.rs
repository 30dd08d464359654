//! The list of tables.

use axum::response::Response;
use casework::rules::masters::TABLES;
use identity::Permission;
use projections::master_changes;
use serde::Serialize;

use super::rows::rows;
use crate::as_of::{Bar, Steps, View};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// A table in the list.
#[derive(Serialize)]
pub(crate) struct Entry {
    href: String,
    title: &'static str,
    rows: usize,
    unconfirmed: usize,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct MastersPage {
    bar: Bar,
    tables: Vec<Entry>,
    unconfirmed: usize,
    position: i64,
    waiting: i64,
    may_edit: bool,
}

/// `GET /masters`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let view = View::of(&cx).await?;
    let masters = cx.acts().masters_as_of(view.known).await?;
    let query = view.query();
    let tables: Vec<Entry> = TABLES
        .iter()
        .filter_map(|(name, title)| {
            let sheet = rows(&masters, name, view.day)?;
            Some(Entry { href: format!("/masters/{name}{query}"), title, rows: sheet.rows.len(), unconfirmed: sheet.unconfirmed })
        })
        .collect();
    let unconfirmed = tables.iter().map(|table| table.unconfirmed).sum();
    let bar = view.bar("/masters", Vec::new(), Steps::default(), None);
    let waiting = master_changes::waiting(cx.pool()).await?;
    let may_edit = cx.may(Permission::EditMasters);
    cx.page_as(view.status(), &MastersPage { bar, tables, unconfirmed, position: masters.position(), waiting, may_edit })
}

impl Page for MastersPage {
    const TEMPLATE: &'static str = "masters/index.html";

    fn sample() -> Vec<Self> {
        let table =
            |unconfirmed| Entry { href: "/masters/caps".to_owned(), title: "自己負担上限月額", rows: 7, unconfirmed };
        vec![
            Self {
                bar: Bar::sample(),
                tables: vec![table(2), table(0)],
                unconfirmed: 2,
                position: 412,
                waiting: 1,
                may_edit: true,
            },
            Self { bar: Bar::sample(), tables: vec![table(0)], unconfirmed: 0, position: 412, waiting: 0, may_edit: false },
        ]
    }
}
