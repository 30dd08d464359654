//! The case at a glance (申請の概要).

use acts::Case;
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, Stage, permit};
use casework::rules::Determination;
use events::StaffRole;
use events::ids::ApplicationId;
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::Entry;
use projections::ledger::{self, AsOf, LedgerRow};
use projections::worklist;
use serde::Serialize;

use super::by_hand::{self, ByHand};
use super::calculation::{self, Calculation, Found};
use super::certificate::{self, CertificateCard};
use super::differences::{self, Differences};
use super::frame::{self, Frame, Looked};
use super::left::{self, Due, Left, Standing};
use super::letters::{self, Letters};
use super::messages::{self, Message};
use super::moves::{self, Move, Moves};
use super::names::Names;
use super::notes::Notes;
use super::opinion::{self, Opinion};
use super::papers::{self, Paper};
use super::presence;
use super::progress::{self, Step};
use super::registers;
use super::time_axis::{self, Span, TimeAxis};
use super::told::{Told, tell_all};
use super::trouble::Trouble;
use crate::as_of::{Bar, View};
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::clerks::card::ClerkCard;

/// How many lines of the history stand beside the case.
const RECENT: usize = 5;

/// The page.
#[derive(Serialize)]
pub(crate) struct OverviewPage {
    bar: Bar,
    frame: Frame,
    trouble: Option<Trouble>,
    lagging: bool,
    messages: Vec<Message>,
    calculation: Option<Calculation>,
    /// What was set by hand.
    by_hand: Vec<ByHand>,
    /// Where what the rules propose is set by hand; none for whoever may not.
    override_at: Option<String>,
    differences: Option<Differences>,
    axis: Option<TimeAxis>,
    papers: Vec<Paper>,
    progress: Vec<Step>,
    /// What is left to do and by whom; none in the past.
    left: Vec<Left>,
    /// The day by which the next step is due.
    due: Option<Due>,
    /// Who else has the case open.
    others: Vec<String>,
    notes: Notes,
    moves: Moves,
    /// Who works on it; none once it is decided.
    clerk: Option<ClerkCard>,
    opinions: Vec<Opinion>,
    letters: Option<Letters>,
    certificate: Option<CertificateCard>,
    may_open: bool,
    may_issue: bool,
    /// The page of who saw the case, for those who review.
    audit: Option<String>,
    history: Vec<Told>,
    more_history: usize,
}

/// What the page is made from.
pub(crate) struct Read<'a> {
    pub(crate) case: &'a Case,
    pub(crate) names: &'a Names,
    pub(crate) found: &'a Found,
    pub(crate) differences: Option<Differences>,
    pub(crate) entries: &'a [Entry],
    pub(crate) awards: &'a [LedgerRow],
    pub(crate) moves: Moves,
    pub(crate) role: Option<StaffRole>,
    pub(crate) due_on: Option<Date>,
    pub(crate) others: Vec<String>,
    pub(crate) clerk: Option<ClerkCard>,
    pub(crate) notes: Notes,
    pub(crate) may_open: bool,
    /// May have a stopped certificate made again.
    pub(crate) may_issue: bool,
    /// May look at who saw the case.
    pub(crate) may_audit: bool,
    /// Where what the rules propose is set by hand; none for whoever may not.
    pub(crate) override_at: Option<String>,
    pub(crate) view: &'a View,
    /// What the registers say of its doctors and institutions.
    pub(crate) registers: Option<Message>,
    /// Moments are told as seen from here.
    pub(crate) today: Date,
    pub(crate) bar: Bar,
}

/// The determination behind what is shown, where it is readable.
pub(crate) fn determination(found: &Found) -> Option<&Determination> {
    match found {
        Found::Known { shown, .. } => Some(shown),
        Found::Erased => None,
    }
}

/// The awards of the person, and this application where it is not decided.
pub(crate) fn spans(awards: &[LedgerRow], planned: Option<(Date, Date)>) -> Vec<Span> {
    let mut spans: Vec<Span> = awards.iter().map(span).collect();
    spans.extend(planned.map(|(start, end)| Span { start, end, label: "この申請（予定）".to_owned(), planned: true }));
    spans
}

/// An award as a period.
pub(crate) fn span(row: &LedgerRow) -> Span {
    let (start, end) = (row.validity.start(), row.validity.end());
    Span { start, end, label: format!("{} {}円", row.kind.label(), row.monthly_cap.grouped()), planned: false }
}

impl OverviewPage {
    pub(crate) fn of(read: Read<'_>, trouble: Option<Trouble>) -> Self {
        let Read {
            case,
            names,
            found,
            differences,
            entries,
            awards,
            moves,
            role,
            due_on,
            others,
            clerk,
            notes,
            view,
            today,
            bar,
            registers,
            ..
        } = read;
        let Read { may_open, may_issue, may_audit, override_at, .. } = read;
        let frame = Frame::at(case, names, view, "overview");
        let stage = case.application.stage();
        let refused = determination(found).is_some_and(|found| found.eligible == Some(false));
        let planned = if refused || stage.is_some_and(Stage::is_decided) { None } else { calculation::validity(found) };
        let mut history = tell_all(entries, names, today);
        let more_history = history.len().saturating_sub(RECENT);
        history.truncate(RECENT);
        let certificate = certificate::card(entries, stage);
        let standing = Standing::of(case, certificate.as_ref(), names);
        Self {
            left: if view.is_past() { Vec::new() } else { left::left(&standing, determination(found), &frame.path, role) },
            due: due_on.filter(|_| !view.is_past()).map(|on| Due::of(on, today, names)),
            others,
            notes,
            trouble,
            lagging: entries.last().is_none_or(|entry| entry.position < case.position),
            messages: messages::messages(case, names, view.day).into_iter().chain(registers).collect(),
            calculation: Calculation::of(found),
            by_hand: by_hand::lines(case, names.masters()),
            override_at,
            differences,
            axis: time_axis::draw(&spans(awards, planned), view.day),
            papers: papers::papers(&case.documents, &papers::seen(entries, names, today)),
            progress: progress::progress(&frame.path, determination(found), papers::counts(&case.documents)),
            moves,
            clerk,
            opinions: opinion::opinions(case, names),
            letters: letters::letters(entries),
            certificate,
            may_open,
            may_issue,
            audit: may_audit.then(|| format!("/audit/access/persons/{}", case.id)),
            history,
            more_history,
            frame,
            bar,
        }
    }
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "cases/overview.html";

    fn sample() -> Vec<Self> {
        let step = |title, state: &str, tone| Step { title, state: state.to_owned(), tone, href: "/cases/1/form".to_owned() };
        let one = |label, how, primary| Move { label, href: "/cases/1/approve".to_owned(), how, primary };
        let span = |year: i16, planned| Span {
            start: Date::constant(year, 10, 1),
            end: Date::constant(year + 1, 9, 30),
            label: "新規 5,000円".to_owned(),
            planned,
        };
        let page = |trouble: Option<Trouble>, certificate: Option<CertificateCard>| Self {
            bar: Bar::samples()[usize::from(trouble.is_none())].clone(),
            frame: Frame::sample("overview"),
            lagging: trouble.is_some(),
            trouble,
            messages: vec![Message {
                tone: "warn",
                title: "補正を求められています".to_owned(),
                points: vec!["世帯と所得：課税証明書の年度が違います。".to_owned()],
                note: "令和8年度の証明をお願いします。".to_owned(),
            }],
            calculation: Some(Calculation::sample()),
            by_hand: ByHand::samples(),
            override_at: Some("/cases/1/override".to_owned()),
            differences: Some(Differences::sample()),
            axis: time_axis::draw(&[span(2023, false), span(2025, false), span(2026, true)], Date::constant(2026, 11, 24)),
            papers: vec![Paper {
                title: "医療意見書".to_owned(),
                because: "疾病ごと".to_owned(),
                state: "提出".to_owned(),
                tone: "ok",
                why: "原本".to_owned(),
                seen: "11月6日 9:12 佐賀中部 窓口 見本 一".to_owned(),
            }],
            progress: vec![step("申請者", "済", ""), step("書類", "不足 1", "alert")],
            left: left::samples(),
            due: Some(Due::sample(0, 2)),
            notes: Notes::samples()[0].clone(),
            others: vec!["見本 三郎さん（点検）が3分前からこの申請を開いています。".to_owned()],
            moves: Moves {
                open: vec![
                    one("進達する", "post", true),
                    one("書類の状態を記録する", "page", false),
                    one("申請内容を訂正する", "amend", false),
                ],
                closed: vec!["決裁の担当者ができること：認定する".to_owned()],
                hindrances: vec!["書類1件の状態がまだ決まっていません。".to_owned()],
            },
            clerk: Some(ClerkCard::samples()[0].clone()),
            opinions: opinion::samples(),
            letters: Some(letters::sample()),
            certificate,
            may_open: true,
            may_issue: true,
            audit: Some("/audit/access/persons/1".to_owned()),
            history: Told::samples(),
            more_history: 7,
        };
        let mut pages: Vec<Self> = Trouble::samples().into_iter().map(|trouble| page(Some(trouble), None)).collect();
        pages.extend(CertificateCard::samples().into_iter().map(|card| page(None, Some(card))));
        pages.extend(ClerkCard::samples().map(|clerk| Self { clerk: Some(clerk), ..page(None, None) }));
        pages.push(Self {
            clerk: None,
            calculation: None,
            differences: None,
            axis: None,
            papers: Vec::new(),
            left: Vec::new(),
            due: Some(Due::sample(3, 0)),
            others: Vec::new(),
            notes: Notes::samples()[1].clone(),
            moves: Moves::default(),
            by_hand: Vec::new(),
            override_at: None,
            may_open: false,
            may_issue: false,
            audit: None,
            more_history: 0,
            ..page(None, None)
        });
        pages
    }
}

/// Renders the overview, with what went wrong where something did.
pub(crate) async fn render(cx: &Cx, id: ApplicationId, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let status = trouble.as_ref().map(|trouble| trouble.status);
    page(cx, id, trouble, (FormView::default(), status)).await
}

/// Renders the overview with a note that was not written.
pub(super) async fn with_note(cx: &Cx, id: ApplicationId, note: FormView, status: StatusCode) -> Result<Response, Problem> {
    page(cx, id, None, (note, Some(status))).await
}

async fn page(
    cx: &Cx,
    id: ApplicationId,
    trouble: Option<Trouble>,
    (note, status): (FormView, Option<StatusCode>),
) -> Result<Response, Problem> {
    let looked = Looked::at(cx, id).await?;
    let Looked { case, names, entries, view, .. } = &looked;
    let found = calculation::of_case(case, names.masters())?;
    let awards = match case.application.recipient() {
        Some(recipient) => ledger::of_recipient(cx.pool(), recipient, AsOf { known: view.known, valid_on: None }).await?,
        None => Vec::new(),
    };
    let registers = registers::message(cx, case, &found, names).await?;
    let differences = differences::of_case(cx, case, determination(&found), names).await?;
    frame::viewed(cx, case).await?;
    let moves = if view.is_past() {
        Moves::default()
    } else {
        let offers = case.offers(&cx.staff()?.actor, cx.today);
        moves::moves(&frame::path(id), &offers, determination(&found), papers::counts(&case.documents))
    };
    let row = worklist::row(cx.pool(), id, None).await?;
    let others = if view.is_past() { Vec::new() } else { presence::others(cx, id.0).await? };
    let status = status.unwrap_or(view.status());
    let read = Read {
        case,
        names,
        found: &found,
        differences,
        entries,
        awards: &awards,
        moves,
        role: cx.staff().ok().map(|staff| staff.role),
        due_on: row.and_then(|row| row.due_on),
        others,
        clerk: ClerkCard::of(cx, case, view.is_past()).await?,
        notes: Notes::of(cx, entries, names, view, (&frame::path(id), note)),
        may_open: cx.may(Permission::OpenDocuments),
        may_issue: !view.is_past() && cx.may(Permission::CheckApplications),
        may_audit: cx.may(Permission::ReviewAccess),
        override_at: if view.is_past() || permit(Action::Override, &case.application, &cx.staff()?.actor).is_err() {
            None
        } else {
            Some(format!("{}/override", frame::path(id)))
        },
        view,
        registers,
        today: cx.today,
        bar: looked.bar(""),
    };
    cx.page_as(status, &OverviewPage::of(read, trouble))
}

/// `GET /cases/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None).await
}
