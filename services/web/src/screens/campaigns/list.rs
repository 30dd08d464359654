//! `GET /campaigns`: the campaigns, and the form that opens one.

use acts::{ActError, CampaignInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::ShortText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use identity::Permission;
use jiff::civil::Date;
use projections::campaigns::{self, CampaignRow};
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;

/// Campaigns on the page.
const ROWS: u16 = 30;

#[derive(Clone, Serialize)]
struct Line {
    href: String,
    name: String,
    last_day: Date,
    apply_by: Date,
    opened_on: Date,
    closed_on: Option<Date>,
}

impl Line {
    fn of(row: CampaignRow) -> Self {
        let CampaignRow { campaign, name, last_day, apply_by, opened_on, closed_on } = row;
        Self { href: format!("/campaigns/{campaign}"), name, last_day, apply_by, opened_on, closed_on }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    lines: Vec<Line>,
    may_run: bool,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let rows = campaigns::all(cx.pool(), ROWS).await?;
    let lines = rows.into_iter().map(Line::of).collect();
    cx.page_as(status, &ListPage { lines, may_run: cx.may(Permission::RunCampaigns), form })
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /campaigns`.
pub(crate) async fn open(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let day = |name: &str| wareki::parse(posted.text(name).trim(), EraPolicy::Assume(Era::Reiwa));
    let name = errors.take("name", ShortText::parse(posted.text("name")));
    let last_day = errors.take("last_day", day("last_day"));
    let apply_by = errors.take("apply_by", day("apply_by"));
    if let (Some(name), Some(last_day), Some(apply_by)) = (name, last_day, apply_by) {
        match cx.acts().open_campaign(&cx.request(&posted)?, CampaignInput { name, last_day, apply_by }).await {
            Ok((id, done)) => return cx.told(&format!("/campaigns/{id}"), "campaign_opened", done.position, SHOWN_BY).await,
            Err(ActError::Refused(refusal)) => errors.general(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).understood(&["last_day", "apply_by"]).with_errors(&errors);
    render(&cx, form, StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "campaigns/list.html";

    fn sample() -> Vec<Self> {
        let day = |month| Date::constant(2027, month, 30);
        let line = |closed_on| Line {
            href: "/campaigns/1".to_owned(),
            name: "令和9年度の更新".to_owned(),
            last_day: day(9),
            apply_by: day(8),
            opened_on: day(6),
            closed_on,
        };
        let mut errors = FieldErrors::default();
        errors.add("last_day", "日付を入力してください。");
        vec![
            Self { lines: vec![line(None), line(Some(day(11)))], may_run: true, form: FormView::default().with_errors(&errors) },
            Self { lines: Vec::new(), may_run: false, form: FormView::default() },
        ]
    }
}
