//! `POST /impacts/{id}/corrections`: a correction is proposed for each chosen award, with its own answer. Another person decides.

use acts::{ActError, CorrectionInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::award::CorrectionGround;
use events::ids::AwardId;
use projections::ledger::{self, AsOf};
use serde::Serialize;
use uuid::Uuid;

use super::show::{self, Place};
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::notices::Reader;

/// The most awards at once: what a page shows.
const MOST: usize = 50;

/// What became of one.
#[derive(Serialize)]
struct Outcome {
    href: String,
    recipient_number: String,
    name: String,
    proposed: bool,
    text: String,
}

/// What became of each.
#[derive(Serialize)]
pub(crate) struct ProposedPage {
    back: String,
    rows: Vec<Outcome>,
    proposed: usize,
    left: usize,
}

/// The chosen awards, each once.
fn chosen(posted: &Posted) -> Vec<AwardId> {
    let mut awards: Vec<AwardId> = posted.all("award").into_iter().filter_map(|id| id.parse().ok()).collect();
    awards.sort_unstable();
    awards.dedup();
    awards.truncate(MOST);
    awards
}

pub(crate) async fn propose(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let mut reader = Reader::of(&posted);
    let awards = chosen(&posted);
    let ground = reader.must("ground", "理由の区分", str::parse::<CorrectionGround>);
    let why = reader.why("why");
    if awards.is_empty() {
        reader.errors.general("訂正する支給認定を、一覧で選んでください。");
    }
    let again = |reader: &Reader<'_>| (FormView::of(&posted).with_errors(&reader.errors), None);
    let (Some(ground), Some(why), true) = (ground, why, reader.errors.is_empty()) else {
        return show::render(&cx, id, Place::default(), again(&reader), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let mut people = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let subjects: Vec<Uuid> = people.iter().flat_map(|row| [row.recipient.0, row.application.0]).collect();
    cx.viewed(&subjects).await?;
    let outcomes = match cx.acts().propose_corrections(&request, id, &CorrectionInput { awards, ground, why }).await {
        Ok(outcomes) => outcomes,
        Err(error @ ActError::Refused(_)) => {
            reader.errors.general(error.to_string());
            return show::render(&cx, id, Place::default(), again(&reader), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error.into()),
    };
    let position = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()).map(|done| done.position).max();
    if let Some(position) = position {
        cx.settle(position, &["ledger"]).await?;
    }
    let rows: Vec<Outcome> = outcomes
        .into_iter()
        .map(|(award, outcome)| {
            let person = people.iter().find(|row| row.award == award);
            Outcome {
                href: format!("/awards/{award}/redress"),
                recipient_number: person.map(|row| row.recipient_number.to_string()).unwrap_or_default(),
                name: person.map_or_else(|| "（不明）".to_owned(), |row| name_and_kana(&row.name).0),
                proposed: outcome.is_ok(),
                text: outcome.map_or_else(|error| error.to_string(), |_| "決裁を待っています。".to_owned()),
            }
        })
        .collect();
    let proposed = rows.iter().filter(|row| row.proposed).count();
    let page = ProposedPage { back: format!("/impacts/{id}"), left: rows.len() - proposed, proposed, rows };
    cx.page(&page)
}

impl Page for ProposedPage {
    const TEMPLATE: &'static str = "impacts/proposed.html";

    fn sample() -> Vec<Self> {
        let row = |proposed, text: &str| Outcome {
            href: "/awards/1/redress".to_owned(),
            recipient_number: "1000018".to_owned(),
            name: "見本 花子".to_owned(),
            proposed,
            text: text.to_owned(),
        };
        let page = |rows: Vec<Outcome>, left| Self { back: "/impacts/1".to_owned(), proposed: rows.len() - left, left, rows };
        vec![
            page(vec![row(true, "決裁を待っています。"), row(false, "起案がすでにあります。")], 1),
            page(vec![row(true, "決裁を待っています。")], 0),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_award_is_chosen_once_and_what_is_none_is_left_out() {
        let id = "01990000-0000-7000-8000-000000000001";
        let posted = Posted::new(["x", id, id].iter().map(|id| ("award".to_owned(), (*id).to_owned())).collect());
        assert_eq!(chosen(&posted).iter().map(ToString::to_string).collect::<Vec<_>>(), [id]);
    }
}
