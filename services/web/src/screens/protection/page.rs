//! The page of a protection, keyed by an application: of the family's first protected application where the child is a recipient already.

use acts::{ActError, Case, ProtectionInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::protection::ProtectionRefusal;
use events::Event;
use events::ids::ApplicationId;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use events::vocabulary::{FreeText, ProtectionGround};
use identity::Permission;
use projections::case_history;
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::frame::{self, Frame};
use crate::screens::cases::told::{Told, tell_all};
use crate::shield;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["protections", "case_history"];

/// A choice of a field.
#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

/// How the protection stands.
#[derive(Clone, Serialize)]
struct Now {
    ground: &'static str,
    until: String,
    late: bool,
    hides: bool,
}

/// What the person may do here.
#[derive(Clone, Copy, Serialize)]
struct May {
    record: bool,
    end: bool,
    reveal: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ProtectionPage {
    frame: Frame,
    path: String,
    version: i32,
    now: Option<Now>,
    /// Somebody wanted a page that cannot be shown without the address.
    asked: bool,
    /// `person` where one came from the page of the recipient.
    next: &'static str,
    may: May,
    grounds: Vec<Choice>,
    history: Vec<Told>,
    form: FormView,
}

/// The application under which the family's protection is kept.
async fn kept_under(cx: &Cx, case: &Case) -> Result<ApplicationId, Problem> {
    let subjects = frame::subjects(case);
    let shield = cx.shield(&subjects).await?;
    Ok(subjects.iter().find_map(|subject| shield.of(*subject)).map_or(case.id, |one| one.application))
}

fn grounds() -> Vec<Choice> {
    ProtectionGround::ALL.iter().map(|ground| Choice { value: ground.code(), label: ground.label() }).collect()
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    posted: Option<&Posted>,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    frame::viewed(cx, &case).await?;
    let names = frame::names(cx, &case).await?;
    let kept = kept_under(cx, &case).await?;
    let (standing, version) = cx.acts().protection(kept).await?;
    let mut entries = case_history::of_case(cx.pool(), kept, None).await?;
    entries.retain(|entry| matches!(entry.event, Event::Protection(_)));
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let form = match (posted, standing) {
        (Some(posted), _) => echoed(FormView::of(posted), posted.text("until")),
        (None, Some(now)) => {
            let form = FormView::filled([
                ("ground", now.ground.code().to_owned()),
                ("until", now.until.map(wareki::short).unwrap_or_default()),
            ]);
            now.until.map_or(form.clone(), |day| form.echo("until", wareki::echo(day)))
        }
        (None, None) => FormView::default(),
    };
    let hides = cx.shielded().hides(kept.0);
    let from_person = cx.parameter("next") == Some("person") || posted.is_some_and(|posted| posted.text("next") == "person");
    let page = ProtectionPage {
        frame: Frame::of(&case, &names, cx.today, "protection"),
        path: shield::path(id.0),
        version,
        now: standing.map(|now| Now {
            ground: now.ground.label(),
            until: now.until.map(wareki::long).unwrap_or_default(),
            late: now.until.is_some_and(|until| until < cx.today),
            hides,
        }),
        asked: cx.parameter("asked").is_some() && hides,
        next: if from_person && case.application.recipient().is_some() { "person" } else { "" },
        may: May {
            record: cx.may(Permission::RecordProtections),
            end: cx.may(Permission::EndProtections),
            reveal: cx.may(Permission::RevealAddress),
        },
        grounds: grounds(),
        history: tell_all(&entries, &names, cx.today),
        form: form.with_errors(errors),
    };
    cx.page_as(status, &page)
}

fn echoed(form: FormView, text: &str) -> FormView {
    match wareki::parse(text, EraPolicy::Assume(Era::Reiwa)) {
        Ok(day) => form.echo("until", wareki::echo(day)),
        Err(_) => form,
    }
}

/// `GET /cases/{id}/protection`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default(), StatusCode::OK).await
}

/// A text that must be there; where it is not, the field is told by its name.
fn text(posted: &Posted, (name, called): (&str, &str), errors: &mut FieldErrors) -> Option<FreeText> {
    if posted.text(name).trim().is_empty() {
        errors.add(name, format!("{called}を入力してください。"));
        return None;
    }
    errors.take(name, FreeText::parse(posted.text(name)))
}

fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<ProtectionInput> {
    let ground = match posted.text("ground") {
        "" => {
            errors.add("ground", "区分を選んでください。");
            None
        }
        code => errors.take("ground", ProtectionGround::parse(code)),
    };
    let until = match posted.text("until").trim() {
        "" => Some(None),
        text => errors.take("until", wareki::parse(text, EraPolicy::Assume(Era::Reiwa))).map(Some),
    };
    let reason = text(posted, ("reason", "申出の内容"), errors);
    Some(ProtectionInput { ground: ground?, until: until?, reason: reason? })
}

/// Back to the page with what is wrong, beside the field it concerns.
async fn refused(cx: &Cx, id: ApplicationId, posted: &Posted, field: &str, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let field = match &error {
        ActError::Refused(Refusal::Protection(ProtectionRefusal::TermOver)) => "until",
        ActError::Stale { .. } => "",
        _ => field,
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    render(cx, id, Some(posted), &errors, status).await
}

/// `POST /cases/{id}/protection`.
pub(crate) async fn record(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &mut errors) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let kept = kept_under(&cx, &cx.acts().case(id, None).await?).await?;
    match cx.acts().record_protection(&cx.request(&posted)?, kept, input).await {
        Ok(done) => cx.told(&shield::path(id.0), "protection_recorded", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "ground", error).await,
    }
}

/// `POST /cases/{id}/protection/end`.
pub(crate) async fn end(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(why) = text(&posted, ("end_reason", "終える理由"), &mut errors) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let kept = kept_under(&cx, &cx.acts().case(id, None).await?).await?;
    match cx.acts().end_protection(&cx.request(&posted)?, kept, why).await {
        Ok(done) => cx.told(&shield::path(id.0), "protection_ended", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "end_reason", error).await,
    }
}

/// `POST /cases/{id}/protection/reveal`.
pub(crate) async fn reveal(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(purpose) = text(&posted, ("purpose", "表示する目的"), &mut errors) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let case = cx.acts().case(id, None).await?;
    let kept = kept_under(&cx, &case).await?;
    if !cx.shielded().covers(kept.0) {
        let gone = ActError::from(Refusal::from(ProtectionRefusal::NotProtected));
        return refused(&cx, id, &posted, "purpose", gone).await;
    }
    let done = cx.acts().reveal_address(&cx.request(&posted)?, kept, purpose).await?;
    cx.seen_is_written();
    let next = match (posted.text("next"), case.application.recipient()) {
        ("person", Some(recipient)) => format!("/recipients/{recipient}"),
        _ => format!("{}/form", frame::path(id)),
    };
    cx.told(&next, "address_revealed", done.position, &["access"]).await
}

/// Where a page that cannot be shown without the address leads to instead: there the purpose is asked for. None where nothing is hidden.
pub(crate) async fn instead(cx: &Cx, subjects: &[Uuid]) -> Result<Option<Response>, Problem> {
    let shield = cx.shield(subjects).await?;
    let hidden = subjects.iter().find(|subject| shield.hides(**subject)).and_then(|subject| shield.of(*subject));
    let Some(protection) = hidden else { return Ok(None) };
    cx.seen_is_written();
    Ok(Some(cx.redirect(&format!("{}?asked=1", shield::path(protection.application.0)))))
}

impl Page for ProtectionPage {
    const TEMPLATE: &'static str = "protection/show.html";

    fn sample() -> Vec<Self> {
        let page = |now: Option<(bool, bool)>, form: FormView| Self {
            frame: Frame::sample("protection"),
            path: "/cases/1/protection".to_owned(),
            version: 1,
            asked: now.is_some_and(|(_, hides)| hides),
            now: now.map(|(late, hides)| Now {
                ground: "配偶者からの暴力（DV）",
                until: if late { "令和8年3月31日".to_owned() } else { String::new() },
                late,
                hides,
            }),
            next: "person",
            may: May { record: true, end: now.is_some(), reveal: true },
            grounds: grounds(),
            history: if now.is_some() { Told::samples() } else { Vec::new() },
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("until", "日付として読めません。");
        errors.add("purpose", "入力してください。");
        errors.add("end_reason", "入力してください。");
        let wrong = FormView::filled([("until", "R8.2.30")]).with_errors(&errors);
        vec![
            page(None, FormView::default()),
            page(Some((true, true)), FormView::default()),
            page(Some((false, false)), wrong),
            Self { may: May { record: false, end: false, reveal: false }, ..page(Some((false, true)), FormView::default()) },
        ]
    }
}
