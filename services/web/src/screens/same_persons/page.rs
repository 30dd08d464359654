//! `GET /recipients/{id}/same`: rows that look like this one side by side, the links that stand, and both time lines in one picture.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::same_person::SamePersonRefusal;
use events::application::{Alike, OtherRecord};
use events::ids::RecipientId;
use events::vocabulary::{FreeText, wareki};
use identity::Permission;
use projections::ledger::search::{Lexicon, Scope, Subject};
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use projections::same_persons;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::likeness::others::{self, LINES, Other};
use crate::screens::cases::time_axis::{self, Span, TimeAxis};
use crate::screens::ledger::{Frame, Looked};
use crate::shield::HIDDEN;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["same_persons", "case_history"];
/// Most that are offered.
const MOST: usize = 6;

/// A link as a page tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct SameLine {
    /// The other row.
    pub(crate) href: String,
    pub(crate) number: String,
    /// Whether the other row is the one that goes on.
    pub(crate) goes_on_there: bool,
    /// The row under which the link is kept, and undone.
    pub(crate) recipient: String,
}

/// The links of a recipient, as they were known at a position or are now.
pub(crate) async fn lines(cx: &Cx, id: RecipientId, known: Option<i64>) -> Result<Vec<SameLine>, Problem> {
    let mut lines = Vec::new();
    for link in same_persons::of(cx.pool(), id, known).await? {
        let goes_on_there = link.recipient == id;
        let other = if goes_on_there { link.with } else { link.recipient };
        let rows = ledger::of_recipient(cx.pool(), other, AsOf { known, valid_on: None }).await?;
        lines.push(SameLine {
            href: format!("/recipients/{other}"),
            number: rows.first().map_or_else(|| "番号なし".to_owned(), |row| row.recipient_number.to_string()),
            goes_on_there,
            recipient: link.recipient.to_string(),
        });
    }
    Ok(lines)
}

/// A row beside this one.
#[derive(Serialize)]
struct Column {
    id: String,
    number: String,
    href: String,
    standing: String,
    alike: Vec<&'static str>,
}

/// What is compared.
#[derive(Serialize)]
struct Line {
    label: &'static str,
    here: String,
    there: Vec<(String, bool)>,
}

/// A choice of a field.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct SamePersonPage {
    frame: Frame,
    links: Vec<SameLine>,
    /// Both rows in one picture.
    axis: Option<TimeAxis>,
    /// Days that awards of both rows cover.
    overlaps: Vec<String>,
    number: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    records: Vec<Choice>,
    keeps: Vec<Choice>,
    /// This row goes on elsewhere already.
    linked: bool,
    may_link: bool,
    form: FormView,
}

/// The awards of all rows of the person drawn together, and the days that two rows cover.
async fn together(cx: &Cx, looked: &Looked, links: &[SameLine]) -> Result<(Option<TimeAxis>, Vec<String>), Problem> {
    if links.is_empty() {
        return Ok((None, Vec::new()));
    }
    let others: Vec<RecipientId> =
        links.iter().filter_map(|link| link.href.rsplit('/').next()).filter_map(|id| id.parse().ok()).collect();
    let theirs = ledger::of_recipients(cx.pool(), &others, AsOf::default()).await?;
    let span = |row: &LedgerRow| Span {
        start: row.validity.start(),
        end: row.validity.end(),
        label: format!("{} {}", row.recipient_number, row.monthly_cap),
        planned: false,
    };
    let counting = |row: &&LedgerRow| row.ended != Some(Ended::Annulled);
    let spans: Vec<Span> = looked.rows.iter().chain(&theirs).filter(counting).map(span).collect();
    let mut overlaps = Vec::new();
    for own in looked.rows.iter().filter(counting) {
        for other in theirs.iter().filter(counting) {
            let (from, until) = (own.validity.start().max(other.validity.start()), own.validity.end().min(other.validity.end()));
            if from <= until {
                let days = format!("{}から{}まで", wareki::long(from), wareki::long(until));
                overlaps.push(format!("{days}：{}と{}", own.recipient_number, other.recipient_number));
            }
        }
    }
    Ok((time_axis::draw(&spans, looked.view.day), overlaps))
}

/// The rows that look like this one by its last application, and those that were asked for by name or number.
async fn candidates(cx: &Cx, looked: &Looked, asked: &[RecipientId]) -> Result<Vec<Other>, Problem> {
    let newest = looked.rows.first().ok_or(Problem::NotFound)?;
    let mut found: Vec<Alike> = asked.iter().map(|id| Alike { other: OtherRecord::Recipient(*id), by: Vec::new() }).collect();
    if let Some(form) = cx.acts().case(newest.application, None).await?.form.open() {
        found.extend(others::alike(cx, form, None).await?);
    }
    let this = OtherRecord::Recipient(looked.id);
    found.retain(|one| matches!(one.other, OtherRecord::Recipient(_)) && one.other != this);
    let mut rows: Vec<Alike> = Vec::new();
    for one in found {
        match rows.iter_mut().find(|known| known.other == one.other) {
            Some(known) => known.by.extend(one.by),
            None => rows.push(one),
        }
    }
    rows.truncate(MOST);
    others::others(cx, rows, &[]).await
}

async fn render(
    cx: &Cx,
    id: RecipientId,
    asked: &[RecipientId],
    form: FormView,
    status: StatusCode,
) -> Result<Response, Problem> {
    let looked = Looked::at(cx, id).await?;
    let links = lines(cx, id, None).await?;
    let mut found = candidates(cx, &looked, asked).await?;
    found.retain(|one| links.iter().all(|link| link.href != one.href));
    cx.viewed(&others::subjects(&found).collect::<Vec<_>>()).await?;
    let this = vec![Alike { other: OtherRecord::Recipient(id), by: Vec::new() }];
    let here = others::others(cx, this, &[]).await?.into_iter().next().ok_or(Problem::NotFound)?;
    let line = |(n, label): (usize, &'static str)| {
        let own = here.told.get(n).cloned().unwrap_or_default();
        let there = found.iter().map(|one| {
            let text = one.told.get(n).cloned().unwrap_or_default();
            let same = !text.is_empty() && text != HIDDEN && text == own;
            (text, same)
        });
        Line { label, there: there.collect(), here: own }
    };
    let (axis, overlaps) = together(cx, &looked, &links).await?;
    let page = SamePersonPage {
        lines: LINES.into_iter().enumerate().map(line).collect(),
        records: found
            .iter()
            .map(|one| Choice { value: one.alike.other.id().to_string(), label: format!("受給者 {}", one.number) })
            .collect(),
        columns: found.iter().map(column).collect(),
        keeps: keeps(&here.number),
        number: here.number,
        linked: links.iter().any(|link| link.goes_on_there),
        links,
        axis,
        overlaps,
        may_link: cx.may(Permission::LinkPersons),
        frame: looked.frame(cx, "same")?,
        form,
    };
    cx.page_as(status, &page)
}

fn column(one: &Other) -> Column {
    Column {
        id: one.alike.other.id().to_string(),
        number: one.number.clone(),
        href: one.href.clone(),
        standing: one.standing.clone(),
        alike: one.alike.by.iter().map(|by| by.label()).collect(),
    }
}

fn keeps(number: &str) -> Vec<Choice> {
    vec![
        Choice { value: "this".to_owned(), label: format!("この受給者（{number}）") },
        Choice { value: "other".to_owned(), label: "選んだ受給者".to_owned() },
    ]
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    render(&cx, id, &[], FormView::default(), StatusCode::OK).await
}

/// `POST /recipients/{id}/same/find`: what was typed stays out of the address.
pub(crate) async fn find(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let text = posted.text("find").trim();
    let mut errors = FieldErrors::default();
    let mut asked = Vec::new();
    if text.is_empty() {
        errors.add("find", "氏名、フリガナ、生年月日、受給者番号のどれかを入力してください。");
    } else {
        if cx.search().is_ready() {
            cx.search().refresh(cx.pool(), cx.ring()).await?;
        }
        let hits = cx.search().search_in(Scope::Recipients, text, &Lexicon::new(cx.today), MOST).hits;
        asked.extend(hits.iter().filter_map(|hit| match hit.subject {
            Subject::Recipient(one) if one != id => Some(one),
            _ => None,
        }));
        if asked.is_empty() {
            errors.add("find", "ほかの受給者は見つかりません。別の言葉でさがすか、受給者番号を確かめてください。");
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render(&cx, id, &asked, FormView::of(&posted).with_errors(&errors), status).await
}

fn text(posted: &Posted, name: &str, missing: &str, errors: &mut FieldErrors) -> Option<FreeText> {
    let typed = posted.text(name).trim();
    if typed.is_empty() {
        errors.add(name, missing);
        return None;
    }
    errors.take(name, FreeText::parse(typed))
}

/// Back to the page with what is wrong beside its field.
async fn answered(
    cx: &Cx,
    id: RecipientId,
    posted: &Posted,
    outcome: Result<acts::Done, ActError>,
    (field, code): (&str, &'static str),
) -> Result<Response, Problem> {
    match outcome {
        Ok(done) => {
            cx.seen_is_written();
            cx.told(&format!("/recipients/{id}/same"), code, done.position, SHOWN_BY).await
        }
        Err(ActError::Refused(Refusal::SamePerson(refusal))) => {
            let field = if refusal == SamePersonRefusal::OtherIsLinked { "keep" } else { field };
            let mut errors = FieldErrors::default();
            errors.add(field, refusal.to_string());
            let asked: Vec<RecipientId> = posted.text("other").parse().ok().into_iter().collect();
            render(cx, id, &asked, FormView::of(posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /recipients/{id}/same`.
pub(crate) async fn link(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let other: Option<RecipientId> = posted.text("other").parse().ok();
    if other.is_none() {
        errors.add("other", "同じ人の受給者を選んでください。");
    }
    let keeps_this = match posted.text("keep") {
        "this" => Some(true),
        "other" => Some(false),
        _ => {
            errors.add("keep", "どちらの受給者で続けるか選んでください。");
            None
        }
    };
    let why = text(&posted, "why", "何で確かめたかを入力してください。", &mut errors);
    let (Some(other), Some(keeps_this), Some(why)) = (other, keeps_this, why) else {
        let asked: Vec<RecipientId> = other.into_iter().collect();
        let form = FormView::of(&posted).with_errors(&errors);
        return render(&cx, id, &asked, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (recipient, with) = if keeps_this { (other, id) } else { (id, other) };
    let outcome = cx.acts().link_same_person(&cx.request(&posted)?, recipient, with, why).await;
    answered(&cx, id, &posted, outcome, ("other", "same_person_linked")).await
}

/// `POST /recipients/{id}/same/undo`.
pub(crate) async fn undo(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let recipient: RecipientId = posted.text("recipient").parse().map_err(|_| Problem::NotFound)?;
    let Some(why) = text(&posted, "undo_why", "取り消す理由を入力してください。", &mut errors) else {
        let form = FormView::of(&posted).with_errors(&errors);
        return render(&cx, id, &[], form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let outcome = cx.acts().unlink_same_person(&cx.request(&posted)?, recipient, why).await;
    answered(&cx, id, &posted, outcome, ("undo_why", "same_person_unlinked")).await
}

impl SameLine {
    /// For the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let line = |goes_on_there| Self {
            href: "/recipients/2".to_owned(),
            number: "1000026".to_owned(),
            goes_on_there,
            recipient: "1".to_owned(),
        };
        vec![line(true), line(false)]
    }
}

impl Page for SamePersonPage {
    const TEMPLATE: &'static str = "same_persons/page.html";

    fn sample() -> Vec<Self> {
        let other = Other::sample();
        let link = |goes_on_there| SameLine { goes_on_there, ..SameLine::samples().remove(0) };
        let spans: Vec<Span> = [(2026, 10), (2027, 3)]
            .map(|(year, month)| Span {
                start: jiff::civil::date(year, month, 1),
                end: jiff::civil::date(2027, 9, 30),
                label: "1000018 5,000円".to_owned(),
                planned: false,
            })
            .to_vec();
        let page = |links: Vec<SameLine>, may_link, form| Self {
            frame: Frame::sample("same"),
            axis: (!links.is_empty()).then(|| time_axis::draw(&spans, jiff::civil::date(2026, 11, 24))).flatten(),
            overlaps: if links.is_empty() {
                Vec::new()
            } else {
                vec!["令和9年3月1日から令和9年9月30日まで".to_owned()]
            },
            linked: links.iter().any(|link| link.goes_on_there),
            links,
            number: "1000018".to_owned(),
            columns: vec![column(&other)],
            lines: LINES
                .into_iter()
                .zip(other.told.clone())
                .map(|(label, text)| Line { label, here: text.clone(), there: vec![(text, true)] })
                .collect(),
            records: vec![Choice { value: "2".to_owned(), label: "受給者 1000026".to_owned() }],
            keeps: keeps("1000018"),
            may_link,
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("keep", "どちらの受給者で続けるか選んでください。");
        errors.add("undo_why", "取り消す理由を入力してください。");
        let none =
            Self { columns: Vec::new(), lines: Vec::new(), records: Vec::new(), ..page(Vec::new(), true, FormView::default()) };
        vec![
            none,
            page(vec![link(false)], true, FormView::default().with_errors(&errors)),
            page(vec![link(true)], true, FormView::default()),
            page(vec![link(true)], false, FormView::default()),
        ]
    }
}
