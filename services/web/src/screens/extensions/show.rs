//! One mass extension: what the order says, every award with its last day, the decision, what came of it.

use acts::{ExtensionCase, ExtensionLine};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use casework::extension::{ExtensionAction, ExtensionStage};
use casework::procedures::undoing::{self, Step};
use events::ids::{ApplicationId, ExtensionId};
use events::vocabulary::wareki;
use identity::Permission;
use projections::case_history;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::act_button::ActButton;
use crate::screens::cases::ident::{Fact, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{Told, tell_all};
use crate::screens::going::Going;

/// Awards on a page.
const LINES: usize = 100;

#[derive(Clone, Serialize)]
struct Line {
    href: String,
    number: String,
    name: String,
    end: String,
    left: &'static str,
}

impl Line {
    fn of(line: &ExtensionLine) -> Self {
        Self {
            href: format!("/recipients/{}", line.row.recipient),
            number: line.row.recipient_number.to_string(),
            name: name_and_kana(&line.row.name).0,
            end: wareki::short(line.row.validity.end()),
            left: line.left.map_or("", events::extension::LeftGround::label),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ExtensionPage {
    path: String,
    version: i32,
    stage: &'static str,
    tone: &'static str,
    facts: Vec<Fact>,
    dropped: String,
    /// 受給者番号 and reason of those left out by name.
    excluded: Vec<String>,
    count: usize,
    lines: Vec<Line>,
    next_href: Option<String>,
    first_href: Option<String>,
    buttons: Vec<ActButton>,
    undone_by: &'static str,
    history: Vec<Told>,
    /// How far it is, while it is at work or stopped.
    going: Option<Going>,
    at_work: bool,
    may_stop: bool,
    form: FormView,
}

const fn tone(stage: ExtensionStage) -> &'static str {
    match stage {
        ExtensionStage::Proposed => "key",
        ExtensionStage::Approved => "warn",
        ExtensionStage::Done => "ok",
        ExtensionStage::Dropped => "",
    }
}

/// While a worker extends, there is nothing to go on with.
fn buttons(cx: &Cx, case: &ExtensionCase, at_work: bool) -> Result<Vec<ActButton>, Problem> {
    let offers = case.offers(&cx.staff()?.actor).into_iter().filter(|(action, _)| {
        let waits = at_work && *action == ExtensionAction::CarryOut;
        !waits
            && cx.may(match action {
                ExtensionAction::Approve | ExtensionAction::SendBack | ExtensionAction::CarryOut => Permission::DecideExtensions,
                ExtensionAction::Withdraw => Permission::ProposeExtensions,
            })
    });
    let button =
        |(action, closed): (ExtensionAction, Option<casework::Refusal>)| ActButton::new(action.code(), action.label(), closed);
    Ok(offers.map(button).collect())
}

fn facts(case: &ExtensionCase) -> Result<Vec<Fact>, Problem> {
    let plan = case.extension.plan().ok_or(Problem::NotFound)?;
    let reference = case.reference.open().map_or_else(|| "消去済み".to_owned(), ToString::to_string);
    let mut facts = vec![
        Fact::new("命令・通知", reference),
        Fact::new("その日付", wareki::long(plan.issued_on)),
        Fact::new("対象", format!("{}から{}までに終わる支給認定", wareki::long(plan.ends_from), wareki::long(plan.ends_until))),
        Fact::new("延長後の末日", wareki::long(plan.until)),
        Fact::new("対象の数", format!("{}件", case.extension.awards().len())),
    ];
    if let Some(outcome) = case.extension.outcome() {
        facts.push(Fact::new("延長した数", format!("{}件", outcome.extended)));
        facts.push(Fact::new("延長しなかった数", format!("{}件", outcome.left.len())));
    }
    Ok(facts)
}

/// The page, with a form that failed.
pub(super) async fn render(cx: &Cx, id: ExtensionId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let case = cx.acts().extension(id).await?;
    let stage = case.extension.stage().ok_or(Problem::NotFound)?;
    let from: usize = cx.parameter("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let count = case.extension.awards().len();
    let lines = cx.acts().extension_lines(&case, from, LINES).await?;
    let mut rows: Vec<_> = lines.iter().map(|line| line.row.clone()).collect();
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let lines: Vec<Line> =
        lines.into_iter().zip(rows.clone()).map(|(line, row)| Line::of(&ExtensionLine { row, ..line })).collect();
    cx.viewed(&rows.iter().map(|row| row.recipient.0).collect::<Vec<_>>()).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let mut entries = case_history::of_case(cx.pool(), ApplicationId(id.0), None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let progress = if stage == ExtensionStage::Approved { cx.acts().extension_progress(id).await? } else { None };
    let stopped = progress.is_none_or(|progress| progress.stopped);
    let at_work = stage == ExtensionStage::Approved && !stopped;
    let excluded = case.excluded.open().map(Vec::as_slice).unwrap_or_default();
    let page = ExtensionPage {
        path: format!("/extensions/{id}"),
        version: case.version,
        stage: stage.label(),
        tone: tone(stage),
        facts: facts(&case)?,
        dropped: case.dropped.as_ref().and_then(|why| why.open()).map(ToString::to_string).unwrap_or_default(),
        excluded: excluded.iter().map(|one| one.why.to_string()).collect(),
        count,
        lines,
        next_href: (from + LINES < count).then(|| format!("/extensions/{id}?from={}", from + LINES)),
        first_href: (from > 0).then(|| format!("/extensions/{id}")),
        buttons: buttons(cx, &case, at_work)?,
        going: progress.map(Going::from),
        at_work,
        may_stop: at_work && cx.may(Permission::DecideExtensions),
        undone_by: undoing::sentence(Step::Extension),
        history: tell_all(&entries, &names, cx.today),
        form,
    };
    let mut response = cx.page_as(status, &page)?;
    if at_work {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

/// `GET /extensions/{id}`; while a worker extends, the browser asks again by itself.
pub(crate) async fn show(cx: Cx, Id(id): Id<ExtensionId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for ExtensionPage {
    const TEMPLATE: &'static str = "extensions/show.html";

    fn sample() -> Vec<Self> {
        let line = |left| Line {
            href: "/recipients/1".to_owned(),
            number: "0000018".to_owned(),
            name: "見本 花子".to_owned(),
            end: "R8.12.31".to_owned(),
            left,
        };
        let button = |code, label, closed: &str| ActButton::new(code, label, (!closed.is_empty()).then_some(closed));
        let page = |stage: ExtensionStage, buttons: Vec<ActButton>, left| Self {
            path: "/extensions/1".to_owned(),
            version: 1,
            stage: stage.label(),
            tone: tone(stage),
            facts: vec![Fact::new("延長後の末日", "令和9年9月30日")],
            dropped: if buttons.is_empty() { "期間の誤り".to_owned() } else { String::new() },
            excluded: vec!["転出の届が出ている".to_owned()],
            count: 128,
            lines: vec![line(left)],
            next_href: Some("/extensions/1?from=100".to_owned()),
            first_href: None,
            buttons,
            undone_by: undoing::sentence(Step::Extension),
            history: Told::samples(),
            going: (stage == ExtensionStage::Approved).then_some(Going::sample(false)),
            at_work: stage == ExtensionStage::Approved,
            may_stop: true,
            form: FormView::default(),
        };
        let deciding = vec![
            button("approve", "決裁して延長する", ""),
            button("send-back", "差し戻す", ""),
            button("withdraw", "起案を取り下げる", "ほかの担当者"),
        ];
        vec![
            page(ExtensionStage::Proposed, deciding, ""),
            page(ExtensionStage::Approved, Vec::new(), ""),
            Self {
                going: Some(Going::sample(false)),
                at_work: false,
                ..page(ExtensionStage::Approved, vec![button("carry-out", "続きを延長する", "")], "")
            },
            Self { going: None, ..page(ExtensionStage::Approved, Vec::new(), "") },
            page(ExtensionStage::Done, Vec::new(), "次の支給認定が続いている"),
        ]
    }
}
