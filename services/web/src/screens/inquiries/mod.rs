//! 照会: whom a case is asked about outside, on a page of the case; and the list of all answers that are waited for.

mod case;
mod list;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["worklist", "case_history", "inquiries"];

/// The screens of inquiries.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/inquiries", "inquiries", Permission::ViewCases, || get(list::show)).nav(Group::Work, "照会"),
        Route::get("/cases/{id}/inquiries", "case_inquiries", Permission::ViewCases, || get(case::show)).personal(),
        Route::post("/cases/{id}/inquiries", "case_inquire", Permission::CheckApplications, || post(case::inquire)),
        Route::post("/cases/{id}/inquiries/answer", "case_inquiry_answer", Permission::CheckApplications, || post(case::answer)),
        Route::post("/cases/{id}/inquiries/withdraw", "case_inquiry_withdraw", Permission::CheckApplications, || {
            post(case::withdraw)
        }),
    ],
    samples: &[Sample::of::<list::InquiriesPage>(), Sample::of::<case::CaseInquiriesPage>()],
    told: &[
        ("inquired", "照会しました。照会書を開いて印刷し、発送を記録してください。"),
        ("inquiry_answered", "照会の回答を記録しました。"),
        ("inquiry_withdrawn", "照会を取り下げました。"),
    ],
};
