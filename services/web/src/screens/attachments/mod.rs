//! 添付書類: scans of a case. A page is shown as a picture that this program drew, under a policy of its own that runs nothing; every picture
//! and every file that leaves is told to the access log first.

mod page;
mod view;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["case_history"];

/// The screens of attachments.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/cases/{id}/attachments", "attachments", Permission::ViewCases, || get(page::show)).personal(),
        Route::post("/cases/{id}/attachments", "attachment_add", Permission::AttachPapers, || post(page::add))
            .with_scan()
            .personal(),
        Route::get("/attachments/{id}", "attachment", Permission::OpenDocuments, || get(view::show)).personal(),
        Route::get("/attachments/{id}/picture", "attachment_picture", Permission::OpenDocuments, || get(view::picture))
            .personal(),
        Route::get("/attachments/{id}/file", "attachment_file", Permission::OpenDocuments, || get(view::file)).personal(),
        Route::post("/attachments/{id}/withdraw", "attachment_withdraw", Permission::AttachPapers, || post(view::withdraw))
            .personal(),
    ],
    samples: &[Sample::of::<page::AttachmentsPage>(), Sample::of::<view::AttachmentPage>()],
    told: &[
        ("attachment_added", "書類を添付しました。内容を開いて、写りを確かめてください。"),
        ("attachment_withdrawn", "添付を取り消しました。"),
    ],
};
