//! The list behind a queue, due first: narrowed by filters that combine, kept under a name, taken out as a file.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::ProcedureKind;
use identity::Permission;
use projections::case_history::Words as _;
use projections::due_list::After;
use projections::worklist::{self, Flag, Queue};
use serde::Serialize;

use super::columns;
use super::filter::{Clerk, Desk, Due, Filter};
use super::row::{self, Row};
use super::saved::Saved;
use crate::as_of::{Bar, Step, Steps, View};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::together::Kind;
use crate::taking_out::Offer;

const LINES: u16 = 50;

/// One choice of a filter or of a list.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// Everything by which a list is narrowed.
#[derive(Clone, Default, Serialize)]
struct Choices {
    kinds: Vec<Choice>,
    flags: Vec<Choice>,
    dues: Vec<Choice>,
    clerks: Vec<Choice>,
    municipalities: Vec<Choice>,
    /// For the division; an office sees its own work.
    offices: Vec<Choice>,
}

/// A list to go to.
#[derive(Clone, Serialize)]
struct List {
    href: String,
    label: &'static str,
    chosen: bool,
}

#[derive(Serialize)]
pub(crate) struct QueuePage {
    bar: Option<Bar>,
    past: bool,
    title: &'static str,
    /// What is awaited, and of whom; of a single queue.
    turn: Option<(&'static str, &'static str)>,
    lists: Vec<List>,
    /// Path of the list without its filter.
    path: String,
    choices: Choices,
    /// What is asked for, in the fields of the filter.
    form: FormView,
    /// The name of the disease that is asked for.
    disease: String,
    narrowed: bool,
    /// Code of the list and what narrows it, to be sent along.
    kept: Vec<(&'static str, String)>,
    /// The kept filter that is shown.
    saved: Option<Shown>,
    save: FormView,
    /// What is asked before the list leaves as a file; none for those who may not.
    export: Option<Offer>,
    found: String,
    /// Lines can be chosen and handed over.
    may_hand_over: bool,
    /// Steps that several of these cases can take together: where, and in which words.
    together: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    next_href: Option<String>,
    first_href: Option<String>,
}

/// A kept filter.
#[derive(Serialize)]
struct Shown {
    name: String,
    discard: String,
}

/// What became of a wish on this page.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) errors: FieldErrors,
    pub(super) save: FormView,
    pub(super) export: Option<Offer>,
    pub(super) refused: bool,
}

impl Asked {
    /// Something on the page was not done.
    pub(super) fn wrong() -> Self {
        Self { refused: true, ..Self::default() }
    }
}

fn choices<T: Copy>(
    all: impl IntoIterator<Item = T>,
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    all.into_iter().map(|one| Choice { value: code(one).to_owned(), label: label(one).to_owned() }).collect()
}

impl Choices {
    fn of(cx: &Cx, names: &Names) -> Self {
        let municipalities = names.masters().municipalities.on(cx.today);
        let offices = names.masters().offices.on(cx.today).filter(|row| row.value.counter);
        Self {
            kinds: choices(ProcedureKind::ALL, |kind| kind.code(), |kind| kind.label()),
            flags: choices(Flag::ALL.iter().copied(), Flag::code, Flag::label),
            dues: choices(Due::ALL, Due::code, Due::label),
            clerks: choices(Clerk::ALL, Clerk::code, Clerk::label),
            municipalities: municipalities.map(|row| Choice { value: row.key.clone(), label: row.value.name.clone() }).collect(),
            offices: if cx.office_scope().is_some() {
                Vec::new()
            } else {
                offices.map(|row| Choice { value: row.key.clone(), label: row.value.short_name.clone() }).collect()
            },
        }
    }
}

/// `GET /queues/{queue}`.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Result<Response, Problem> {
    let desk = Desk::parse(&code)?;
    let after = cx.parameter("after").map(str::parse::<After>).transpose().map_err(|_| Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let filter = Filter::read(desk, |name| cx.parameter(name), &mut errors)?;
    let refused = !errors.is_empty();
    render(&cx, filter, after, Asked { errors, refused, ..Asked::default() }).await
}

/// The page, with what became of a wish.
pub(super) async fn render(cx: &Cx, filter: Filter, after: Option<After>, asked: Asked) -> Result<Response, Problem> {
    let view = match filter.desk {
        Desk::One(_) => View::of(cx).await?,
        Desk::All | Desk::Mine => View::present(cx.today),
    };
    let question = filter.asked(cx)?;
    let page = match (view.known, filter.desk) {
        (Some(known), Desk::One(queue)) => worklist::page_at(cx.pool(), known, queue, cx.office_scope(), after, LINES).await?,
        _ => worklist::page(cx.pool(), &question, after, LINES).await?,
    };
    let days = (cx.today, super::filter::week_end(cx.today));
    let tally = worklist::tally(cx.pool(), &question, days).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let path = format!("/queues/{}", filter.desk.code());
    let bar = match filter.desk {
        Desk::One(_) => Some(view.bar(&path, Vec::new(), steps(cx, &view).await?, None)),
        Desk::All | Desk::Mine => None,
    };
    let and = |part: String| if part.is_empty() { part } else { format!("&{part}") };
    let more = and(view.query().trim_start_matches('?').to_owned()) + &and(filter.query());
    let rows = row::shown(cx, page.rows, names.masters(), &view).await?;
    let saved = Saved::all(cx).await?.into_iter().find(|saved| saved.filter == filter);
    let narrowed = filter != Filter::of(filter.desk);
    let mut kept = vec![("desk", filter.desk.code().to_owned())];
    kept.extend(filter.pairs());
    let export = match asked.export.or_else(|| cx.may(Permission::ExportLists).then(|| Offer::of(columns::titles()))) {
        Some(offer) => Some(offer.with_patterns(cx).await?),
        None => None,
    };
    let page = QueuePage {
        past: view.is_past(),
        may_hand_over: !view.is_past() && cx.may(Permission::HandOverCases),
        title: filter.desk.label(),
        turn: match filter.desk {
            Desk::One(queue) => Some((queue.next_act_label(), queue.role().label())),
            Desk::All | Desk::Mine => None,
        },
        lists: lists(cx, filter.desk)?,
        choices: Choices::of(cx, &names),
        form: FormView::filled(filter.pairs()).with_errors(&asked.errors),
        disease: filter.disease.map(|disease| names.disease(disease)).unwrap_or_default(),
        saved: saved.map(|one| Shown { name: one.name, discard: format!("/queues/filters/{}/discard", one.id) }),
        save: asked.save,
        export: export.filter(|_| !view.is_past()),
        found: if tally.overdue > 0 {
            format!("{}件、うち期限超過 {}件", tally.cases, tally.overdue)
        } else {
            format!("{}件", tally.cases)
        },
        together: together(cx, filter.desk, view.is_past()),
        next_href: page.next.map(|next| format!("{path}?after={next}{more}")),
        first_href: after.map(|_| if view.is_past() { format!("{path}{}", view.query()) } else { filter.address() }),
        bar,
        narrowed,
        path,
        kept,
        rows,
    };
    let status = if asked.refused { StatusCode::UNPROCESSABLE_ENTITY } else { view.status() };
    cx.page_as(status, &page)
}

async fn steps(cx: &Cx, view: &View) -> Result<Steps, Problem> {
    let around = worklist::around(cx.pool(), view.known).await?;
    let step = |position| Step { position, what: "申請の動き".to_owned() };
    Ok(Steps { before: around.before.map(step), after: around.after.map(step) })
}

/// What this person may do with several cases of a queue at once.
fn together(cx: &Cx, desk: Desk, past: bool) -> Vec<(&'static str, &'static str)> {
    let here = |kind: &Kind| !past && desk == Desk::One(kind.queue()) && cx.may(kind.permission());
    Kind::ALL.into_iter().filter(here).map(Kind::link).collect()
}

/// The lists that can be chosen; 「あなたの手を待つ」 for those who have a turn.
fn lists(cx: &Cx, chosen: Desk) -> Result<Vec<List>, Problem> {
    let has_turn = !Queue::of_role(cx.staff()?.role).is_empty();
    let list = |desk: Desk| List { href: Filter::of(desk).address(), label: desk.label(), chosen: desk == chosen };
    Ok(Desk::every().filter(|desk| has_turn || *desk != Desk::Mine).map(list).collect())
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "home/queue.html";

    fn sample() -> Vec<Self> {
        let choice = |value: &str, label: &str| vec![Choice { value: value.to_owned(), label: label.to_owned() }];
        let choices = Choices {
            kinds: choice("renewal", "更新"),
            flags: choice("missing_documents", "書類不足"),
            dues: choice("overdue", "期限超過"),
            clerks: choice("nobody", "担当者がいない"),
            municipalities: choice("412015", "佐賀市"),
            offices: choice("01", "佐賀中部"),
        };
        let filter = Filter { due: Some(Due::Overdue), own: true, ..Filter::of(Desk::One(Queue::Correction)) };
        let page = |rows: Vec<Row>, past: bool| Self {
            bar: Some(Bar::samples()[usize::from(past)].clone()),
            past,
            title: Queue::Correction.label(),
            turn: Some((Queue::Correction.next_act_label(), Queue::Correction.role().label())),
            lists: vec![List { href: "/queues/all".to_owned(), label: "すべての待ち行列", chosen: true }],
            path: "/queues/correction".to_owned(),
            choices: choices.clone(),
            form: FormView::filled(filter.pairs()),
            disease: "見本症候群".to_owned(),
            narrowed: true,
            kept: filter.pairs(),
            saved: Some(Shown { name: "見本の絞り込み".to_owned(), discard: "/queues/filters/1/discard".to_owned() }),
            save: FormView::default(),
            export: Some(Offer::samples()[0].clone()),
            found: "4件、うち期限超過 1件".to_owned(),
            may_hand_over: !past,
            together: if past { Vec::new() } else { vec![("/together/examine", "まとめて点検を終える")] },
            rows,
            next_href: past.then(|| "/queues/correction".to_owned()),
            first_href: past.then(|| "/queues/correction".to_owned()),
        };
        let mut errors = FieldErrors::default();
        errors.add("disease", "疾病コードは 01_01_001 のように入力してください。");
        errors.add("name", "名前：入力してください。");
        let wrong = FormView::filled([("disease", "1")]).with_errors(&errors);
        vec![
            page(Row::samples(), true),
            page(Row::samples(), false),
            Self {
                bar: None,
                turn: None,
                choices: Choices::default(),
                save: wrong.clone(),
                form: wrong,
                saved: None,
                export: Some(Offer::samples()[1].clone()),
                disease: String::new(),
                ..page(vec![], false)
            },
            Self { narrowed: false, export: None, saved: None, kept: Vec::new(), ..page(vec![], false) },
        ]
    }
}
