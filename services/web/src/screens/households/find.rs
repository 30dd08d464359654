//! 世帯に加える人をさがす: by name, reading, birth date or number as everywhere; who is found is chosen instead of a number being typed.

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::RecipientId;
use events::vocabulary::wareki;
use projections::ledger::search::{Lexicon, Scope, Subject};
use projections::ledger::{self, AsOf};
use serde::Serialize;

use super::page::{Finding, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

/// Most that are offered.
const MOST: usize = 10;

/// Somebody of the ledger who can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Found {
    /// 受給者番号: what is sent.
    pub(super) value: String,
    /// Name, reading, birth date.
    pub(super) label: String,
}

/// `POST /recipients/{id}/household/find`. What was typed stays out of the address.
pub(crate) async fn find(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let text = posted.text("find").trim();
    let mut errors = FieldErrors::default();
    if text.is_empty() {
        errors.add("find", "氏名、フリガナ、生年月日、受給者番号のどれかを入力してください。");
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if cx.search().is_ready() {
        cx.search().refresh(cx.pool(), cx.ring()).await?;
    }
    let hits = cx.search().search_in(Scope::Recipients, text, &Lexicon::new(cx.today), MOST).hits;
    let recipients: Vec<RecipientId> = hits
        .iter()
        .filter_map(|hit| if let Subject::Recipient(one) = hit.subject { Some(one) } else { None })
        .filter(|one| *one != id)
        .collect();
    let mut rows = ledger::of_recipients(cx.pool(), &recipients, AsOf { known: None, valid_on: Some(cx.today) }).await?;
    rows.dedup_by_key(|row| row.recipient);
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    cx.viewed(&rows.iter().map(|row| row.recipient.0).collect::<Vec<_>>()).await?;
    let found: Vec<Found> = rows
        .iter()
        .map(|row| {
            let (name, kana) = name_and_kana(&row.name);
            let birth = row.birth_date.open().map(|day| wareki::short(*day)).unwrap_or_default();
            let number = row.recipient_number.to_string();
            Found { label: format!("{name}（{kana}）{birth}　{number}"), value: number }
        })
        .collect();
    if found.is_empty() {
        errors.add("find", "いま有効な受給者は見つかりません。別の言葉でさがすか、受給者番号を確かめてください。");
    }
    let form = FormView::of(&posted).with_errors(&errors);
    super::page::render_finding(&cx, id, form, StatusCode::OK, Finding(found)).await
}
