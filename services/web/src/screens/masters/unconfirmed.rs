//! `GET /masters/unconfirmed`: every unknown or inferred value of all tables in one list, until two persons confirm it with a source.

use axum::response::Response;
use casework::rules::Masters;
use casework::rules::masters::TABLES;
use events::master::MasterStatus;
use events::vocabulary::wareki;
use identity::Permission;
use projections::master_changes;
use serde::Serialize;

use super::columns::columns;
use super::edit::about;
use super::rows::{escaped, text, tone};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Lines of a page.
const PAGE: usize = 50;
/// Proposals under way that are looked through.
const PENDING: u16 = 200;

#[derive(Serialize)]
struct Line {
    table: &'static str,
    table_href: String,
    about: String,
    value: String,
    period: String,
    status: &'static str,
    tone: &'static str,
    source: String,
    confirm: String,
    /// The proposal that is on its way.
    pending: String,
}

#[derive(Serialize)]
struct Count {
    title: &'static str,
    href: String,
    rows: usize,
    chosen: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct UnconfirmedPage {
    total: usize,
    counts: Vec<Count>,
    lines: Vec<Line>,
    may_edit: bool,
    next: Option<String>,
    first: Option<String>,
}

/// How many values are to be confirmed.
pub(crate) fn count(masters: &Masters) -> usize {
    let unsure = |table: &str| {
        let rows = masters.rows_of(table).unwrap_or_default();
        rows.into_iter().filter(|known| known.counts && known.row.status != MasterStatus::Confirmed).count()
    };
    TABLES.iter().map(|(table, _)| unsure(table)).sum()
}

/// Shows them.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let pending = master_changes::newest(cx.pool(), None, PENDING).await?;
    let pending = |place: &str| {
        let open = |stage| matches!(stage, master_changes::Stage::Waiting | master_changes::Stage::Returned);
        let found = pending.iter().find(|change| open(change.stage) && change.keys.iter().any(|key| key == place));
        found.map(|change| format!("/masters/changes/{}", change.change)).unwrap_or_default()
    };
    let chosen = cx.parameter("table").map(ToOwned::to_owned);
    let (mut lines, mut counts, mut total) = (Vec::new(), Vec::new(), 0);
    for (table, title) in TABLES {
        let known = masters.rows_of(table).unwrap_or_default();
        let mut rows: Vec<_> =
            known.into_iter().filter(|known| known.counts && known.row.status != MasterStatus::Confirmed).collect();
        rows.sort_by_key(|known| std::cmp::Reverse(known.row.status));
        if rows.is_empty() {
            continue;
        }
        total += rows.len();
        let is_chosen = chosen.as_deref() == Some(*table);
        counts.push(Count { title, href: format!("/masters/unconfirmed?table={table}"), rows: rows.len(), chosen: is_chosen });
        if chosen.is_some() && !is_chosen {
            continue;
        }
        lines.extend(rows.into_iter().map(|known| {
            let row = known.row;
            let value = columns(table).iter().filter_map(|(name, _)| Some(text(name, row.values.get(*name)?)));
            let until = row.valid_to.map(wareki::short).unwrap_or_default();
            Line {
                table: title,
                table_href: format!("/masters/{table}"),
                about: about(table, &row.key),
                value: value.filter(|value| !value.is_empty()).collect::<Vec<_>>().join("　"),
                period: format!("{}〜{until}", wareki::short(row.valid_from)),
                status: row.status.label(),
                tone: tone(row.status),
                confirm: format!("/masters/{table}/edit?key={}&from={}", escaped(&row.key), row.valid_from),
                pending: pending(&format!("{table}/{}", row.key)),
                source: row.source,
            }
        }));
    }
    let from: usize = cx.parameter("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    let address =
        chosen.map_or_else(|| "/masters/unconfirmed?".to_owned(), |table| format!("/masters/unconfirmed?table={table}&"));
    let page = UnconfirmedPage {
        total,
        counts,
        next: (lines.len() > from + PAGE).then(|| format!("{address}from={}", from + PAGE)),
        first: (from > 0).then(|| format!("{address}from=0")),
        lines: lines.into_iter().skip(from).take(PAGE).collect(),
        may_edit: cx.may(Permission::EditMasters),
    };
    cx.page(&page)
}

impl Page for UnconfirmedPage {
    const TEMPLATE: &'static str = "masters/unconfirmed.html";

    fn sample() -> Vec<Self> {
        let line = |pending: &str| Line {
            table: "公費負担者番号",
            table_href: "/masters/payer_numbers".to_owned(),
            about: "52416013".to_owned(),
            value: "52416013　一般".to_owned(),
            period: "H27.1.1〜".to_owned(),
            status: MasterStatus::Inferred.label(),
            tone: "warn",
            source: "計算による".to_owned(),
            confirm: "/masters/payer_numbers/edit?key=52416013&from=2015-01-01".to_owned(),
            pending: pending.to_owned(),
        };
        let count = || Count {
            title: "公費負担者番号",
            href: "/masters/unconfirmed?table=payer_numbers".to_owned(),
            rows: 2,
            chosen: true,
        };
        let page = |lines, may_edit| Self {
            total: 2,
            counts: vec![count()],
            lines,
            may_edit,
            next: Some("/masters/unconfirmed?from=50".to_owned()),
            first: None,
        };
        vec![page(vec![line(""), line("/masters/changes/1")], true), page(Vec::new(), false)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn a_confirmed_value_is_counted_no_more() {
        let mut masters = names().masters().clone();
        let before = count(&masters);
        assert!(before > 20, "{before}");
        let mut row = masters.row("payer_numbers", "52416013", jiff::civil::date(2026, 11, 24)).expect("row");
        row.status = MasterStatus::Confirmed;
        masters.adopt(i64::MAX, &row).expect("adopted");
        assert_eq!(count(&masters), before - 1);
    }
}
