//! `GET /masters/changes/{id}`: a proposal row by row, with the row in force beside it; here another person approves it.

use acts::{ActError, LetterCase, MasterChangeFile};
use axum::http::StatusCode;
use axum::response::Response;
use casework::letter_text;
use casework::master_change::{Stage, approves};
use casework::rules::Masters;
use events::ids::MasterChangeId;
use events::letter::LetterKind;
use events::master::RowAdopted;
use events::vocabulary::{FreeText, wareki};
use identity::Permission;
use serde::Serialize;

use super::SHOWN_BY;
use super::columns::columns;
use super::difference::{Piece, difference};
use super::edit::about;
use super::rows::{column_title, text, title, tone};
use super::table::Link;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::four_eyes;

/// Rows of a page: a whole edition of the list of diseases has a thousand.
const PAGE: usize = 100;

/// A value before and after.
#[derive(Clone, Serialize)]
struct Value {
    label: &'static str,
    old: Vec<Piece>,
    new: Vec<Piece>,
    changed: bool,
}

/// A row of the proposal.
#[derive(Clone, Serialize)]
struct Line {
    table: &'static str,
    about: String,
    period: String,
    status: &'static str,
    tone: &'static str,
    source: String,
    is_new: bool,
    values: Vec<Value>,
}

/// A letter that shows the words of the proposal.
#[derive(Clone, Serialize)]
struct Sample {
    kind: &'static str,
    fiction: String,
    cases: Vec<Link>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ChangePage {
    path: String,
    version: i32,
    stage: &'static str,
    tone: &'static str,
    why: String,
    returned: String,
    proposed_at: String,
    proposed_by: String,
    approved: String,
    lines: Vec<Line>,
    total: usize,
    next: Option<String>,
    first: Option<String>,
    samples: Vec<Sample>,
    /// Where whom it affects is found.
    affects: Vec<Link>,
    /// Where rows are added; none for others than the author.
    tables: Vec<Link>,
    may_withdraw: bool,
    may_approve: bool,
    closed: String,
    form: FormView,
}

fn line(row: &RowAdopted, masters: &Masters) -> Line {
    let now = masters.row(&row.table, &row.key, row.valid_from);
    let values = columns(&row.table)
        .iter()
        .map(|(name, _)| {
            let shown = |row: &RowAdopted| row.values.get(*name).map(|value| text(name, value)).unwrap_or_default();
            let (before, after) = (now.as_ref().map(shown).unwrap_or_default(), shown(row));
            let (old, new) = difference(&before, &after);
            Value { label: column_title(name), old, new, changed: before != after }
        })
        .collect();
    let until = row.valid_to.map(wareki::short).unwrap_or_default();
    Line {
        table: title(&row.table).unwrap_or("マスタ"),
        about: about(&row.table, &row.key),
        period: format!("{}〜{until}", wareki::short(row.valid_from)),
        status: row.status.label(),
        tone: tone(row.status),
        source: row.source.clone(),
        is_new: now.is_none(),
        values,
    }
}

/// Kinds of letters whose words the proposal changes.
fn letters(rows: &[RowAdopted]) -> Vec<LetterKind> {
    let mut kinds: Vec<LetterKind> = rows
        .iter()
        .filter(|row| row.table == letter_text::TABLE)
        .filter_map(|row| letter_text::parts(&row.key).map(|(kind, _)| kind))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

async fn samples(cx: &Cx, file: &MasterChangeFile) -> Result<Vec<Sample>, Problem> {
    let mut samples = Vec::new();
    for kind in letters(file.change.rows()) {
        let path = format!("/masters/changes/{}/letter", file.id);
        let cases: Vec<LetterCase> =
            if cx.may(Permission::ViewCases) { cx.acts().letter_cases(kind, cx.today).await? } else { Vec::new() };
        let link = |case: &LetterCase| Link {
            href: format!("{path}?kind={}&letter={}", kind.code(), case.letter),
            label: format!("{}（{}）", case.issued.number, wareki::short(case.issued.issued_on)),
        };
        let cases = cases.iter().map(link).collect();
        samples.push(Sample { kind: kind.label(), fiction: format!("{path}?kind={}", kind.code()), cases });
    }
    Ok(samples)
}

const fn stage_tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "key",
        Stage::Returned => "warn",
        Stage::Approved => "ok",
        Stage::None | Stage::Withdrawn => "",
    }
}

async fn render(cx: &Cx, id: MasterChangeId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let file = cx.acts().master_change(id).await?;
    let masters = match file.approved_at_position {
        Some(position) => cx.acts().masters_as_of(Some(position - 1)).await?,
        None => cx.masters().await?,
    };
    let rows = file.change.rows();
    let from: usize = cx.parameter("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    let path = format!("/masters/changes/{id}");
    let (own, stage) = (file.change.proposed_by() == Some(cx.staff()?.actor.id), file.change.stage());
    let waits = stage == Stage::Waiting;
    let may = cx.may(Permission::ApproveMasters);
    let has = |tables: &[&str]| rows.iter().any(|row| tables.contains(&row.table.as_str()));
    let add = |(table, title): &(&'static str, &'static str)| Link {
        href: format!("/masters/{table}/edit?change={id}"),
        label: (*title).to_owned(),
    };
    let mut affects = Vec::new();
    if has(&["diseases", "disease_successions", "offices", "municipalities"]) && cx.may(Permission::ViewLedger) {
        affects
            .push(Link { href: format!("{path}/affected"), label: "影響を受ける受給者と申請を見る".to_owned() });
    }
    if has(&casework::rules::impact::TABLES) && cx.may(Permission::ViewImpacts) {
        affects.push(Link { href: "/impacts".to_owned(), label: "影響調査で額の変化を調べる".to_owned() });
    }
    let page = ChangePage {
        version: file.version,
        stage: stage.label(),
        tone: stage_tone(stage),
        why: file.why.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        returned: file.returned.as_ref().and_then(|why| why.open()).map(ToString::to_string).unwrap_or_default(),
        proposed_at: moment::near(file.proposed_at, cx.today),
        proposed_by: staff_name(cx, file.change.proposed_by()).await?,
        approved: match file.approved {
            Some((by, at)) => format!("{} {}", staff_name(cx, Some(by)).await?, moment::near(at, cx.today)),
            None => String::new(),
        },
        lines: rows.iter().skip(from).take(PAGE).map(|row| line(row, &masters)).collect(),
        total: rows.len(),
        next: (rows.len() > from + PAGE).then(|| format!("{path}?from={}", from + PAGE)),
        first: (from > 0).then(|| path.clone()),
        samples: samples(cx, &file).await?,
        affects,
        tables: if own && stage.is_open() { casework::rules::masters::TABLES.iter().map(add).collect() } else { Vec::new() },
        may_withdraw: own && stage.is_open(),
        may_approve: may && waits && !own,
        closed: if waits && own && approves(cx.staff()?.role) {
            casework::master_change::MasterChangeRefusal::OwnProposal.to_string()
        } else {
            String::new()
        },
        path,
        form,
    };
    cx.page_as(status, &page)
}

/// Name of a member of staff.
async fn staff_name(cx: &Cx, staff: Option<events::ids::StaffId>) -> Result<String, Problem> {
    let Some(staff) = staff else { return Ok(String::new()) };
    match cx.acts().account(staff).await {
        Ok(account) => Ok(account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string)),
        Err(ActError::NotFound) => Ok("（不明）".to_owned()),
        Err(error) => Err(error.into()),
    }
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<MasterChangeId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

async fn answered(
    cx: &Cx,
    id: MasterChangeId,
    posted: &Posted,
    code: &'static str,
    done: Result<acts::Done, ActError>,
) -> Result<Response, Problem> {
    let (why, status) = match four_eyes::told(done)? {
        Ok(done) => return cx.told(&format!("/masters/changes/{id}"), code, done.position, SHOWN_BY).await,
        Err(refused) => refused,
    };
    let mut errors = FieldErrors::default();
    errors.general(why);
    render(cx, id, FormView::of(posted).with_errors(&errors), status).await
}

/// `POST /masters/changes/{id}/approve`.
pub(crate) async fn approve(cx: Cx, Id(id): Id<MasterChangeId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().approve_master_change(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "master_change_approved", done).await
}

/// `POST /masters/changes/{id}/return`.
pub(crate) async fn send_back(cx: Cx, Id(id): Id<MasterChangeId>, posted: Posted) -> Result<Response, Problem> {
    let typed = posted.text("why").trim();
    let mut errors = FieldErrors::default();
    if typed.is_empty() {
        errors.add("why", "差し戻す理由を入力してください。");
    }
    let why = errors.take("why", FreeText::parse(typed)).filter(|_| errors.is_empty());
    let Some(why) = why else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = cx.acts().return_master_change(&cx.request(&posted)?, id, why).await;
    answered(&cx, id, &posted, "master_change_returned", done).await
}

/// `POST /masters/changes/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<MasterChangeId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().withdraw_master_change(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "master_change_withdrawn", done).await
}

impl Page for ChangePage {
    const TEMPLATE: &'static str = "masters/change.html";

    fn sample() -> Vec<Self> {
        let piece = |text: &str, changed| Piece { text: text.to_owned(), changed };
        let value = Value {
            label: "文",
            old: vec![piece("3か月以内に", false), piece("知事", true)],
            new: vec![piece("3か月以内に", false), piece("県", true)],
            changed: true,
        };
        let same = Value { label: "順", old: vec![piece("1", false)], new: vec![piece("1", false)], changed: false };
        let line = |is_new| Line {
            table: "通知文書の文",
            about: "不認定通知書「本文」".to_owned(),
            period: "R9.4.1〜".to_owned(),
            status: "確認済",
            tone: "ok",
            source: "見本県文書規程".to_owned(),
            is_new,
            values: vec![value.clone(), same.clone()],
        };
        let sample_link =
            || Link { href: "/masters/changes/1/letter?kind=refusal_notice".to_owned(), label: "こ家第12号".to_owned() };
        let page = |stage: Stage, may_approve, own| Self {
            path: "/masters/changes/1".to_owned(),
            version: 1,
            stage: stage.label(),
            tone: stage_tone(stage),
            why: "様式の改正による。".to_owned(),
            returned: if stage == Stage::Returned { "出典を確かめてください。".to_owned() } else { String::new() },
            proposed_at: "きょう 9:12".to_owned(),
            proposed_by: "点検 見本".to_owned(),
            approved: if stage == Stage::Approved { "決裁 見本 きょう 10:00".to_owned() } else { String::new() },
            lines: vec![line(true), line(false)],
            total: 2,
            next: Some("/masters/changes/1?from=100".to_owned()),
            first: None,
            samples: vec![Sample {
                kind: "不認定通知書",
                fiction: "/masters/changes/1/letter".to_owned(),
                cases: vec![sample_link()],
            }],
            affects: vec![sample_link()],
            tables: if own { vec![sample_link()] } else { Vec::new() },
            may_withdraw: own,
            may_approve,
            closed: if own { "作った人は承認できません。".to_owned() } else { String::new() },
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("why", "差し戻す理由を入力してください。");
        let mut refused = page(Stage::Waiting, true, false);
        refused.form = FormView::default().with_errors(&errors);
        refused.samples =
            vec![Sample { kind: "不認定通知書", fiction: "/masters/changes/1/letter".to_owned(), cases: Vec::new() }];
        vec![page(Stage::Waiting, false, true), refused, page(Stage::Returned, false, true), page(Stage::Approved, false, false)]
    }
}
