//! One read model: where it stands, what a rebuild would take, how the one at work gets on, what it found different, and what to ask for.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::operation::Operation;
use events::ids::StaffId;
use events::operation::Task;
use events::vocabulary::{ChangeNumber, FreeText};
use identity::Permission;
use serde::Serialize;
use store::{LastRebuild, OnPoison, ProjectionState, ProjectionStatus};

use super::parked::{self, ParkedLine};
use super::progress::{Progress, progress};
use super::status::{Line, line, title};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// The page.
#[derive(Serialize)]
pub(crate) struct ReadModelPage {
    name: String,
    title: String,
    line: Line,
    program_version: i32,
    plan: Plan,
    progress: Option<Progress>,
    kept: Option<String>,
    /// What it does at an event that it cannot read.
    policy: &'static str,
    parked: Vec<ParkedLine>,
    waiting: i64,
    asked: Vec<&'static str>,
    /// Why who looks at the page cannot exchange the rows that wait: title and text.
    not_by_you: Option<(&'static str, &'static str)>,
    may_run: bool,
    offers: Vec<Offer>,
    /// It goes on by itself: the page looks again.
    moving: bool,
    form: FormView,
}

#[derive(Serialize)]
struct Plan {
    events: i64,
    time: String,
    room: String,
}

#[derive(Serialize)]
struct Offer {
    value: String,
    label: String,
}

/// 「37秒」, 「4分」, 「2時間」.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "1秒未満".to_owned(),
        s if s < 120.0 => format!("{s:.0}秒"),
        s if s < 7_200.0 => format!("{:.0}分", s / 60.0),
        s if s < 172_800.0 => format!("{:.0}時間", s / 3_600.0),
        s => format!("{:.0}日", s / 86_400.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "megabytes need no more digits")]
fn plan(plan: &store::Plan) -> Plan {
    Plan {
        events: plan.events,
        time: plan.seconds.map_or_else(|| "まだ測っていない".to_owned(), |seconds| format!("約{}", duration(seconds))),
        room: format!("{:.1} MB（作る間と、前の表を残す間）", plan.bytes as f64 / 1_000_000.0),
    }
}

/// What makes sense in this state.
fn offers(status: &ProjectionStatus) -> Vec<Task> {
    let mut offers = Vec::new();
    match &status.rebuild {
        Some(LastRebuild { ended_at: None, phase, .. }) if phase == "review" => offers.extend([Task::Exchange, Task::Stop]),
        Some(LastRebuild { ended_at: None, wish, .. }) => {
            offers.push(if wish == "pause" { Task::GoOn } else { Task::Pause });
            offers.push(Task::Stop);
        }
        _ => {
            offers.push(Task::Rebuild);
            if status.previous.is_some() {
                offers.push(Task::RollBack);
            }
        }
    }
    if matches!(status.state, ProjectionState::Stopped { .. }) {
        offers.insert(0, Task::Resume);
    }
    if status.parked > 0 {
        offers.push(Task::Retry);
    }
    offers.push(match status.on_poison {
        OnPoison::Stop => Task::Park,
        OnPoison::Park => Task::StopAtPoison,
    });
    offers
}

/// Rows that differ are exchanged by two, and by nobody who cannot know of the other.
fn not_by(operation: &Operation, me: StaffId) -> Option<(&'static str, &'static str)> {
    const OWN: &str =
        "違いのある表を作り直した人は、入れ替えられません。ほかの運用の担当者に、上の違いを確かめてもらってください。";
    const OF_NOBODY: &str = "コマンドでサインインせずに作り直されたため、だれが作り直したかが記録にありません。違いのある表は 2 人で入れ替えるので、もう一度ここで作り直しを頼むか、やめてください。";
    if operation.waits_for_nobody() {
        Some(("このままでは入れ替えられません", OF_NOBODY))
    } else if operation.waits_for_another_than() == Some(me) {
        Some(("入れ替えはほかの人が決めます", OWN))
    } else {
        None
    }
}

async fn page(cx: &Cx, name: &str, form: FormView) -> Result<ReadModelPage, Problem> {
    let projection = projections::by_name(name).ok_or(Problem::NotFound)?;
    let statuses = store::projection_status(cx.pool()).await?;
    let status = statuses.iter().find(|status| status.projection == name).ok_or(Problem::NotFound)?;
    let operation = cx.acts().operation(name).await?;
    let may_run = cx.may(Permission::RunOperations);
    let me = cx.staff()?.actor.id;
    let parked = store::left_out(cx.pool()).await?;
    let of_task = |task: Task| Offer { value: task.code().to_owned(), label: task.label().to_owned() };
    let of_skip = |(value, label)| Offer { value, label };
    let moving = !operation.asked().is_empty()
        || status.rebuild.as_ref().is_some_and(|rebuild| rebuild.ended_at.is_none() && rebuild.phase != "review");
    Ok(ReadModelPage {
        name: name.to_owned(),
        title: title(name).to_owned(),
        line: line(status, cx.today, cx.now),
        program_version: projection.version(),
        plan: plan(&store::plan(cx.pool(), projection.as_ref()).await?),
        progress: status.rebuild.as_ref().map(|rebuild| progress(rebuild, cx.today)),
        kept: status
            .previous
            .as_ref()
            .map(|kept| format!("版 {}（{}まで残す）", kept.version, moment::near(kept.kept_until, cx.today))),
        asked: operation.asked().iter().map(|task| task.label()).collect(),
        policy: match status.on_poison {
            OnPoison::Stop => "そこで止まる",
            OnPoison::Park => "脇に置いて進む",
        },
        parked: parked
            .iter()
            .filter(|event| event.read_model == name)
            .map(|event| parked::line(event, &operation, cx.now))
            .collect(),
        waiting: status.waiting,
        not_by_you: not_by(&operation, me),
        may_run,
        offers: offers(status).into_iter().map(of_task).chain(parked::offers(&operation, me).into_iter().map(of_skip)).collect(),
        moving,
        form,
    })
}

/// `GET /operations/{name}`.
pub(crate) async fn show(cx: Cx, Path(name): Path<String>) -> Result<Response, Problem> {
    let page = page(&cx, &name, FormView::default()).await?;
    cx.page(&page)
}

/// `POST /operations/{name}`: asks; a worker does it.
pub(crate) async fn ask(cx: Cx, Path(name): Path<String>, posted: Posted) -> Result<Response, Problem> {
    projections::by_name(&name).ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let skip = parked::chosen(posted.text("task"));
    let task = if skip.is_some() { None } else { errors.take("task", posted.text("task").parse::<Task>()) };
    let change = errors.take("change", ChangeNumber::parse(posted.text("change")));
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    if let (true, Some(change), Some(why)) = (skip.is_some() || task.is_some(), change, why) {
        let (acts, request) = (cx.acts().under(Some(change)), cx.request(&posted)?);
        let done = match (skip, task) {
            (Some(skip), _) => acts.decide_skip(&request, &name, skip, why).await,
            (None, Some(task)) => acts.ask_operation(&request, &name, task, why).await,
            (None, None) => return Err(Problem::NotFound),
        };
        match done {
            Ok(done) => return cx.told(&format!("/operations/{name}"), "operation_asked", done.position, &[]).await,
            Err(acts::ActError::Refused(refusal)) => errors.general(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let page = page(&cx, &name, FormView::of(&posted).with_errors(&errors)).await?;
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl Page for ReadModelPage {
    const TEMPLATE: &'static str = "operations/read_model.html";

    fn sample() -> Vec<Self> {
        let page = |progress: Option<Progress>, own: bool, moving: bool| Self {
            name: "ledger".to_owned(),
            title: "受給者台帳".to_owned(),
            line: super::status::sample_line("追従中", "ok", ""),
            program_version: 2,
            plan: Plan { events: 412, time: "約2秒".to_owned(), room: "1.2 MB".to_owned() },
            kept: progress.is_some().then(|| "版 1（12月1日 9:00まで残す）".to_owned()),
            progress,
            asked: if moving { vec![Task::Rebuild.label()] } else { Vec::new() },
            not_by_you: own.then_some(("入れ替えはほかの人が決めます", "見本の文です。")),
            may_run: !own || moving,
            policy: "そこで止まる",
            parked: if moving { parked::samples() } else { Vec::new() },
            waiting: i64::from(moving),
            offers: vec![Offer { value: "rebuild".to_owned(), label: "作り直す".to_owned() }],
            moving,
            form: FormView::default(),
        };
        let mut pages = vec![page(None, false, false), page(None, true, false)];
        pages.extend(super::progress::samples().into_iter().map(|progress| page(Some(progress), true, true)));
        pages
    }
}
