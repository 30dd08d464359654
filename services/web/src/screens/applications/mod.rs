//! Entering an application: drafts, the pages of the form, the check of the answers, and the same again to amend one.

mod amendment;
mod check;
pub(crate) mod draft;
mod drafts;
pub(crate) mod entry;
mod paper;
mod section;
mod task_list;
pub(crate) mod view;

use axum::response::Response;
use axum::routing::{get, post};
use identity::Permission;

use crate::cx::Cx;
use crate::page::Sample;
use crate::problem::Problem;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/applications/new", "drafts", Permission::EnterApplications, || get(drafts::show))
            .personal()
            .nav(Group::Top, "申請を受け付ける"),
        Route::post("/applications/drafts", "draft_begin", Permission::EnterApplications, || post(drafts::begin)),
        Route::get("/applications/drafts/{id}", "draft", Permission::EnterApplications, || get(task_list::show)).personal(),
        Route::get("/applications/drafts/{id}/check", "draft_check", Permission::EnterApplications, || get(check::show))
            .personal(),
        Route::get("/applications/drafts/{id}/paper", "draft_paper", Permission::EnterApplications, || get(paper::show))
            .personal(),
        Route::post("/applications/drafts/{id}/receive", "draft_receive", Permission::EnterApplications, || post(check::receive)),
        Route::post("/applications/drafts/{id}/discard", "draft_discard", Permission::EnterApplications, || {
            post(drafts::discard)
        }),
        Route::get("/applications/drafts/{id}/{section}", "draft_section", Permission::EnterApplications, || get(section::show))
            .personal(),
        Route::post("/applications/drafts/{id}/{section}", "draft_section_save", Permission::EnterApplications, || {
            post(section::submit)
        }),
    ],
    samples: &[
        Sample::of::<drafts::DraftsPage>(),
        Sample::of::<task_list::TaskListPage>(),
        Sample::of::<section::SectionPage>(),
        Sample::of::<check::CheckPage>(),
    ],
    told: &[
        ("received", "申請を受け付けました。"),
        ("received_suspected", "申請を受け付けました。似た記録があります。「重複の確認」で、同じ児童かどうかを答えてください。"),
        ("amended", "申請内容を訂正しました。"),
    ],
};

/// Begins the amendment of a received application: a draft with everything it says now.
pub(crate) async fn start_amendment(cx: &Cx, posted: &crate::forms::Posted, case: &acts::Case) -> Result<Response, Problem> {
    let (Some(form), Some(applied), Some(number)) =
        (case.form.open(), case.application.application_date(), case.application.receipt_number())
    else {
        return Err(Problem::NotFound);
    };
    let id = uuid::Uuid::from(posted.command()?);
    let purpose = draft::Purpose::Amend {
        application: case.id,
        version: case.version,
        receipt_number: number.to_string(),
        kind: case.application.kind().ok_or(Problem::NotFound)?,
        award: case.application.starting_from(),
    };
    let mut texts = entry::texts_of(form, applied);
    if let Some(arrival) = case.application.arrival() {
        entry::fill_arrival(&mut texts, arrival);
    }
    draft::begin(cx, id, purpose, texts).await?;
    Ok(cx.redirect(&format!("/applications/drafts/{id}")))
}
