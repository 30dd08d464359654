//! `GET /campaigns/{id}/taxes`: whose tier and cap change with the data of the new tax year, and what somebody made of it. Nothing is decided
//! here: a renewal begins with the data, one that was received is amended, an award that was decided is corrected, each by its own act.

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::{CampaignId, RecipientId};
use events::vocabulary::{CapChange, TaxReview, Tier, Yen};
use identity::Permission;
use projections::ledger::{self, AsOf, LedgerRow};
use projections::tax_data::{self, Tally, TaxFilter, TaxRow};
use serde::Serialize;
use uuid::Uuid;

use super::show::found;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::ident::{ERASED, name_and_kana};
use crate::screens::notices::offered;

/// Read models that show what was done.
pub(super) const SHOWN_BY: &[&str] = &["tax_data"];
/// Households of a page.
const LINES: u16 = 50;

/// A kind of change with how many there are.
#[derive(Serialize)]
struct Count {
    href: String,
    label: &'static str,
    tone: &'static str,
    households: i64,
    waiting: i64,
    current: bool,
}

/// A household.
#[derive(Serialize)]
struct Line {
    recipient: String,
    href: String,
    name: String,
    kana: String,
    number: String,
    before: String,
    after: String,
    change: &'static str,
    tone: &'static str,
    next: &'static str,
    review: Option<&'static str>,
    protected: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ChangesPage {
    path: String,
    name: String,
    counts: Vec<Count>,
    all: String,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    may_take_in: bool,
    may_review: bool,
    outcomes: Vec<Offered>,
    form: FormView,
}

pub(super) const fn tone(change: CapChange) -> &'static str {
    match change {
        CapChange::Raised => "warn",
        CapChange::Lowered => "key",
        CapChange::OtherTier | CapChange::Same => "ok",
        CapChange::Pending => "alert",
    }
}

/// What is to be done about it, by how far the renewal is.
pub(super) const fn next_act(row: &TaxRow) -> &'static str {
    match (row.decided, row.open_case.is_some()) {
        (true, _) => "更新を決定済み：違いがあれば訂正を起案する",
        (false, true) => "更新を受付済み：申請の所得を確かめて訂正する",
        (false, false) => "更新の申請を入力するとき、この課税情報が入る",
    }
}

/// 「Ⅳ 一般所得Ⅰ　5,000円」.
pub(super) fn judged(tier: Option<Tier>, cap: Option<Yen>) -> String {
    let cap = cap.map_or_else(|| "判定できない".to_owned(), |cap| cap.to_string());
    format!("{}　{cap}", Tier::in_words(tier))
}

pub(super) fn outcomes() -> Vec<Offered> {
    TaxReview::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn line(row: &TaxRow, award: Option<&LedgerRow>, protected: bool) -> Line {
    let (name, kana) = award.map_or_else(|| (ERASED.to_owned(), String::new()), |award| name_and_kana(&award.name));
    Line {
        recipient: row.recipient.to_string(),
        href: format!("/recipients/{}/taxes", row.recipient),
        name,
        kana,
        number: award.map(|award| award.recipient_number.to_string()).unwrap_or_default(),
        before: judged(row.before.0, row.before.1),
        after: judged(row.after.0, row.after.1),
        change: row.change.label(),
        tone: tone(row.change),
        next: next_act(row),
        review: row.review.map(TaxReview::label),
        protected,
    }
}

fn counts(tallies: &[Tally], path: &str, chosen: Option<CapChange>) -> Vec<Count> {
    let of = |change: CapChange| tallies.iter().find(|tally| tally.change == change);
    let count = |change: &CapChange| Count {
        href: format!("{path}?change={}", change.code()),
        label: change.label(),
        tone: tone(*change),
        households: of(*change).map_or(0, |tally| tally.households),
        waiting: of(*change).map_or(0, |tally| tally.waiting),
        current: chosen == Some(*change),
    };
    CapChange::ALL.iter().map(count).collect()
}

async fn render(cx: &Cx, id: CampaignId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let campaign = found(cx, id).await?;
    let path = format!("/campaigns/{id}/taxes");
    let change = cx.parameter("change").and_then(|code| code.parse::<CapChange>().ok());
    let after = cx.parameter("after").and_then(|id| id.parse::<RecipientId>().ok());
    let office = cx.office_scope();
    let tallies = tax_data::tally(cx.pool(), id, office).await?;
    let filter = TaxFilter { campaign: id, change, reviewed: None, office };
    let rows = tax_data::page(cx.pool(), filter, after.unwrap_or(RecipientId(Uuid::nil())), LINES).await?;
    let awards: Vec<_> = rows.iter().map(|row| row.award).collect();
    let mut people = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    cx.viewed(&rows.iter().map(|row| row.recipient.0).collect::<Vec<_>>()).await?;
    let shield = cx.shielded();
    let of_change = change.map(|change| format!("change={}&", change.code())).unwrap_or_default();
    let full = rows.len() == usize::from(LINES);
    let may = cx.may(Permission::TakeInTaxData);
    let page = ChangesPage {
        name: campaign.name,
        counts: counts(&tallies, &path, change),
        all: path.clone(),
        next: rows.last().filter(|_| full).map(|last| format!("{path}?{of_change}after={}", last.recipient)),
        first: after.map(|_| format!("{path}?{of_change}")),
        may_take_in: may && campaign.closed_on.is_none(),
        may_review: may && rows.iter().any(|row| row.review.is_none()),
        lines: rows
            .iter()
            .map(|row| {
                let award = people.iter().find(|award| award.award == row.award);
                line(row, award, shield.covers(row.recipient.0))
            })
            .collect(),
        outcomes: outcomes(),
        path: format!("/campaigns/{id}"),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

/// `POST /campaigns/{id}/taxes/review`: several in the same way, each an act of its own.
pub(crate) async fn review(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let chosen: Vec<RecipientId> = posted.all("recipient").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut errors = FieldErrors::default();
    if chosen.is_empty() {
        errors.add("recipient", "確かめた人を選んでください。");
    }
    let Some(outcome) = errors.take("outcome", posted.text("outcome").parse::<TaxReview>()).filter(|_| errors.is_empty()) else {
        let form = FormView::of(&posted).with_errors(&errors);
        return render(&cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let outcomes = cx.acts().review_tax_data(&cx.request(&posted)?, &chosen, outcome).await?;
    let mut position = 0;
    let mut refused: Vec<String> = Vec::new();
    for (_, outcome) in outcomes {
        match outcome {
            Ok(done) => position = position.max(done.position),
            Err(error @ (acts::ActError::Refused(_) | acts::ActError::Stale { .. })) => refused.push(error.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    refused.dedup();
    if refused.is_empty() {
        return cx.told(&format!("/campaigns/{id}/taxes"), "tax_reviewed", position, SHOWN_BY).await;
    }
    for why in refused {
        errors.general(why);
    }
    render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "campaigns/tax_changes.html";

    fn sample() -> Vec<Self> {
        let row = |change: CapChange, review| TaxRow {
            recipient: RecipientId(Uuid::nil()),
            award: events::ids::AwardId(Uuid::nil()),
            change,
            before: (Some(Tier::IV), Yen::new(5_000).ok()),
            after: (Some(Tier::V), Yen::new(10_000).ok()),
            review,
            open_case: None,
            decided: review.is_some(),
        };
        let tallies = [Tally { change: CapChange::Raised, households: 12, waiting: 3 }];
        let page = |lines: Vec<Line>, may: bool, form| Self {
            path: "/campaigns/1".to_owned(),
            name: "令和9年度の更新".to_owned(),
            counts: counts(&tallies, "/campaigns/1/taxes", Some(CapChange::Raised)),
            all: "/campaigns/1/taxes".to_owned(),
            lines,
            next: Some("/campaigns/1/taxes?after=x".to_owned()),
            first: None,
            may_take_in: may,
            may_review: may,
            outcomes: outcomes(),
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("recipient", "確かめた人を選んでください。");
        vec![
            page(
                vec![
                    line(&row(CapChange::Raised, None), None, true),
                    line(&row(CapChange::Pending, Some(TaxReview::Wrong)), None, false),
                ],
                true,
                FormView::default().with_errors(&errors),
            ),
            page(Vec::new(), false, FormView::default()),
        ]
    }
}
