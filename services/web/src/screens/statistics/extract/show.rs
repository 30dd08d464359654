//! `GET /statistics/extract`: the conditions, what meets them, and the queries that whoever looks has kept.

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::AwardId;
use events::vocabulary::{ProcedureKind, Severity, Sex, Tier, wareki};
use identity::Permission;
use projections::case_history::Words as _;
use projections::statistics::{AGES, Dimension, Right};
use serde::Serialize;
use uuid::Uuid;

use super::super::moment::{Found, Moment, open};
use super::super::words::{Choice, Tab, group_name, tabs};
use super::conditions::Conditions;
use super::export;
use super::saved::Saved;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::taking_out::Offer;

/// Awards of a page.
const PAGE: usize = 50;

/// One award.
#[derive(Clone, Serialize)]
struct Line {
    recipient_number: String,
    case: String,
    name: String,
    href: String,
    office: String,
    municipality: String,
    right: String,
    validity: String,
    decided_on: String,
}

/// A kept query.
#[derive(Clone, Serialize)]
struct Kept {
    name: String,
    href: String,
    discard: String,
}

/// Choices of the fields that have some.
#[derive(Clone, Serialize)]
struct Choices {
    office: Vec<Choice>,
    municipality: Vec<Choice>,
    group: Vec<Choice>,
    tier: Vec<Choice>,
    severity: Vec<Choice>,
    kind: Vec<Choice>,
    age: Vec<Choice>,
    sex: Vec<Choice>,
    yes_no: Vec<Choice>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ExtractPage {
    tabs: Vec<Tab>,
    on: String,
    found: &'static str,
    known: i64,
    asked: bool,
    words: Vec<String>,
    query: Vec<(String, String)>,
    total: usize,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    choices: Choices,
    form: FormView,
    kept: Vec<Kept>,
    keep: FormView,
    export: Option<Offer>,
}

/// What is shown besides the awards.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) offer: Option<Offer>,
    pub(super) keep: Option<FormView>,
    pub(super) refused: bool,
}

/// The conditions and the moment of an address.
pub(super) struct Question {
    pub(super) moment: Moment,
    pub(super) found: Found,
    pub(super) conditions: Conditions,
    pub(super) errors: FieldErrors,
}

impl Question {
    /// From an address.
    async fn of_address(cx: &Cx) -> Result<Self, Problem> {
        Self::of(cx, |name| cx.decoded(name)).await
    }

    /// From the hidden fields of a form.
    pub(super) async fn of_form(cx: &Cx, posted: &Posted) -> Result<Self, Problem> {
        Self::of(cx, |name| posted.text(name).to_owned()).await
    }

    async fn of(cx: &Cx, asked: impl Fn(&str) -> String) -> Result<Self, Problem> {
        let mut errors = FieldErrors::default();
        let (moment, found) = Moment::asked(cx, &asked("on"), &asked("known")).await?;
        if found == Found::Unreadable {
            errors.add("on", "日付として読めません。R8.3.31 のように入力してください。");
        }
        let conditions = Conditions::read(asked, &mut errors);
        Ok(Self { moment, found, conditions, errors })
    }

    /// The awards that meet it, opened where age or sex is asked for.
    pub(super) async fn answer(&self, cx: &Cx) -> Result<Vec<Right>, Problem> {
        let mut rights = self.moment.sealed(cx).await?;
        rights.retain(|right| self.conditions.meets_in_clear(right, self.moment.on));
        if self.conditions.pairs().iter().any(|(name, _)| ["age", "sex"].contains(name)) {
            open(cx, &mut rights, self.conditions.asks_for_sex()).await?;
            rights.retain(|right| self.conditions.meets_opened(right, self.moment.on));
        }
        Ok(rights)
    }

    /// The address of the page.
    pub(super) fn address(&self) -> String {
        format!("/statistics/extract?{}&{}", self.moment.query(), self.conditions.query())
    }

    pub(super) fn form(&self, typed: impl Fn(&str) -> String) -> FormView {
        let wrong = |name: &str| self.errors.pairs().iter().any(|(field, _)| field == name);
        let mut pairs: Vec<(String, String)> =
            self.conditions.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let day = if wrong("on") { typed("on") } else { wareki::short(self.moment.on) };
        pairs.push(("on".to_owned(), day));
        // What was wrong stands as it was typed.
        pairs.retain(|(name, _)| name == "on" || !wrong(name));
        pairs.extend(super::conditions::fields().filter(|name| wrong(name)).map(|name| (name.to_owned(), typed(name))));
        FormView::filled(pairs).with_errors(&self.errors)
    }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let question = Question::of_address(&cx).await?;
    let form = question.form(|name| cx.decoded(name));
    render(&cx, &question, form, Asked::default()).await
}

/// The page with what was asked of it.
pub(super) async fn render(cx: &Cx, question: &Question, form: FormView, asked: Asked) -> Result<Response, Problem> {
    let Question { moment, found, conditions, errors } = question;
    let looking = errors.is_empty() && !conditions.is_empty();
    let rights = if looking { question.answer(cx).await? } else { Vec::new() };
    let after: Option<AwardId> = cx.parameter("after").and_then(|text| text.parse().ok());
    let begin = after.and_then(|after| rights.iter().position(|right| right.row.award == after)).map_or(0, |at| at + 1);
    let mut page = rights[begin..(begin + PAGE).min(rights.len())].to_vec();
    open(cx, &mut page, false).await?;
    let subjects: Vec<Uuid> = page.iter().flat_map(|right| [right.row.recipient.0, right.row.application.0]).collect();
    cx.viewed(&subjects).await?;
    let names = Names::new(cx.masters().await?, moment.on);
    let path = question.address();
    let more = begin + PAGE < rights.len();
    let kept = Saved::all(cx).await?.into_iter().map(|saved| Kept {
        href: saved.conditions.map_or_else(String::new, |query| format!("/statistics/extract?{query}")),
        discard: format!("/statistics/queries/{}/discard", saved.id),
        name: saved.name,
    });
    let status = if errors.is_empty() && !asked.refused { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut query: Vec<(String, String)> = conditions.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    query.extend([("on".to_owned(), moment.on.to_string()), ("known".to_owned(), moment.known.to_string())]);
    let shown = ExtractPage {
        tabs: tabs("/statistics/extract"),
        on: wareki::long(moment.on),
        found: found.words(),
        known: moment.known,
        asked: looking,
        words: conditions.words(&names, moment.on),
        query,
        total: rights.len(),
        lines: page.iter().map(|right| line(right, &names)).collect(),
        next: page.last().filter(|_| more).map(|last| format!("{path}&after={}", last.row.award)),
        first: (begin > 0).then_some(path),
        choices: choices(&names, *moment),
        form,
        kept: kept.collect(),
        keep: asked.keep.unwrap_or_default(),
        export: asked.offer.or_else(|| (looking && cx.may(Permission::ExportLists)).then(export::offer)),
    };
    cx.page_as(status, &shown)
}

fn line(right: &Right, names: &Names) -> Line {
    let row = &right.row;
    Line {
        recipient_number: row.recipient_number.to_string(),
        case: format!("/cases/{}", row.application),
        name: name_and_kana(&row.name).0,
        href: format!("/recipients/{}", row.recipient),
        office: names.office_short(row.office),
        municipality: names.municipality(row.municipality),
        right: format!("{} {} {}", row.tier.map_or("－", Tier::symbol), row.severity, row.monthly_cap),
        validity: format!("{}～{}", wareki::short(row.validity.start()), wareki::short(row.validity.end())),
        decided_on: wareki::short(row.decided_on),
    }
}

fn choices(names: &Names, moment: Moment) -> Choices {
    let masters = names.masters();
    let mut groups: Vec<u8> = masters.diseases.on(moment.on).map(|row| row.value.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let group = |number: u8| {
        let code = format!("{number:02}");
        Choice::of(code.clone(), group_name(masters, &code, moment.on))
    };
    Choices {
        office: masters.offices.on(moment.on).map(|row| Choice::of(&row.key, &row.value.short_name)).collect(),
        municipality: masters.municipalities.on(moment.on).map(|row| Choice::of(&row.key, &row.value.name)).collect(),
        group: groups.into_iter().map(group).collect(),
        tier: Tier::ALL.iter().map(|tier| Choice::of(tier.code(), Tier::in_words(Some(*tier)))).collect(),
        severity: Severity::ALL.iter().map(|one| Choice::of(one.code(), one.label())).collect(),
        kind: ProcedureKind::ALL.iter().map(|one| Choice::of(one.code(), one.label())).collect(),
        age: AGES.iter().map(|(code, word, _)| Choice::of(*code, *word)).collect(),
        sex: Sex::ALL.iter().map(|one| Choice::of(one.code(), one.label())).collect(),
        yes_no: vec![Choice::of("yes", "該当"), Choice::of("no", "非該当")],
    }
}

impl Page for ExtractPage {
    const TEMPLATE: &'static str = "statistics/extract.html";

    fn sample() -> Vec<Self> {
        let one = |dimension: Dimension| vec![Choice::of("01", dimension.label())];
        let choices = || Choices {
            office: one(Dimension::Office),
            municipality: one(Dimension::Municipality),
            group: one(Dimension::Group),
            tier: one(Dimension::Tier),
            severity: one(Dimension::Severity),
            kind: one(Dimension::Kind),
            age: one(Dimension::Age),
            sex: one(Dimension::Sex),
            yes_no: vec![Choice::of("yes", "該当")],
        };
        let line = Line {
            recipient_number: "1000018".to_owned(),
            case: "/cases/1".to_owned(),
            name: "見本 花子".to_owned(),
            href: "/recipients/1".to_owned(),
            office: "佐賀中部".to_owned(),
            municipality: "佐賀市".to_owned(),
            right: "Ⅳ 一般 5,000円".to_owned(),
            validity: "R7.10.1～R8.9.30".to_owned(),
            decided_on: "R7.9.20".to_owned(),
        };
        let kept = Kept {
            name: "佐賀市の重症".to_owned(),
            href: "/statistics/extract?severity=severe".to_owned(),
            discard: "/statistics/queries/1/discard".to_owned(),
        };
        let page = |asked: bool, lines: Vec<Line>| Self {
            tabs: tabs("/statistics/extract"),
            on: "令和8年3月31日".to_owned(),
            found: if asked { "" } else { Found::Today.words() },
            known: 1_204,
            asked,
            words: if asked { vec!["市町 佐賀市".to_owned()] } else { Vec::new() },
            query: vec![("municipality".to_owned(), "412015".to_owned())],
            total: lines.len(),
            lines,
            next: asked.then(|| "/statistics/extract?after=1".to_owned()),
            first: asked.then(|| "/statistics/extract".to_owned()),
            choices: choices(),
            form: FormView::filled([("on", "R8.3.31"), ("municipality", "412015")]),
            kept: if asked { vec![kept.clone()] } else { Vec::new() },
            keep: FormView::default(),
            export: asked.then(export::offer),
        };
        vec![page(true, vec![line]), page(true, Vec::new()), page(false, Vec::new())]
    }
}
