//! 申請を受け付ける: begin a new application, or go on with one that was left.

use axum::response::Response;
use events::ids::AwardId;
use events::vocabulary::ProcedureKind;
use projections::ledger::{self, AsOf};
use serde::Serialize;
use uuid::Uuid;

use super::draft::{self, Purpose};
use super::entry::{COST_MONTHS, Entry, texts_of};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cap_sheets::known_months;
use crate::screens::protection;

/// The page.
#[derive(Serialize)]
pub(crate) struct DraftsPage {
    drafts: Vec<Row>,
}

/// One draft.
#[derive(Serialize)]
struct Row {
    path: String,
    child: String,
    purpose: String,
    saved_at: jiff::Timestamp,
    done: usize,
    sections: usize,
}

impl Page for DraftsPage {
    const TEMPLATE: &'static str = "applications/drafts.html";

    fn sample() -> Vec<Self> {
        let row = Row {
            path: "/applications/drafts/0".to_owned(),
            child: "見本 花子".to_owned(),
            purpose: Purpose::New.title(),
            saved_at: jiff::Timestamp::UNIX_EPOCH,
            done: 2,
            sections: 6,
        };
        vec![Self { drafts: Vec::new() }, Self { drafts: vec![row] }]
    }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let catalogue = draft::catalogue(&cx, cx.today).await?;
    let drafts = draft::all(&cx).await?;
    cx.viewed(&drafts.iter().map(|draft| draft.info.id).collect::<Vec<_>>()).await?;
    let drafts = drafts
        .into_iter()
        .map(|draft| Row {
            path: format!("/applications/drafts/{}", draft.info.id),
            child: draft.content.child(),
            purpose: draft.content.purpose.title(),
            saved_at: draft.info.updated_at,
            done: draft.content.done(&catalogue),
            sections: draft.content.sections().len(),
        })
        .collect();
    cx.page(&DraftsPage { drafts })
}

/// Begins one: empty, or filled in from the last application of an award. The address of the draft is the command's id, so that a double click begins one draft only.
pub(crate) async fn begin(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let id = Uuid::from(posted.command()?);
    let (purpose, entry) = match posted.text("kind") {
        "" | "new" => (Purpose::New, Entry::default()),
        "transfer_in" => (Purpose::TransferIn, Entry::default()),
        code @ ("renewal" | "change") => {
            let award = posted.text("award").parse::<AwardId>().map_err(|_| Problem::NotFound)?;
            let row =
                ledger::of_awards(cx.pool(), &[award], AsOf::default()).await?.into_iter().next().ok_or(Problem::NotFound)?;
            if let Some(instead) = protection::instead(&cx, &[row.recipient.0, row.application.0]).await? {
                return Ok(instead);
            }
            let kind = if code == "change" { ProcedureKind::Change } else { ProcedureKind::Renewal };
            let form = cx.acts().prefilled(award, kind, cx.today).await?;
            let mut entry = texts_of(&form, cx.today);
            // What the ledger knows of the months stands there to be seen; the applicant's papers decide.
            for (back, total) in known_months(&cx, row.recipient, cx.today, COST_MONTHS.len()).await? {
                entry.fill(&format!("cost{back}_total"), total.amount().to_string());
            }
            (Purpose::Continue { kind, award }, entry)
        }
        _ => return Err(Problem::NotFound),
    };
    draft::begin(&cx, id, purpose, entry).await?;
    Ok(cx.redirect(&format!("/applications/drafts/{id}")))
}

/// Throws one away.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _posted: Posted) -> Result<Response, Problem> {
    draft::discard(&cx, id).await?;
    Ok(cx.redirect("/applications/new"))
}
