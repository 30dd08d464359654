//! `GET /sittings/{id}`: one sitting. Before the cut-off what waits, then the agenda and its papers, on the day the verdicts, in the end the
//! minutes; whether it was moved or called off stands on top.

use acts::SittingFile;
use axum::http::StatusCode;
use axum::response::Response;
use casework::sitting::Sitting;
use events::ids::{ApplicationId, SittingId};
use events::vocabulary::wareki;
use identity::Permission;
use jiff::civil::Date;
use projections::worklist::{self, Queue, QueueFilter};
use serde::Serialize;

use super::agenda::{Choice, Item, choices};
use super::minutes::{self, Edition};
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// The most cases that one agenda takes from the queue.
const MOST_CASES: u16 = 200;

#[derive(Clone, Serialize)]
struct Seat {
    value: String,
    label: String,
}

/// How it was moved.
#[derive(Serialize)]
struct Move {
    recorded: String,
    held_on: Date,
    venue: String,
    why: String,
}

/// An edition of the papers.
#[derive(Serialize)]
struct Papers {
    label: String,
    href: String,
    issued: String,
    /// It says what the sitting is to be; whatever is older is to be collected.
    stands: bool,
}

/// What was asked about a case, to be typed into the minutes.
#[derive(Serialize)]
struct Question {
    no: usize,
    field: String,
}

/// Minutes to be written or approved.
#[derive(Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the page that is there or not")]
struct MinutesPart {
    editions: Vec<Edition>,
    may_write: bool,
    corrects: bool,
    present: Vec<Seat>,
    questions: Vec<Question>,
    may_approve: bool,
    /// The clerk wrote it: somebody else records what members say.
    own: bool,
    /// Whoever looks recorded what one member says: somebody else records what another says.
    recorded: bool,
    newest: u16,
    unsigned: Vec<Seat>,
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
    moves: Vec<Move>,
    /// Why it was called off; empty where it was not.
    cancelled: String,
    /// Cases that wait for the next sitting since.
    waiting_again: usize,
    /// It can be moved or called off.
    movable: bool,
    papers: Vec<Papers>,
    /// Papers can be issued, and those that members have are of another day or agenda.
    issuable: bool,
    stale_papers: bool,
    written: MinutesPart,
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
    let seat = |seat: u8| {
        let name = members.get(usize::from(seat) - 1).map_or("（消去済み）", |name| name.as_str());
        Seat { value: seat.to_string(), label: format!("{seat}　{name}") }
    };
    let closed = sitting.is_closed() || sitting.is_cancelled();
    let heard = items.iter().filter(|item| item.heard).count();
    let may_run = cx.may(Permission::RunSittings);
    let page = SittingPage {
        path: path(id),
        version: file.version,
        held_on: sitting.held_on(),
        cut_off_on: sitting.cut_off_on(),
        venue: file.venue.clone(),
        seats: (1..=sitting.seats()).map(seat).collect(),
        waiting: if closed { 0 } else { waiting(cx, sitting).await?.len() },
        heard,
        carried_over: file.carried_over.len(),
        may_run,
        fixable: !closed && heard == 0 && sitting.cut_off_on().is_some_and(|cut_off| cut_off <= cx.today),
        begun: !closed && sitting.held_on().is_some_and(|day| day <= cx.today),
        closed: sitting.is_closed(),
        moves: moves(&file),
        cancelled: file.cancelled.as_ref().map(|kept| said(&kept.event.why)).unwrap_or_default(),
        waiting_again: file.cancelled.as_ref().map_or(0, |kept| kept.event.waiting.len()),
        movable: may_run && !closed && !sitting.has_begun_to_hear(),
        papers: papers(&file, id),
        issuable: may_run && !closed && !items.is_empty(),
        stale_papers: sitting.papers() > 0 && !sitting.papers_stand(),
        written: minutes_part(cx, &file, seat),
        minutes: file
            .minutes
            .as_ref()
            .map(|text| text.open().map_or("（消去済み）".to_owned(), ToString::to_string))
            .unwrap_or_default(),
        absent: file.absent.clone(),
        items,
        choices: choices(),
        form: form.with_defaults(defaults(&file)),
    };
    cx.page_as(status, &page)
}

fn said(text: &events::Personal<events::vocabulary::FreeText>) -> String {
    text.open().map_or("（消去済み）".to_owned(), ToString::to_string)
}

/// What stands in the fields before anybody typed.
fn defaults(file: &SittingFile) -> Vec<(String, String)> {
    let day = |day: Option<Date>| day.map(wareki::short).unwrap_or_default();
    let mut fields = vec![
        ("held_on".to_owned(), day(file.sitting.held_on())),
        ("cut_off_on".to_owned(), day(file.sitting.cut_off_on())),
        ("venue".to_owned(), file.venue.clone()),
    ];
    fields.extend(minutes::written(file));
    fields
}

fn moves(file: &SittingFile) -> Vec<Move> {
    let told = file.moves.iter().map(|kept| Move {
        recorded: wareki::short(day_in_japan(kept.at)),
        held_on: kept.event.held_on,
        venue: kept.event.venue.to_string(),
        why: said(&kept.event.why),
    });
    told.collect()
}

/// The editions of the papers, the newest first.
fn papers(file: &SittingFile, id: SittingId) -> Vec<Papers> {
    let told = file.papers.iter().rev().map(|kept| Papers {
        label: format!("第{}版", kept.event.edition),
        href: format!("{}/papers?edition={}", path(id), kept.event.edition),
        issued: wareki::short(day_in_japan(kept.at)),
        stands: kept.event.edition == file.sitting.papers() && file.sitting.papers_stand(),
    });
    told.collect()
}

fn minutes_part(cx: &Cx, file: &SittingFile, seat: impl Fn(u8) -> Seat) -> MinutesPart {
    let sitting = &file.sitting;
    if !sitting.is_closed() {
        return MinutesPart::default();
    }
    let newest = sitting.minutes().newest();
    let open = newest.filter(|newest| !newest.is_final());
    let is_me = |by| cx.staff().is_ok_and(|staff| staff.actor.id == by);
    let own = open.is_some() && file.written.last().is_some_and(|kept| is_me(kept.by));
    let of_newest = |edition| open.is_some_and(|open| open.number() == edition);
    let recorded = file.approvals.iter().any(|kept| of_newest(kept.event.edition) && is_me(kept.by));
    let may_approve = cx.may(Permission::ApproveMinutes) && open.is_some();
    let asked = (1..).zip(sitting.agenda()).filter(|(_, item)| sitting.has_heard(item.application));
    MinutesPart {
        editions: minutes::editions(file, file.id),
        may_write: cx.may(Permission::RunSittings),
        corrects: newest.is_some(),
        present: sitting.present().into_iter().map(&seat).collect(),
        questions: asked.map(|(no, item)| Question { no, field: minutes::question_field(item.application) }).collect(),
        may_approve: may_approve && !own && !recorded,
        own: may_approve && own,
        recorded: may_approve && recorded,
        newest: newest.map_or(0, casework::sitting::Edition::number),
        unsigned: open
            .map(|open| sitting.present().into_iter().filter(|one| !open.approved().contains(one)).map(&seat).collect())
            .unwrap_or_default(),
    }
}

/// Address of a sitting.
pub(super) fn path(id: SittingId) -> String {
    format!("/sittings/{id}")
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<SittingId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Papers {
    fn samples() -> Vec<Self> {
        let edition = |number: u16, stands| Self {
            label: format!("第{number}版"),
            href: format!("/sittings/1/papers?edition={number}"),
            issued: "R8.11.20".to_owned(),
            stands,
        };
        vec![edition(2, true), edition(1, false)]
    }
}

impl MinutesPart {
    fn sample() -> Self {
        let edition = |label: &str, state, correction: &str| Edition {
            label: label.to_owned(),
            href: "/sittings/1/minutes?edition=1".to_owned(),
            state,
            tone: "",
            written: "R8.11.27".to_owned(),
            correction: correction.to_owned(),
            approvals: vec!["委員1（委員長）　R8.11.28".to_owned()],
            digest: "cdcdcdcdcdcdcdcd".to_owned(),
        };
        let seats = || vec![Seat { value: "1".to_owned(), label: "1　見本 医師一".to_owned() }];
        Self {
            editions: vec![
                edition("第2版", "確認中", "第1版を訂正　理由：判定の転記を直した。"),
                edition("第1版", "確定（訂正あり）", ""),
            ],
            may_write: true,
            corrects: true,
            present: seats(),
            questions: vec![Question { no: 1, field: "question-1".to_owned() }],
            may_approve: true,
            own: true,
            recorded: true,
            newest: 2,
            unsigned: seats(),
        }
    }
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
            moves: vec![Move {
                recorded: "R8.11.12".to_owned(),
                held_on: jiff::civil::date(2026, 11, 26),
                venue: "県庁　会議室".to_owned(),
                why: "委員の都合のため。".to_owned(),
            }],
            cancelled: String::new(),
            waiting_again: 0,
            movable: fixable && !closed,
            papers: Papers::samples(),
            issuable: !closed,
            stale_papers: begun,
            written: if closed { MinutesPart::sample() } else { MinutesPart::default() },
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
            Self {
                cancelled: "定足数に届かないため。".to_owned(),
                waiting_again: 2,
                ..page(Item::samples(), false, false, false)
            },
        ]
    }
}
