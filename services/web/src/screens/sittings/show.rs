//! `GET /sittings/{id}`: one sitting. Before the cut-off what waits, then the agenda, on the day the verdicts, in the end the minutes.

use acts::SittingFile;
use axum::http::StatusCode;
use axum::response::Response;
use casework::sitting::Sitting;
use events::ids::{ApplicationId, SittingId};
use identity::Permission;
use jiff::civil::Date;
use projections::worklist::{self, Queue, QueueFilter};
use serde::Serialize;

use super::agenda::{Choice, Item, choices};
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// The most cases that one agenda takes from the queue.
const MOST_CASES: u16 = 200;

#[derive(Serialize)]
struct Seat {
    value: String,
    label: String,
}

/// The page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the page that is there or not")]
pub(crate) struct SittingPage {
    path: String,
    version: i32,
    held_on: Option<Date>,
    cut_off_on: Option<Date>,
    venue: String,
    seats: Vec<Seat>,
    waiting: usize,
    items: Vec<Item>,
    choices: Vec<Choice>,
    heard: usize,
    carried_over: usize,
    may_run: bool,
    /// The agenda can be fixed now.
    fixable: bool,
    /// Verdicts and minutes can be recorded now.
    begun: bool,
    closed: bool,
    minutes: String,
    absent: Vec<u8>,
    form: FormView,
}

/// Cases put before the board by the cut-off of a sitting.
pub(super) async fn waiting(cx: &Cx, sitting: &Sitting) -> Result<Vec<ApplicationId>, Problem> {
    let filter = QueueFilter { queues: vec![Queue::ToBoard], ..QueueFilter::default() };
    let page = worklist::page(cx.pool(), &filter, None, MOST_CASES).await?;
    let in_time = |since: Date| sitting.cut_off_on().is_none_or(|cut_off| since <= cut_off);
    Ok(page.rows.iter().filter(|row| in_time(day_in_japan(row.waiting_since))).map(|row| row.application).collect())
}

/// The cases of an agenda as a page or the papers show them.
pub(super) async fn items(cx: &Cx, file: &SittingFile, names: &Names) -> Result<Vec<Item>, Problem> {
    let mut items = Vec::with_capacity(file.sitting.agenda().len());
    let mut subjects = Vec::with_capacity(file.sitting.agenda().len());
    for (no, item) in (1..).zip(file.sitting.agenda()) {
        let case = cx.acts().case(item.application, None).await?;
        subjects.push(item.application.0);
        items.push(Item::of(no, item, &case, file, names, cx.today));
    }
    cx.viewed(&subjects).await?;
    Ok(items)
}

/// Shows the page with a form and a status.
pub(super) async fn render(cx: &Cx, id: SittingId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let items = items(cx, &file, &names).await?;
    let sitting = &file.sitting;
    let members = file.members.open().cloned().unwrap_or_default();
    let seats = (1..=sitting.seats()).map(|seat| {
        let name = members.get(usize::from(seat) - 1).map_or("（消去済み）", |name| name.as_str());
        Seat { value: seat.to_string(), label: format!("{seat}　{name}") }
    });
    let closed = sitting.is_closed();
    let heard = items.iter().filter(|item| item.heard).count();
    let page = SittingPage {
        path: path(id),
        version: file.version,
        held_on: sitting.held_on(),
        cut_off_on: sitting.cut_off_on(),
        venue: file.venue.clone(),
        seats: seats.collect(),
        waiting: if closed { 0 } else { waiting(cx, sitting).await?.len() },
        heard,
        carried_over: file.carried_over.len(),
        may_run: cx.may(Permission::RunSittings),
        fixable: !closed && heard == 0 && sitting.cut_off_on().is_some_and(|cut_off| cut_off <= cx.today),
        begun: !closed && sitting.held_on().is_some_and(|day| day <= cx.today),
        closed,
        minutes: file
            .minutes
            .as_ref()
            .map(|text| text.open().map_or("（消去済み）".to_owned(), ToString::to_string))
            .unwrap_or_default(),
        absent: file.absent.clone(),
        items,
        choices: choices(),
        form,
    };
    cx.page_as(status, &page)
}

/// Address of a sitting.
pub(super) fn path(id: SittingId) -> String {
    format!("/sittings/{id}")
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<SittingId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for SittingPage {
    const TEMPLATE: &'static str = "sittings/show.html";

    fn sample() -> Vec<Self> {
        let page = |items: Vec<Item>, fixable, begun, closed| Self {
            path: "/sittings/1".to_owned(),
            version: 2,
            held_on: Some(jiff::civil::date(2026, 11, 26)),
            cut_off_on: Some(jiff::civil::date(2026, 11, 19)),
            venue: "県庁　会議室".to_owned(),
            seats: vec![Seat { value: "1".to_owned(), label: "1　見本 医師一".to_owned() }],
            waiting: 3,
            heard: 1,
            carried_over: usize::from(closed),
            may_run: true,
            fixable,
            begun,
            closed,
            minutes: if closed { "2件を審査した。".to_owned() } else { String::new() },
            absent: if closed { vec![1] } else { Vec::new() },
            items,
            choices: choices(),
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("minutes", "入力してください。");
        vec![
            page(Vec::new(), true, false, false),
            page(Item::samples(), false, true, false),
            Self { form: FormView::default().with_errors(&errors), ..page(Item::samples(), false, true, false) },
            page(Item::samples(), false, false, true),
            Self { may_run: false, waiting: 0, ..page(Vec::new(), true, false, false) },
        ]
    }
}
