//! 決裁を待つ取消・訂正.

use axum::response::Response;
use events::vocabulary::wareki;
use projections::ledger::{self, LedgerRow};
use serde::Serialize;

use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

#[derive(Serialize)]
struct Line {
    href: String,
    name: String,
    recipient_number: String,
    validity: String,
    what: &'static str,
    since: String,
}

impl Line {
    fn of(row: &LedgerRow) -> Self {
        Self {
            href: format!("/awards/{}/redress", row.award),
            name: name_and_kana(&row.name).0,
            recipient_number: row.recipient_number.to_string(),
            validity: row.validity.to_string(),
            what: row.redress.map_or("－", ledger::RedressKind::label),
            since: wareki::short(day_in_japan(row.last_change.at)),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    lines: Vec<Line>,
}

/// `GET /redresses`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut rows = ledger::with_redress(cx.pool()).await?;
    rows.retain(|row| cx.office_scope().is_none_or(|office| office == row.office));
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let subjects: Vec<uuid::Uuid> = rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    cx.page(&ListPage { lines: rows.iter().map(Line::of).collect() })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "redress/list.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/awards/1/redress".to_owned(),
            name: "見本 花子".to_owned(),
            recipient_number: "0000018".to_owned(),
            validity: "令和8年10月20日から令和9年9月30日まで".to_owned(),
            what: "訂正",
            since: "R8.12.1".to_owned(),
        };
        vec![Self { lines: vec![line] }, Self { lines: Vec::new() }]
    }
}
