//! `GET /deputies`: absences of those on the way of a decision, and who stands in; `POST` records one or ends it.

use std::collections::BTreeMap;

use acts::{ActError, Away, DeputyInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::post::{POSTS, PostRefusal};
use events::StaffRole;
use events::ids::StaffId;
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use identity::Permission;
use jiff::civil::Date;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// A choice of a field.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// An absence on the page.
#[derive(Serialize)]
struct Line {
    post: &'static str,
    holder: String,
    holder_id: String,
    deputy: String,
    from: Date,
    until: Date,
    reason: String,
    running: bool,
    may_release: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct DeputiesPage {
    lines: Vec<Line>,
    people: Vec<Choice>,
    may_arrange: bool,
    form: FormView,
}

/// Those who take a step of a decision, with their roles and names.
async fn people(cx: &Cx) -> Result<BTreeMap<StaffId, (StaffRole, String)>, Problem> {
    let mut people = BTreeMap::new();
    for (staff, _) in cx.credentials().all().await? {
        let account = cx.acts().account(staff).await?;
        if POSTS.contains(&account.role) {
            let name = account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string);
            people.insert(staff, (account.role, name));
        }
    }
    Ok(people)
}

fn line(away: &Away, people: &BTreeMap<StaffId, (StaffRole, String)>, cx: &Cx) -> Result<Line, Problem> {
    let name = |staff: StaffId| people.get(&staff).map_or_else(|| "（名簿にない職員）".to_owned(), |(_, name)| name.clone());
    let (absence, me) = (&away.absence, &cx.staff()?.actor);
    let answers = me.id == absence.holder || matches!(me.role, StaffRole::Approver | StaffRole::Administrator);
    Ok(Line {
        post: away.post.label(),
        holder: name(absence.holder),
        holder_id: absence.holder.to_string(),
        deputy: name(absence.deputy),
        from: absence.from,
        until: absence.until,
        reason: away.reason.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        running: absence.from <= cx.today,
        may_release: answers && me.id != absence.deputy,
    })
}

async fn render(cx: &Cx, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    let people = people(cx).await?;
    let lines = cx.acts().absences(cx.today).await?;
    let choice = |(id, (role, name)): (&StaffId, &(StaffRole, String))| Choice {
        value: id.to_string(),
        label: format!("{name}（{}）", role.label()),
    };
    let me = cx.staff()?.actor.id;
    let form = match posted {
        Some(posted) => FormView::of(posted),
        None if people.contains_key(&me) => FormView::filled([("holder", me.to_string())]),
        None => FormView::default(),
    };
    let page = DeputiesPage {
        lines: lines.iter().map(|away| line(away, &people, cx)).collect::<Result<_, _>>()?,
        people: people.iter().map(choice).collect(),
        may_arrange: cx.may(Permission::ArrangeDeputies),
        form: form.understood(&["from", "until"]).with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows them.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, None, &FieldErrors::default()).await
}

fn staff(posted: &Posted, name: &str, missing: &str, errors: &mut FieldErrors) -> Option<StaffId> {
    let chosen = posted.text(name).parse().ok();
    if chosen.is_none() {
        errors.add(name, missing);
    }
    chosen
}

fn day(posted: &Posted, name: &str, errors: &mut FieldErrors) -> Option<Date> {
    errors.take(name, wareki::parse(posted.text(name), EraPolicy::Assume(Era::Reiwa)))
}

fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<DeputyInput> {
    let holder = staff(posted, "holder", "不在になる人を選んでください。", errors);
    let deputy = staff(posted, "deputy", "代わる人を選んでください。", errors);
    let (from, until) = (day(posted, "from", errors), day(posted, "until", errors));
    let reason = match posted.text("reason").trim() {
        "" => {
            errors.add("reason", "不在の事情を入力してください。");
            None
        }
        typed => errors.take("reason", FreeText::parse(typed)),
    };
    Some(DeputyInput { holder: holder?, deputy: deputy?, from: from?, until: until?, reason: reason? })
}

/// The field that a refusal concerns.
const fn field(refusal: PostRefusal) -> &'static str {
    match refusal {
        PostRefusal::NoPost | PostRefusal::ForOthers => "holder",
        PostRefusal::NoDeputy | PostRefusal::SameRole | PostRefusal::Oneself => "deputy",
        PostRefusal::Past | PostRefusal::Overlap => "from",
        PostRefusal::Backwards => "until",
        PostRefusal::NotAway => "",
    }
}

async fn answered(
    cx: &Cx,
    posted: &Posted,
    outcome: Result<acts::Done, ActError>,
    code: &'static str,
) -> Result<Response, Problem> {
    match outcome {
        Ok(done) => cx.told("/deputies", code, done.position, &[]).await,
        Err(ActError::Refused(Refusal::Post(refusal))) => {
            let mut errors = FieldErrors::default();
            errors.add(field(refusal), refusal.to_string());
            render(cx, Some(posted), &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /deputies`.
pub(crate) async fn name(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &mut errors) else { return render(&cx, Some(&posted), &errors).await };
    let outcome = cx.acts().name_deputy(&cx.request(&posted)?, input).await;
    answered(&cx, &posted, outcome, "deputy_named").await
}

/// `POST /deputies/{id}/release`: the holder is back.
pub(crate) async fn release(cx: Cx, Id(holder): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let from: Date = posted.text("first_day").parse().map_err(|_| Problem::NotFound)?;
    let outcome = cx.acts().release_deputy(&cx.request(&posted)?, holder, from).await;
    answered(&cx, &posted, outcome, "deputy_released").await
}

impl Page for DeputiesPage {
    const TEMPLATE: &'static str = "deputies/page.html";

    fn sample() -> Vec<Self> {
        let line = |running| Line {
            post: "決裁",
            holder: "例題 三郎".to_owned(),
            holder_id: "01990000-0000-7000-8000-000000000001".to_owned(),
            deputy: "例題 四郎".to_owned(),
            from: jiff::civil::date(2026, 11, 24),
            until: jiff::civil::date(2026, 11, 27),
            reason: "研修のため。".to_owned(),
            running,
            may_release: running,
        };
        let people = vec![Choice { value: "1".to_owned(), label: "例題 三郎（決裁）".to_owned() }];
        let mut errors = FieldErrors::default();
        errors.add("until", PostRefusal::Backwards.to_string());
        let wrong = FormView::filled([("from", "R8.11.24"), ("until", "R8.11.20")]).with_errors(&errors);
        let page = |lines, may_arrange, form| Self { lines, people: people.clone(), may_arrange, form };
        vec![
            page(Vec::new(), true, FormView::default()),
            page(vec![line(true), line(false)], true, wrong),
            page(vec![line(false)], false, FormView::default()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_beside_its_field() {
        let posted = |pairs: &[(&str, &str)]| {
            Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let id = "01990000-0000-7000-8000-000000000001";
        let whole = [("holder", id), ("deputy", id), ("from", "R8.11.24"), ("until", "8.11.27"), ("reason", "研修")];
        let mut errors = FieldErrors::default();
        let input = read(&posted(&whole), &mut errors).expect("all is there");
        assert_eq!(input.until, jiff::civil::date(2026, 11, 27));
        for left_out in 0..whole.len() {
            let mut pairs = whole.to_vec();
            let (name, _) = pairs.remove(left_out);
            let mut errors = FieldErrors::default();
            assert!(read(&posted(&pairs), &mut errors).is_none());
            assert_eq!(errors.pairs().iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), [name]);
        }
    }
}
