//! `GET /campaigns/{id}/people`: who stands where, and who loses days of entitlement at the present speed.

use axum::http::StatusCode;
use axum::response::Response;
use casework::campaign::decidable;
use events::ids::{CampaignId, RecipientId};
use events::vocabulary::RenewalGroup;
use identity::Permission;
use jiff::civil::Date;
use projections::campaigns::{self, CampaignRow, PeopleFilter, PersonState, StateRow};
use projections::ledger::{self, AsOf, LedgerRow};
use serde::Serialize;
use uuid::Uuid;

use super::show::{WINDOW, everybody, found, speed, tone};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::{ERASED, name_and_kana};

/// Persons of a page.
const LINES: u16 = 50;

/// A person of the list.
#[derive(Clone, Serialize)]
struct Line {
    recipient: String,
    href: String,
    guide: Option<String>,
    name: String,
    kana: String,
    number: String,
    group: &'static str,
    state: &'static str,
    tone: &'static str,
    guided_on: Option<Date>,
    reminded_on: Option<Date>,
    protected: bool,
}

/// The page of who stands where.
#[derive(Serialize)]
pub(crate) struct PeoplePage {
    path: String,
    name: String,
    title: String,
    late: bool,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    may_guide: bool,
    may_remind: bool,
    form: FormView,
}

fn line(row: &StateRow, award: Option<&LedgerRow>, id: CampaignId, protected: bool) -> Line {
    let (name, kana) = award.map_or_else(|| (ERASED.to_owned(), String::new()), |award| name_and_kana(&award.name));
    Line {
        recipient: row.recipient.to_string(),
        href: format!("/recipients/{}", row.recipient),
        guide: row.group.is_guided().then(|| format!("/campaigns/{id}/guide?recipient={}", row.recipient)),
        name,
        kana,
        number: award.map(|award| award.recipient_number.to_string()).unwrap_or_default(),
        group: row.group.label(),
        state: row.state.label(),
        tone: tone(row.state),
        guided_on: row.guided_on,
        reminded_on: row.reminded_on,
        protected,
    }
}

/// Which persons are listed: those of a state and a group, or those who lose days at the present speed.
struct Asked {
    state: Option<PersonState>,
    group: Option<RenewalGroup>,
    late: bool,
}

impl Asked {
    fn read(cx: &Cx) -> Self {
        Self {
            state: cx.parameter("state").and_then(|code| code.parse().ok()),
            group: cx.parameter("group").and_then(|code| code.parse().ok()),
            late: cx.parameter("late").is_some(),
        }
    }

    fn query(&self) -> String {
        let parts = [
            self.state.map(|one| format!("state={}", one.code())),
            self.group.map(|one| format!("group={}", one.code())),
            self.late.then(|| "late=1".to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    fn title(&self) -> String {
        let late = self.late.then_some("いまの速さでは決定が満了日に間に合わない人");
        let words = [self.state.map(PersonState::label), self.group.map(RenewalGroup::label), late];
        words.into_iter().flatten().collect::<Vec<_>>().join("・")
    }
}

/// A page of them, and where the next begins.
async fn page_of(cx: &Cx, campaign: &CampaignRow, asked: &Asked) -> Result<(Vec<StateRow>, Option<String>), Problem> {
    let filter = PeopleFilter { state: asked.state, group: asked.group, ..everybody(cx, campaign.campaign) };
    if asked.late {
        let from: usize = cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0);
        let late = late(cx, campaign).await?;
        let next = (late.len() > from + usize::from(LINES)).then(|| (from + usize::from(LINES)).to_string());
        return Ok((late.into_iter().skip(from).take(usize::from(LINES)).collect(), next));
    }
    let after = cx.parameter("after").and_then(|id| id.parse::<Uuid>().ok()).unwrap_or_default();
    let people = campaigns::people(cx.pool(), &filter, after, LINES).await?;
    let full = people.len() == usize::from(LINES);
    let next = people.last().filter(|_| full).map(|last| last.item.to_string());
    Ok((people, next))
}

/// Whoever stands so far behind in the line that the decision comes after the last day.
pub(super) async fn late(cx: &Cx, campaign: &CampaignRow) -> Result<Vec<StateRow>, Problem> {
    let decided = speed(cx, campaign.campaign).await?;
    let number = u32::try_from(decided).unwrap_or(u32::MAX);
    let in_time = decidable(number, WINDOW, cx.today, campaign.last_day);
    let line = campaigns::in_line(cx.pool(), &everybody(cx, campaign.campaign)).await?;
    Ok(line.into_iter().skip(usize::try_from(in_time).unwrap_or(usize::MAX)).collect())
}

pub(super) async fn listed(cx: &Cx, id: CampaignId, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let row = found(cx, id).await?;
    let asked = Asked::read(cx);
    let (people, next) = page_of(cx, &row, &asked).await?;
    let recipients: Vec<RecipientId> = people.iter().map(|one| one.recipient).collect();
    let mut awards = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    awards.dedup_by_key(|row| row.recipient);
    projections::open(cx.pool(), cx.ring(), &mut awards).await?;
    let subjects: Vec<Uuid> = recipients.iter().map(|one| one.0).collect();
    cx.viewed(&subjects).await?;
    let shield = cx.shielded();
    let here = format!("/campaigns/{id}/people?{}", asked.query());
    let may_guide = row.closed_on.is_none()
        && cx.may(Permission::RunCampaigns)
        && matches!(asked.state, Some(PersonState::Waiting | PersonState::Excluded));
    let may_remind = row.closed_on.is_none() && cx.may(Permission::RunCampaigns) && asked.state == Some(PersonState::Guided);
    let page = PeoplePage {
        path: format!("/campaigns/{id}"),
        name: row.name,
        title: asked.title(),
        late: asked.late,
        next: next.map(|next| format!("{here}&after={next}")),
        first: cx.parameter("after").map(|_| here.clone()),
        lines: people
            .iter()
            .map(|one| {
                let award = awards.iter().find(|award| award.recipient == one.recipient);
                line(one, award, id, shield.covers(one.recipient.0))
            })
            .collect(),
        may_guide,
        may_remind,
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /campaigns/{id}/people`.
pub(crate) async fn people(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    listed(&cx, id, &FieldErrors::default(), StatusCode::OK).await
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "campaigns/people.html";

    fn sample() -> Vec<Self> {
        let line = |guided_on, protected: bool| Line {
            recipient: Uuid::nil().to_string(),
            href: "/recipients/1".to_owned(),
            guide: protected.then(|| "/campaigns/1/guide?recipient=1".to_owned()),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            number: "1000012".to_owned(),
            group: RenewalGroup::Ordinary.label(),
            state: PersonState::Guided.label(),
            tone: "warn",
            guided_on,
            reminded_on: guided_on,
            protected,
        };
        let mut errors = FieldErrors::default();
        errors.add("recipient", "案内を送った人を選んでください。");
        let page = |lines, may_guide: bool, form| Self {
            path: "/campaigns/1".to_owned(),
            name: "令和9年度の更新".to_owned(),
            title: if may_guide { "案内前".to_owned() } else { String::new() },
            late: !may_guide,
            lines,
            next: Some("/campaigns/1/people?after=x".to_owned()),
            first: None,
            may_guide,
            may_remind: !may_guide,
            form,
        };
        vec![
            page(
                vec![line(None, true), line(Some(Date::constant(2027, 7, 1)), false)],
                true,
                FormView::default().with_errors(&errors),
            ),
            page(Vec::new(), false, FormView::default()),
        ]
    }
}
