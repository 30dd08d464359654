//! `GET /campaigns/{id}`: the funnel with its table and the forecast; who stands where.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::campaign::{Forecast, forecast};
use events::ids::{CampaignId, RecipientId};
use events::vocabulary::{RenewalGroup, wareki};
use identity::Permission;
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::campaigns::{self, CampaignRow, Cell, PeopleFilter, PersonState, StateRow};
use projections::ledger::{self, AsOf, LedgerRow};
use serde::Serialize;
use uuid::Uuid;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::{ERASED, name_and_kana};

/// Days over which the speed is measured.
const WINDOW: u32 = 28;
/// Persons of a page.
const LINES: u16 = 50;
/// Width of the longest bar.
const WIDTH: i64 = 560;

/// A bar of the funnel.
#[derive(Clone, Serialize)]
struct Bar {
    label: &'static str,
    tone: &'static str,
    people: i64,
    width: i64,
    y: i64,
    href: String,
}

/// A row of the table: a group and how many of it stand where.
#[derive(Clone, Serialize)]
struct Row {
    group: &'static str,
    cells: Vec<Count>,
    all: i64,
}

#[derive(Clone, Serialize)]
struct Count {
    people: i64,
    href: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct CampaignPage {
    path: String,
    name: String,
    last_day: Date,
    apply_by: Date,
    opened_on: Date,
    closed_on: Option<Date>,
    bars: Vec<Bar>,
    height: i64,
    states: Vec<&'static str>,
    rows: Vec<Row>,
    total: i64,
    forecast: String,
    tone: &'static str,
    may_run: bool,
    version: i32,
    form: FormView,
}

const fn tone(state: PersonState) -> &'static str {
    match state {
        PersonState::Waiting | PersonState::Guided => "warn",
        PersonState::Received => "key",
        PersonState::Decided => "ok",
        PersonState::Refused | PersonState::Lapsed => "alert",
        PersonState::Excluded => "",
    }
}

fn at(cells: &[Cell], wanted: impl Fn(&Cell) -> bool) -> i64 {
    cells.iter().filter(|cell| wanted(cell)).map(|cell| cell.people).sum()
}

fn bars(cells: &[Cell], path: &str) -> Vec<Bar> {
    let count = |state| at(cells, |cell| cell.state == state);
    let most = PersonState::ALL.into_iter().map(count).max().unwrap_or(0).max(1);
    (0..)
        .zip(PersonState::ALL)
        .map(|(n, state)| Bar {
            label: state.label(),
            tone: tone(state),
            people: count(state),
            width: count(state) * WIDTH / most,
            y: n * 30,
            href: format!("{path}/people?state={}", state.code()),
        })
        .collect()
}

fn rows(cells: &[Cell], path: &str) -> Vec<Row> {
    let groups = RenewalGroup::ALL.iter().filter(|group| cells.iter().any(|cell| cell.group == **group));
    groups
        .map(|group| Row {
            group: group.label(),
            all: at(cells, |cell| cell.group == *group),
            cells: PersonState::ALL
                .into_iter()
                .map(|state| Count {
                    people: at(cells, |cell| (cell.group, cell.state) == (*group, state)),
                    href: format!("{path}/people?state={}&group={}", state.code(), group.code()),
                })
                .collect(),
        })
        .collect()
}

/// The sentence about the rest, and its tone.
fn expected(left: i64, decided: i64, today: Date, last_day: Date) -> (String, &'static str) {
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    match forecast(number(left), number(decided), WINDOW, today) {
        Forecast::Done => ("更新を待つ人はいません。".to_owned(), "ok"),
        Forecast::Unknown => (format!("この4週間に決定がないため、残り{left}人がいつ終わるかは分かりません。"), "warn"),
        Forecast::By(day) if day <= last_day => {
            (format!("この4週間の速さ（{decided}人）なら、残り{left}人は{}までに決定できます。", wareki::long(day)), "ok")
        }
        Forecast::By(day) => (
            format!(
                "この4週間の速さ（{decided}人）では、残り{left}人の決定は{}になり、満了日に間に合いません。切れ目が出ます。",
                wareki::long(day)
            ),
            "alert",
        ),
    }
}

async fn found(cx: &Cx, id: CampaignId) -> Result<CampaignRow, Problem> {
    campaigns::one(cx.pool(), id).await?.ok_or(Problem::NotFound)
}

fn everybody(cx: &Cx, campaign: CampaignId) -> PeopleFilter {
    PeopleFilter { campaign, today: cx.today, state: None, group: None, office: cx.office_scope() }
}

async fn render(cx: &Cx, id: CampaignId, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let row = found(cx, id).await?;
    let cells = campaigns::funnel(cx.pool(), &everybody(cx, id)).await?;
    let since = cx.today.checked_sub(i64::from(WINDOW).days()).unwrap_or(cx.today);
    let decided = campaigns::decided_since(cx.pool(), id, since).await?;
    let waits = |state| matches!(state, PersonState::Waiting | PersonState::Guided | PersonState::Received);
    let left = at(&cells, |cell| waits(cell.state));
    let (forecast, tone) = expected(left, decided, cx.today, row.last_day);
    let path = format!("/campaigns/{id}");
    let bars = bars(&cells, &path);
    let (_, version) = cx.acts().campaign(id).await?;
    let page = CampaignPage {
        height: 30 * i64::try_from(bars.len()).unwrap_or(0),
        bars,
        states: PersonState::ALL.into_iter().map(PersonState::label).collect(),
        rows: rows(&cells, &path),
        total: at(&cells, |_| true),
        path,
        name: row.name,
        last_day: row.last_day,
        apply_by: row.apply_by,
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        forecast,
        tone,
        may_run: row.closed_on.is_none() && cx.may(Permission::RunCampaigns),
        version,
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    render(&cx, id, &FieldErrors::default(), StatusCode::OK).await
}

/// `POST /campaigns/{id}/close`.
pub(crate) async fn close(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    match cx.acts().close_campaign(&cx.request(&posted)?, id).await {
        Ok(done) => return cx.told(&format!("/campaigns/{id}"), "campaign_closed", done.position, SHOWN_BY).await,
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.general(error.to_string()),
        Err(other) => return Err(other.into()),
    }
    render(&cx, id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
}

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
    protected: bool,
}

/// The page of who stands where.
#[derive(Serialize)]
pub(crate) struct PeoplePage {
    path: String,
    name: String,
    title: String,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    may_guide: bool,
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
        protected,
    }
}

pub(super) async fn listed(cx: &Cx, id: CampaignId, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let row = found(cx, id).await?;
    let state = cx.parameter("state").and_then(|code| code.parse::<PersonState>().ok());
    let group = cx.parameter("group").and_then(|code| code.parse::<RenewalGroup>().ok());
    let after = cx.parameter("after").and_then(|id| id.parse::<Uuid>().ok());
    let filter = PeopleFilter { state, group, ..everybody(cx, id) };
    let people = campaigns::people(cx.pool(), &filter, after.unwrap_or_default(), LINES).await?;
    let recipients: Vec<RecipientId> = people.iter().map(|one| one.recipient).collect();
    let mut awards = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    awards.dedup_by_key(|row| row.recipient);
    projections::open(cx.pool(), cx.ring(), &mut awards).await?;
    let subjects: Vec<Uuid> = recipients.iter().map(|one| one.0).collect();
    cx.viewed(&subjects).await?;
    let shield = cx.shielded();
    let words = [state.map(PersonState::label), group.map(RenewalGroup::label)];
    let query: String = [state.map(|one| format!("state={}", one.code())), group.map(|one| format!("group={}", one.code()))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("&");
    let here = format!("/campaigns/{id}/people?{query}");
    let full = people.len() == usize::from(LINES);
    let page = PeoplePage {
        path: format!("/campaigns/{id}"),
        name: row.name,
        title: words.into_iter().flatten().collect::<Vec<_>>().join("・"),
        next: people.last().filter(|_| full).map(|last| format!("{here}&after={}", last.item)),
        first: after.map(|_| here.clone()),
        lines: people
            .iter()
            .map(|one| {
                let award = awards.iter().find(|award| award.recipient == one.recipient);
                line(one, award, id, shield.covers(one.recipient.0))
            })
            .collect(),
        may_guide: row.closed_on.is_none()
            && cx.may(Permission::RunCampaigns)
            && matches!(state, Some(PersonState::Waiting | PersonState::Excluded)),
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /campaigns/{id}/people`.
pub(crate) async fn people(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    listed(&cx, id, &FieldErrors::default(), StatusCode::OK).await
}

impl Page for CampaignPage {
    const TEMPLATE: &'static str = "campaigns/show.html";

    fn sample() -> Vec<Self> {
        let cells = [
            Cell { group: RenewalGroup::Ordinary, state: PersonState::Decided, people: 40 },
            Cell { group: RenewalGroup::Ordinary, state: PersonState::Waiting, people: 12 },
            Cell { group: RenewalGroup::Died, state: PersonState::Excluded, people: 1 },
        ];
        let path = "/campaigns/1";
        let day = |month| Date::constant(2027, month, 30);
        let page = |may_run: bool, closed_on| Self {
            path: path.to_owned(),
            name: "令和9年度の更新".to_owned(),
            last_day: day(9),
            apply_by: day(8),
            opened_on: day(6),
            closed_on,
            bars: bars(&cells, path),
            height: 210,
            states: PersonState::ALL.into_iter().map(PersonState::label).collect(),
            rows: rows(&cells, path),
            total: 53,
            forecast: expected(12, 40, day(8), day(9)).0,
            tone: "ok",
            may_run,
            version: 2,
            form: FormView::default(),
        };
        vec![page(true, None), page(false, Some(day(11)))]
    }
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
            protected,
        };
        let mut errors = FieldErrors::default();
        errors.add("recipient", "案内を送った人を選んでください。");
        let page = |lines, may_guide: bool, form| Self {
            path: "/campaigns/1".to_owned(),
            name: "令和9年度の更新".to_owned(),
            title: if may_guide { "案内前".to_owned() } else { String::new() },
            lines,
            next: Some("/campaigns/1/people?after=x".to_owned()),
            first: None,
            may_guide,
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rest_that_comes_too_late_is_told_as_a_gap() {
        let (today, last_day) = (date(2027, 9, 1), date(2027, 9, 30));
        assert_eq!(expected(0, 10, today, last_day).1, "ok");
        assert_eq!(expected(280, 280, today, last_day).1, "ok");
        let (sentence, tone) = expected(300, 280, today, last_day);
        assert!(tone == "alert" && sentence.contains("間に合いません"), "{sentence}");
        assert_eq!(expected(5, 0, today, last_day).1, "warn");
    }

    #[test]
    fn the_funnel_counts_everybody_once() {
        let cells = [
            Cell { group: RenewalGroup::Ordinary, state: PersonState::Decided, people: 3 },
            Cell { group: RenewalGroup::Haemophilia, state: PersonState::Decided, people: 2 },
            Cell { group: RenewalGroup::Moved, state: PersonState::Excluded, people: 1 },
        ];
        assert_eq!(bars(&cells, "/c").iter().map(|bar| bar.people).sum::<i64>(), 6);
        let table = rows(&cells, "/c");
        assert_eq!(table.iter().map(|row| row.all).sum::<i64>(), 6);
        assert_eq!(table.iter().flat_map(|row| &row.cells).map(|cell| cell.people).sum::<i64>(), 6);
    }
}
