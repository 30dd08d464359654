//! 届の受付をはじめる: the kinds, each with what it is for, its papers and what follows; and the notices there are already.

use axum::response::Response;
use casework::procedures::notices::NOTICES;
use events::ids::RecipientId;
use projections::ledger::{self, AsOf};
use projections::notices;
use serde::Serialize;

use super::list::Line;
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

#[derive(Serialize)]
struct Kind {
    href: String,
    label: &'static str,
    lead: &'static str,
    papers: Vec<String>,
    follows: &'static str,
    law: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct BeginPage {
    back: String,
    name: String,
    kinds: Vec<Kind>,
    lines: Vec<Line>,
}

fn kinds(recipient: &str) -> Vec<Kind> {
    NOTICES
        .iter()
        .map(|procedure| Kind {
            href: format!("/recipients/{recipient}/notices/{}", procedure.kind.code()),
            label: procedure.kind.label(),
            lead: procedure.lead,
            papers: procedure.papers.iter().map(|paper| format!("{}　{}", paper.title, paper.when)).collect(),
            follows: procedure.follows,
            law: procedure.law,
        })
        .collect()
}

/// `GET /recipients/{id}/notices`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let mut rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let newest = rows.first().ok_or(Problem::NotFound)?;
    let mut told = notices::of_recipient(cx.pool(), id).await?;
    projections::open(cx.pool(), cx.ring(), &mut told).await?;
    cx.viewed(&[id.0]).await?;
    let (name, _) = name_and_kana(&newest.name);
    let shield = cx.shielded();
    let lines = told.iter().map(|row| Line::of(row, &shield, cx.today)).collect();
    cx.page(&BeginPage { back: format!("/recipients/{id}"), name, kinds: kinds(&id.to_string()), lines })
}

impl Page for BeginPage {
    const TEMPLATE: &'static str = "notices/begin.html";

    fn sample() -> Vec<Self> {
        let page = |lines| Self { back: "/recipients/1".to_owned(), name: "見本 花子".to_owned(), kinds: kinds("1"), lines };
        vec![page(Line::samples()), page(Vec::new())]
    }
}
