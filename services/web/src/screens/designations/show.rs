//! `GET /designations/{id}`: one designation with its history; renewal and end.

use acts::DesignationFile;
use axum::http::StatusCode;
use axum::response::Response;
use events::Event;
use events::designation::Holder;
use events::ids::DesignationId;
use events::vocabulary::{DesignationEnd, DesignationKind, FreeText, ShortText};
use identity::Permission;
use projections::case_history::{self, CodesOnly, Detail};
use serde::Serialize;

use super::edit::refused;
use super::{SHOWN_BY, reading};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::moment;

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Clone, Serialize)]
struct Fact {
    label: &'static str,
    value: String,
}

#[derive(Clone, Serialize)]
struct Told {
    text: String,
    details: Vec<Fact>,
    when: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct DesignationPage {
    path: String,
    list: String,
    kind: &'static str,
    name: String,
    kana: String,
    facts: Vec<Fact>,
    /// The terms that count, the newest first.
    terms: Vec<String>,
    state: String,
    tone: &'static str,
    version: i32,
    may_keep: bool,
    grounds: Vec<Choice>,
    history: Vec<Told>,
    form: FormView,
}

fn fact(label: &'static str, value: impl Into<String>) -> Fact {
    Fact { label, value: value.into() }
}

fn facts(holder: Option<&Holder>) -> Vec<Fact> {
    match holder {
        Some(Holder::Doctor { number, authority, qualification, workplaces }) => vec![
            fact("指定医番号", number.to_string()),
            fact("指定した自治体", authority.to_string()),
            fact("要件", qualification.label()),
            fact("勤務先", workplaces.iter().map(ShortText::as_str).collect::<Vec<_>>().join("、")),
        ],
        Some(Holder::Institution { code, address, .. }) => {
            vec![fact("医療機関コード", code.to_string()), fact("種別", code.kind().label()), fact("所在地", address.to_string())]
        }
        None => Vec::new(),
    }
}

/// How it stands on the day of the request.
fn state(cx: &Cx, file: &DesignationFile) -> (String, &'static str) {
    let today = cx.today;
    let counts = file.designation.periods().iter().any(|term| term.contains(today));
    let begins = file.designation.term().is_some_and(|term| term.start() > today);
    match file.designation.ended() {
        Some((last_day, ground)) if last_day < today => (format!("終わり（{}）", ground.label()), ""),
        Some((_, ground)) => (format!("終わる予定（{}）", ground.label()), "warn"),
        None if counts => ("有効".to_owned(), "ok"),
        None if begins => ("開始前".to_owned(), "key"),
        None => ("期限切れ".to_owned(), "alert"),
    }
}

/// The grounds that this person may record.
fn grounds(cx: &Cx) -> Vec<Choice> {
    let may = |ground| match ground {
        DesignationEnd::Revoked => cx.may(Permission::DecideApplications),
        DesignationEnd::Resigned | DesignationEnd::Ceased => cx.may(Permission::KeepRegisters),
    };
    let open = DesignationEnd::ALL.iter().filter(|ground| may(**ground));
    open.map(|ground| Choice { value: ground.code(), label: ground.label() }).collect()
}

fn history(cx: &Cx, file: &DesignationFile) -> Vec<Told> {
    let told = |(at, event): &(jiff::Timestamp, events::designation::DesignationEvent)| {
        let sentence = case_history::sentence(&Event::Designation(event.clone()), &CodesOnly);
        let details = sentence.details.into_iter().map(|Detail { label, text }| fact(label, text)).collect();
        Told { text: sentence.text, details, when: moment::near(*at, cx.today) }
    };
    file.history.iter().rev().map(told).collect()
}

async fn render(cx: &Cx, id: DesignationId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let file = cx.acts().designation(id).await?;
    let holder = file.designation.holder();
    let kind = holder.map_or(DesignationKind::Doctor, Holder::kind);
    let (name, kana) = match (holder, &file.name) {
        (Some(Holder::Institution { name, .. }), _) => (name.to_string(), String::new()),
        (_, Some(name)) => name_and_kana(name),
        (_, None) => (String::new(), String::new()),
    };
    let (state, tone) = state(cx, &file);
    let page = DesignationPage {
        path: format!("/designations/{id}"),
        list: format!("/designations?kind={}", kind.code()),
        kind: kind.label(),
        name,
        kana,
        facts: facts(holder),
        terms: file.designation.periods().iter().rev().map(ToString::to_string).collect(),
        state,
        tone,
        version: file.version,
        may_keep: cx.may(Permission::KeepRegisters),
        grounds: if file.designation.ended().is_none() { grounds(cx) } else { Vec::new() },
        history: history(cx, &file),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<DesignationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

fn again(posted: &Posted, errors: &FieldErrors) -> FormView {
    FormView::of(posted).understood(&["applied_on", "starts_on", "ends_on", "last_day"]).with_errors(errors)
}

/// `POST /designations/{id}/renew`.
pub(crate) async fn renew(cx: Cx, Id(id): Id<DesignationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let applied_on = errors.take("applied_on", reading::day(posted.text("applied_on")));
    let validity = reading::term(&posted, &mut errors);
    if let Some(applied_on) = applied_on.filter(|_| errors.is_empty()) {
        match cx.acts().renew_designation(&cx.request(&posted)?, id, applied_on, validity).await {
            Ok(done) => return cx.told(&format!("/designations/{id}"), "designation_renewed", done.position, SHOWN_BY).await,
            Err(error) => status = refused(error, &mut errors)?,
        }
    }
    render(&cx, id, again(&posted, &errors), status).await
}

/// `POST /designations/{id}/end`.
pub(crate) async fn end(cx: Cx, Id(id): Id<DesignationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let last_day = errors.take("last_day", reading::day(posted.text("last_day")));
    let ground = errors.take("end_ground", DesignationEnd::parse(posted.text("end_ground")));
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    if let (Some(last_day), Some(ground), Some(why)) = (last_day, ground, why) {
        match cx.acts().end_designation(&cx.request(&posted)?, id, (last_day, ground), why).await {
            Ok(done) => return cx.told(&format!("/designations/{id}"), "designation_ended", done.position, SHOWN_BY).await,
            Err(error) => status = refused(error, &mut errors)?,
        }
    }
    render(&cx, id, again(&posted, &errors), status).await
}

impl Page for DesignationPage {
    const TEMPLATE: &'static str = "designations/show.html";

    fn sample() -> Vec<Self> {
        let page = |may_keep, grounds: &[DesignationEnd], form| Self {
            path: "/designations/1".to_owned(),
            list: "/designations".to_owned(),
            kind: "指定医",
            name: "見本 医師".to_owned(),
            kana: if may_keep { "ミホン イシ".to_owned() } else { String::new() },
            facts: vec![fact("指定医番号", "SG-0012")],
            terms: vec!["令和4年4月1日から令和9年3月31日まで".to_owned()],
            state: "有効".to_owned(),
            tone: "ok",
            version: 2,
            may_keep,
            grounds: grounds.iter().map(|one| Choice { value: one.code(), label: one.label() }).collect(),
            history: vec![Told {
                text: "指定医に指定した".to_owned(),
                details: vec![fact("要件", "専門医")],
                when: "11月24日 9:12".to_owned(),
            }],
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("last_day", "日付を入力してください。");
        vec![
            page(true, &[DesignationEnd::Resigned, DesignationEnd::Ceased], FormView::default()),
            page(false, &[DesignationEnd::Revoked], FormView::default().with_errors(&errors)),
            page(false, &[], FormView::default()),
        ]
    }
}
