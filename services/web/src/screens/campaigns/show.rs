//! `GET /campaigns/{id}`: the funnel with its table and the forecast, the letters in bulk.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::campaign::{Forecast, forecast};
use events::ids::CampaignId;
use events::letter::LetterKind;
use events::vocabulary::{RenewalGroup, wareki};
use identity::Permission;
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::campaigns::{self, CampaignRow, Cell, PeopleFilter, PersonState};
use projections::letter_releases::{self, LetterReleaseRow};
use serde::Serialize;

use super::SHOWN_BY;
use super::people::late;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::notices::offered;

/// Releases on the page.
const RELEASES: u16 = 20;
/// Days over which the speed is measured.
pub(super) const WINDOW: u32 = 28;
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

/// Letters of it that go out in bulk.
#[derive(Clone, Serialize)]
struct Release {
    href: String,
    kind: &'static str,
    stage: &'static str,
    addressed: i32,
    excluded: i32,
    made: Option<i32>,
    prepared_on: Date,
}

/// The page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what whoever asks may do and see, each for itself")]
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
    late: usize,
    releases: Vec<Release>,
    may_prepare: bool,
    kinds: Vec<Offered>,
    taxes: bool,
    gaps: bool,
    version: i32,
    form: FormView,
}

pub(super) const fn tone(state: PersonState) -> &'static str {
    match state {
        PersonState::Waiting | PersonState::Guided | PersonState::Reminded => "warn",
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

pub(super) async fn found(cx: &Cx, id: CampaignId) -> Result<CampaignRow, Problem> {
    campaigns::one(cx.pool(), id).await?.ok_or(Problem::NotFound)
}

pub(super) fn everybody(cx: &Cx, campaign: CampaignId) -> PeopleFilter {
    PeopleFilter { campaign, today: cx.today, state: None, group: None, office: cx.office_scope() }
}

/// Renewals decided in the last weeks.
pub(super) async fn speed(cx: &Cx, id: CampaignId) -> Result<i64, Problem> {
    let since = cx.today.checked_sub(i64::from(WINDOW).days()).unwrap_or(cx.today);
    Ok(campaigns::decided_since(cx.pool(), id, since).await?)
}

/// The letters of a campaign in bulk, the newest first.
async fn releases(cx: &Cx, id: CampaignId) -> Result<Vec<Release>, Problem> {
    if !cx.may(Permission::ViewLetterReleases) {
        return Ok(Vec::new());
    }
    let rows = letter_releases::newest(cx.pool(), Some(id), RELEASES).await?;
    let release = |row: LetterReleaseRow| Release {
        href: format!("/letters/releases/{}", row.release),
        kind: row.kind.label(),
        stage: row.stage.label(),
        addressed: row.addressed,
        excluded: row.excluded,
        made: row.made,
        prepared_on: row.prepared_on,
    };
    Ok(rows.into_iter().map(release).collect())
}

/// What a campaign sends in bulk.
fn kinds() -> Vec<Offered> {
    let kind = |kind: LetterKind| offered(kind.code(), kind.label());
    [LetterKind::RenewalGuide, LetterKind::RenewalReminder].map(kind).to_vec()
}

pub(super) async fn render(cx: &Cx, id: CampaignId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let row = found(cx, id).await?;
    let cells = campaigns::funnel(cx.pool(), &everybody(cx, id)).await?;
    let decided = speed(cx, id).await?;
    let late = late(cx, &row).await?.len();
    let waits =
        |state| matches!(state, PersonState::Waiting | PersonState::Guided | PersonState::Reminded | PersonState::Received);
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
        late,
        releases: releases(cx, id).await?,
        may_prepare: row.closed_on.is_none() && cx.may(Permission::PrepareLetters),
        kinds: kinds(),
        taxes: cx.may(Permission::ViewTaxData),
        gaps: cx.may(Permission::ViewCases),
        version,
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

/// `POST /campaigns/{id}/close`.
pub(crate) async fn close(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    match cx.acts().close_campaign(&cx.request(&posted)?, id).await {
        Ok(done) => return cx.told(&format!("/campaigns/{id}"), "campaign_closed", done.position, SHOWN_BY).await,
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.general(error.to_string()),
        Err(other) => return Err(other.into()),
    }
    render(&cx, id, FormView::default().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
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
        let release = || Release {
            href: "/letters/releases/1".to_owned(),
            kind: LetterKind::RenewalGuide.label(),
            stage: "終了",
            addressed: 52,
            excluded: 3,
            made: Some(52),
            prepared_on: Date::constant(2027, 6, 30),
        };
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
            late: usize::from(may_run) * 3,
            releases: if may_run { vec![release()] } else { Vec::new() },
            may_prepare: may_run,
            kinds: kinds(),
            taxes: may_run,
            gaps: may_run,
            version: 2,
            form: FormView::default(),
        };
        vec![page(true, None), page(false, Some(day(11)))]
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
