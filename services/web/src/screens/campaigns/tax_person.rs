//! `GET /recipients/{id}/taxes`: the tax data of one household, the tier that they come to, and the calculation behind it.

use acts::{ActError, TaxDataFile};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::RecipientId;
use events::vocabulary::{TaxReview, Yen};
use identity::Permission;
use projections::ledger::{self, AsOf};
use serde::Serialize;

use super::tax_changes::{SHOWN_BY, judged, outcomes, tone};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::calculation::Step;
use crate::screens::cases::ident::{ERASED, name_and_kana};
use crate::screens::cases::moment;

/// A member of the household.
#[derive(Serialize)]
struct Member {
    name: String,
    taxed: &'static str,
    levy: String,
    income: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonPage {
    path: String,
    campaign: String,
    recipient: String,
    version: i32,
    name: String,
    kana: String,
    year: String,
    at: String,
    members: Vec<Member>,
    before: String,
    after: String,
    change: &'static str,
    tone: &'static str,
    missing: Vec<String>,
    steps: Vec<Step>,
    reviewed: Option<String>,
    award: String,
    may_review: bool,
    outcomes: Vec<Offered>,
    form: FormView,
}

fn members(file: &TaxDataFile) -> Vec<Member> {
    let told = file.taken_in.members.open();
    let member = |tax: &events::tax_data::MemberTax| Member {
        name: tax.name.to_string(),
        taxed: if tax.taxed { "課税" } else { "非課税" },
        levy: tax.income_levy.to_string(),
        income: tax.income.map_or_else(|| "－".to_owned(), |income: Yen| income.to_string()),
    };
    told.map(|told| told.iter().map(member).collect()).unwrap_or_default()
}

async fn render(cx: &Cx, id: RecipientId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let file = Box::pin(cx.acts().tax_data(id)).await?;
    cx.viewed(&[id.0]).await?;
    let mut people = ledger::of_awards(cx.pool(), &[file.taken_in.award], AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let (name, kana) = people.first().map_or_else(|| (ERASED.to_owned(), String::new()), |row| name_and_kana(&row.name));
    let (before, after) = (file.taken_in.before, file.taken_in.after);
    let reviewed = file.reviewed.map(|(outcome, at)| format!("{}（{}）", outcome.label(), moment::exact(at)));
    let page = PersonPage {
        path: format!("/recipients/{id}/taxes"),
        campaign: format!("/campaigns/{}/taxes", file.taken_in.campaign),
        recipient: format!("/recipients/{id}"),
        version: file.version,
        name,
        kana,
        year: file.taken_in.year.to_string(),
        at: moment::exact(file.at),
        members: members(&file),
        before: judged(before.tier, before.monthly_cap),
        after: judged(after.tier, after.monthly_cap),
        change: file.taken_in.change.label(),
        tone: tone(file.taken_in.change),
        steps: file.why.iter().map(Step::of).collect(),
        may_review: reviewed.is_none() && cx.may(Permission::TakeInTaxData),
        missing: file.missing,
        reviewed,
        award: file.taken_in.award.to_string(),
        outcomes: outcomes(),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

/// `POST /recipients/{id}/taxes`.
pub(crate) async fn review(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    if let Some(outcome) = errors.take("outcome", posted.text("outcome").parse::<TaxReview>()) {
        for (_, outcome) in cx.acts().review_tax_data(&cx.request(&posted)?, &[id], outcome).await? {
            match outcome {
                Ok(done) => {
                    return cx.told(&format!("/recipients/{id}/taxes"), "tax_reviewed", done.position, SHOWN_BY).await;
                }
                Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.add("outcome", error.to_string()),
                Err(other) => return Err(other.into()),
            }
        }
    }
    render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "campaigns/tax_person.html";

    fn sample() -> Vec<Self> {
        let page = |reviewed: Option<&str>, missing: Vec<String>| Self {
            path: "/recipients/1/taxes".to_owned(),
            campaign: "/campaigns/1/taxes".to_owned(),
            recipient: "/recipients/1".to_owned(),
            version: 1,
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            year: "令和9年度".to_owned(),
            at: "令和9年6月30日 9:12:05".to_owned(),
            members: vec![Member {
                name: "見本 一郎".to_owned(),
                taxed: "課税",
                levy: "68,400円".to_owned(),
                income: "－".to_owned(),
            }],
            before: "Ⅳ 一般所得Ⅰ　5,000円".to_owned(),
            after: "Ⅴ 一般所得Ⅱ　10,000円".to_owned(),
            change: "上がる",
            tone: "warn",
            steps: vec![Step {
                label: "階層区分".to_owned(),
                text: "所得割の合計251,000円は251,000円未満でない。".to_owned(),
                law: "施行令第22条".to_owned(),
                status: "",
                result: "Ⅴ".to_owned(),
                sum: false,
            }],
            may_review: reviewed.is_none(),
            reviewed: reviewed.map(str::to_owned),
            missing,
            award: "1".to_owned(),
            outcomes: outcomes(),
            form: FormView::default(),
        };
        vec![page(None, vec!["申請者の年収".to_owned()]), page(Some("更新の申請に使う（令和9年7月1日 9:00:00）"), Vec::new())]
    }
}
