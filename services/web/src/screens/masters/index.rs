//! The list of tables.

use axum::response::Response;
use casework::rules::masters::TABLES;
use serde::Serialize;

use super::rows::rows;
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
    tables: Vec<Entry>,
    unconfirmed: usize,
    position: i64,
}

/// `GET /masters`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let tables: Vec<Entry> = TABLES
        .iter()
        .filter_map(|(name, title)| {
            let sheet = rows(&masters, name, cx.today)?;
            Some(Entry { href: format!("/masters/{name}"), title, rows: sheet.rows.len(), unconfirmed: sheet.unconfirmed })
        })
        .collect();
    let unconfirmed = tables.iter().map(|table| table.unconfirmed).sum();
    cx.page(&MastersPage { tables, unconfirmed, position: masters.position() })
}

impl Page for MastersPage {
    const TEMPLATE: &'static str = "masters/index.html";

    fn sample() -> Vec<Self> {
        let table =
            |unconfirmed| Entry { href: "/masters/caps".to_owned(), title: "自己負担上限月額", rows: 7, unconfirmed };
        vec![
            Self { tables: vec![table(2), table(0)], unconfirmed: 2, position: 412 },
            Self { tables: vec![table(0)], unconfirmed: 0, position: 412 },
        ]
    }
}
