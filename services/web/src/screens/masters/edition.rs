//! `GET /masters/diseases/edition`: how a new edition of the notification (告示) of diseases is taken in, what it did to diseases, and how many
//! awards each of these concerns.

use axum::response::Response;
use casework::rules::masters::SuccessionKind;
use events::vocabulary::wareki;
use identity::Permission;
use projections::ledger::{self, Affecting};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// Successions on the page, each with its count.
const SHOWN: usize = 100;

#[derive(Serialize)]
struct Line {
    from: String,
    old: String,
    new: String,
    change: &'static str,
    tone: &'static str,
    affected: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct EditionPage {
    lines: Vec<Line>,
    may_edit: bool,
}

const fn words(change: SuccessionKind) -> (&'static str, &'static str) {
    match change {
        SuccessionKind::Renamed => ("名称の変更", "ok"),
        SuccessionKind::Moved => ("番号・疾患群の変更", "key"),
        SuccessionKind::Split => ("細分（選び直す）", "warn"),
    }
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let names = Names::new(std::sync::Arc::clone(&masters), cx.today);
    let mut rows: Vec<_> = masters.disease_successions.all().filter(|row| masters.disease_successions.counts(row)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.valid_from));
    let mut lines = Vec::new();
    for row in rows.into_iter().take(SHOWN) {
        let affecting = Affecting { diseases: vec![row.value.old], ..Affecting::default() };
        let (affected, _) = ledger::affected(cx.pool(), &affecting, row.valid_from.max(cx.today), 1).await?;
        let (change, tone) = words(row.value.change);
        lines.push(Line {
            from: wareki::short(row.valid_from),
            old: names.disease_with_code(row.value.old),
            new: names.disease_with_code(row.value.new),
            change,
            tone,
            affected,
        });
    }
    cx.page(&EditionPage { lines, may_edit: cx.may(Permission::EditMasters) })
}

impl Page for EditionPage {
    const TEMPLATE: &'static str = "masters/edition.html";

    fn sample() -> Vec<Self> {
        let (change, tone) = words(SuccessionKind::Split);
        let line = Line {
            from: "R9.4.1".to_owned(),
            old: "見本の病（02_01_001）".to_owned(),
            new: "例題の病（02_01_002）".to_owned(),
            change,
            tone,
            affected: 12,
        };
        vec![Self { lines: vec![line], may_edit: true }, Self { lines: Vec::new(), may_edit: false }]
    }
}
