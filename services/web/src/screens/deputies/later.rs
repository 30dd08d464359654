//! `GET /later-inspections`: what deputies did and the posts have not looked over (後閲); `POST` looks over what was chosen.

use std::collections::BTreeMap;

use acts::{Case, Chosen};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, Stage, permit};
use events::StaffRole;
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::{FreeText, ProcedureKind};
use identity::Permission;
use jiff::civil::Date;
use projections::proposals::{self, Unseen};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::decisions::batch::cases;
use crate::screens::decisions::outcome::{Outcome, OutcomePage};

/// Cases on the page: as many as are looked over at once.
const ROWS: u16 = 30;
/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["proposals", "case_history"];

/// A case that waits.
#[derive(Serialize)]
struct Line {
    id: String,
    href: String,
    proposal_href: String,
    receipt_number: String,
    name: String,
    kana: String,
    kind: &'static str,
    stage: &'static str,
    /// 「決裁（例題 四郎）」.
    stood_in: Vec<String>,
    since: Date,
    seen: String,
    /// Why this person may not; empty where they may.
    closed: String,
    chosen: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct LaterPage {
    lines: Vec<Line>,
    all: i64,
    open: usize,
    form: FormView,
}

/// Names of those who stood in.
async fn names(cx: &Cx, waiting: &[Unseen]) -> Result<BTreeMap<StaffId, String>, Problem> {
    let mut names = BTreeMap::new();
    for staff in waiting.iter().flat_map(|one| &one.deputies) {
        if !names.contains_key(staff) {
            let name =
                cx.acts().account(*staff).await?.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string);
            names.insert(*staff, name);
        }
    }
    Ok(names)
}

fn line(
    case: &Case,
    unseen: &Unseen,
    names: &BTreeMap<StaffId, String>,
    cx: &Cx,
    posted: Option<&Posted>,
) -> Result<Line, Problem> {
    let (name, kana) = name_and_kana(&case.child_name);
    let id = case.id.to_string();
    let told = |(post, by): (&StaffRole, &StaffId)| {
        format!("{}（{}）", post.label(), names.get(by).map(String::as_str).unwrap_or_default())
    };
    let closed = permit(Action::LookOver, &case.application, &cx.staff()?.actor).err();
    Ok(Line {
        href: format!("/cases/{id}"),
        proposal_href: format!("/proposals/{}", unseen.proposal),
        receipt_number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
        name,
        kana,
        kind: case.application.kind().map_or("", ProcedureKind::label),
        stage: case.application.stage().map_or("", Stage::label),
        stood_in: unseen.posts.iter().zip(&unseen.deputies).map(told).collect(),
        since: unseen.since,
        seen: format!("{}:", case.version),
        chosen: posted.is_some_and(|posted| posted.all("case").contains(&id.as_str())),
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        id,
    })
}

async fn render(cx: &Cx, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    // Whoever holds a post sees what waits for it; an auditor sees all.
    let post = cx.may(Permission::WalkProposals).then_some(cx.staff()?.role);
    let (waiting, all) = proposals::unseen(cx.pool(), post, ROWS).await?;
    let names = names(cx, &waiting).await?;
    let ids: Vec<ApplicationId> = waiting.iter().map(|one| one.application).collect();
    let cases = cases(cx, &ids).await?;
    let lines: Vec<Line> =
        cases.iter().zip(&waiting).map(|(case, unseen)| line(case, unseen, &names, cx, posted)).collect::<Result<_, _>>()?;
    let page = LaterPage {
        open: lines.iter().filter(|line| line.closed.is_empty()).count(),
        lines,
        all,
        form: posted.map_or_else(FormView::default, FormView::of).with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, None, &FieldErrors::default()).await
}

/// The cases that were ticked, each with the version that was shown.
fn chosen(posted: &Posted) -> Vec<Chosen> {
    let read = |id: &str| {
        let version = posted.text(&format!("seen.{id}")).split(':').next()?.parse().ok()?;
        Some(Chosen { application: id.parse().ok()?, seen_version: version, digest: String::new() })
    };
    posted.all("case").into_iter().filter_map(read).take(usize::from(ROWS)).collect()
}

/// `POST /later-inspections`.
pub(crate) async fn look_over(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let chosen = chosen(&posted);
    if chosen.is_empty() {
        errors.add("case", "後閲する申請を1件以上選んでください。");
    }
    let remark = match posted.text("remark").trim() {
        "" => None,
        typed => errors.take("remark", FreeText::parse(typed)),
    };
    if !errors.is_empty() {
        return render(&cx, Some(&posted), &errors).await;
    }
    let ids: Vec<ApplicationId> = chosen.iter().map(|one| one.application).collect();
    let before = cases(&cx, &ids).await?;
    let outcomes = cx.acts().look_over_each(&cx.request(&posted)?, &chosen, remark.as_ref()).await;
    let last = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()).map(|done| done.position).max();
    if let Some(position) = last {
        cx.settle(position, SHOWN_BY).await?;
    }
    let rows = before
        .iter()
        .zip(&outcomes)
        .map(|(case, (_, outcome))| Outcome::of(case, outcome.as_ref().map(|_| ("後閲", String::new())), "記録していません"));
    let head = ("後閲の結果", "/later-inspections".to_owned(), "後閲の一覧");
    cx.page(&OutcomePage::new(head, rows.collect(), |done| format!("{done}件の後閲を記録しました"), "記録していません"))
}

impl Page for LaterPage {
    const TEMPLATE: &'static str = "deputies/later.html";

    fn sample() -> Vec<Self> {
        let line = |closed: &str| Line {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/1".to_owned(),
            proposal_href: "/proposals/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            stage: "認定",
            stood_in: vec!["決裁（例題 四郎）".to_owned()],
            since: jiff::civil::date(2026, 11, 24),
            seen: "9:".to_owned(),
            closed: closed.to_owned(),
            chosen: false,
        };
        let mut errors = FieldErrors::default();
        errors.add("case", "後閲する申請を1件以上選んでください。");
        let wrong = FormView::default().with_errors(&errors);
        vec![
            Self { lines: Vec::new(), all: 0, open: 0, form: FormView::default() },
            Self {
                lines: vec![line(""), line("代わって行った人は後閲できません。")], all: 40, open: 1, form: wrong
            },
            Self { lines: vec![line("監査は後閲しません。")], all: 1, open: 0, form: FormView::default() },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ticked_is_looked_over() {
        let id = "01990000-0000-7000-8000-000000000001";
        let posted = |pairs: &[(&str, &str)]| {
            Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let seen = ("seen.01990000-0000-7000-8000-000000000001", "9:");
        assert_eq!(chosen(&posted(&[seen])), []);
        let ticked = chosen(&posted(&[seen, ("case", id), ("case", "x")]));
        assert_eq!(ticked.iter().map(|one| one.seen_version).collect::<Vec<_>>(), [9]);
        assert_eq!(chosen(&posted(&[("case", id)])), [], "nothing says what was seen");
    }
}
