//! The form of a designation: a new one, or what changed of one.

use acts::{ActError, DesignationFile};
use axum::http::StatusCode;
use axum::response::Response;
use events::Personal;
use events::designation::Holder;
use events::ids::DesignationId;
use events::vocabulary::{DesignationKind, DoctorQualification, ShortText};
use serde::Serialize;

use super::reading::Here;
use super::{SHOWN_BY, reading};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct EditPage {
    /// Where the form goes.
    path: String,
    back: String,
    kind: &'static str,
    kind_label: &'static str,
    doctor: bool,
    /// A new designation; otherwise a change.
    new: bool,
    version: i32,
    qualifications: Vec<Choice>,
    form: FormView,
}

impl EditPage {
    fn of(kind: DesignationKind, file: Option<&DesignationFile>, form: FormView) -> Self {
        Self {
            path: file.map_or_else(|| "/designations".to_owned(), |file| format!("/designations/{}/change", file.id)),
            back: file.map_or_else(|| format!("/designations?kind={}", kind.code()), |file| format!("/designations/{}", file.id)),
            kind: kind.code(),
            kind_label: kind.label(),
            doctor: kind == DesignationKind::Doctor,
            new: file.is_none(),
            version: file.map_or(0, |file| file.version),
            qualifications: DoctorQualification::ALL.iter().map(|one| Choice { value: one.code(), label: one.label() }).collect(),
            form,
        }
    }
}

/// The form with what stands in the register.
fn filled(file: &DesignationFile) -> FormView {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    match file.designation.holder() {
        Some(Holder::Doctor { number, authority, qualification, workplaces }) => {
            let lines: Vec<&str> = workplaces.iter().map(ShortText::as_str).collect();
            pairs.extend([
                ("number", number.to_string()),
                ("authority", authority.to_string()),
                ("qualification", qualification.code().to_owned()),
                ("workplaces", lines.join("\n")),
            ]);
            if let Some(name) = file.name.as_ref().and_then(Personal::open) {
                pairs.extend([("name", name.written().to_owned()), ("kana", name.kana().to_string())]);
            }
        }
        Some(Holder::Institution { code, name, address }) => {
            pairs.extend([("number", code.to_string()), ("title", name.to_string()), ("place", address.to_string())]);
        }
        None => {}
    }
    FormView::filled(pairs)
}

/// The form as it was sent, with what is wrong.
fn again(posted: &Posted, errors: &FieldErrors) -> FormView {
    FormView::of(posted).understood(&["on", "starts_on", "ends_on"]).with_errors(errors)
}

/// What an act refuses, as an error of the form.
pub(super) fn refused(error: ActError, errors: &mut FieldErrors) -> Result<StatusCode, Problem> {
    match error {
        ActError::AlreadyTaken(sentence) => errors.add("number", sentence),
        ActError::Refused(refusal) => errors.general(refusal.to_string()),
        stale @ ActError::Stale { .. } => {
            errors.general(stale.to_string());
            return Ok(StatusCode::CONFLICT);
        }
        other => return Err(other.into()),
    }
    Ok(StatusCode::UNPROCESSABLE_ENTITY)
}

/// What our own authority is called today; empty where the masters do not say, and the field asks for it.
pub(super) async fn own(cx: &Cx) -> Result<String, Problem> {
    let masters = cx.masters().await?;
    Ok(masters.authority(cx.today).map(|authority| authority.name.clone()).unwrap_or_default())
}

fn kind_of(text: &str) -> Result<DesignationKind, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// `GET /designations/new?kind=`.
pub(crate) async fn begin(cx: Cx) -> Result<Response, Problem> {
    let kind = kind_of(cx.parameter("kind").unwrap_or_default())?;
    let own = own(&cx).await?;
    cx.page(&EditPage::of(kind, None, FormView::filled([("authority", own)])))
}

/// `POST /designations`.
pub(crate) async fn grant(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let kind = kind_of(posted.text("kind"))?;
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let own = own(&cx).await?;
    if let Some(input) = reading::input(kind, &posted, None, Here { today: cx.today, own: &own }, &mut errors) {
        match cx.acts().grant_designation(&cx.request(&posted)?, input).await {
            Ok((id, done)) => {
                return cx.told(&format!("/designations/{id}"), "designation_granted", done.position, SHOWN_BY).await;
            }
            Err(error) => status = refused(error, &mut errors)?,
        }
    }
    cx.page_as(status, &EditPage::of(kind, None, again(&posted, &errors)))
}

/// `GET /designations/{id}/change`.
pub(crate) async fn show(cx: Cx, Id(id): Id<DesignationId>) -> Result<Response, Problem> {
    let file = cx.acts().designation(id).await?;
    let kind = file.designation.holder().map_or(DesignationKind::Doctor, Holder::kind);
    cx.page(&EditPage::of(kind, Some(&file), filled(&file)))
}

/// `POST /designations/{id}/change`.
pub(crate) async fn change(cx: Cx, Id(id): Id<DesignationId>, posted: Posted) -> Result<Response, Problem> {
    let file = cx.acts().designation(id).await?;
    let kind = file.designation.holder().map_or(DesignationKind::Doctor, Holder::kind);
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let here = Here { today: cx.today, own: "" };
    if let Some(input) = reading::input(kind, &posted, file.designation.holder(), here, &mut errors) {
        match cx.acts().change_designation(&cx.request(&posted)?, id, input).await {
            Ok(done) => return cx.told(&format!("/designations/{id}"), "designation_changed", done.position, SHOWN_BY).await,
            Err(error) => status = refused(error, &mut errors)?,
        }
    }
    cx.page_as(status, &EditPage::of(kind, Some(&file), again(&posted, &errors)))
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "designations/edit.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("number", "指定医番号を入力してください。");
        let page = |kind, new, form| Self { new, ..Self::of(kind, None, form) };
        vec![
            page(DesignationKind::Doctor, true, FormView::default()),
            page(DesignationKind::Doctor, false, FormView::default().with_errors(&errors)),
            page(DesignationKind::Institution, true, FormView::default()),
        ]
    }
}
