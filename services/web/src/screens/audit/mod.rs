//! 監査: who saw what, the monthly review of it, samples of decisions with their notes, the dossier of a case and the audit file.
//!
//! Whoever looks here is looked at as well: each of these pages tells the access log whom it showed.

mod belonging;
mod dossier;
mod export;
mod gather;
mod heat;
mod lines;
mod month;
mod overview;
mod person;
mod review;
mod reviews;
mod sample;
mod samples;
mod screens;
mod staff;
mod terms;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) use reviews::overdue;

/// The screens of the audit.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/audit/access", "audit_access", Permission::ReviewAccess, || get(overview::show))
            .nav(Group::Audit, "だれが見たか"),
        Route::get("/audit/access/staff/{id}", "audit_staff", Permission::ReviewAccess, || get(staff::show)).personal(),
        Route::get("/audit/access/persons/{id}", "audit_person", Permission::ReviewAccess, || get(person::show)).personal(),
        Route::get("/audit/reviews", "audit_reviews", Permission::ReviewAccess, || get(reviews::show))
            .nav(Group::Audit, "月次点検"),
        Route::get("/audit/review", "audit_review", Permission::ReviewAccess, || get(review::show)).personal(),
        Route::post("/audit/review/open", "audit_review_open", Permission::ReviewAccess, || post(reviews::open)),
        Route::post("/audit/review/judge", "audit_review_judge", Permission::ReviewAccess, || post(review::judge)),
        Route::post("/audit/review/sign-off", "audit_review_sign_off", Permission::ReviewAccess, || post(review::sign_off)),
        Route::get("/audit/samples", "audit_samples", Permission::DrawSamples, || get(samples::show))
            .nav(Group::Audit, "標本抽出"),
        Route::post("/audit/samples", "audit_samples_draw", Permission::DrawSamples, || post(samples::draw)),
        Route::get("/audit/samples/{id}", "audit_sample", Permission::DrawSamples, || get(sample::show)).personal(),
        Route::post("/audit/samples/{id}/notes", "audit_sample_note", Permission::DrawSamples, || post(sample::note)),
        Route::post("/audit/samples/{id}/export", "audit_export", Permission::DrawSamples, || post(export::export)).personal(),
        Route::get("/cases/{id}/dossier", "case_dossier", Permission::OpenDossiers, || get(dossier::show)).personal(),
    ],
    samples: &[
        Sample::of::<overview::OverviewPage>(),
        Sample::of::<staff::StaffPage>(),
        Sample::of::<person::PersonPage>(),
        Sample::of::<reviews::ReviewsPage>(),
        Sample::of::<review::ReviewPage>(),
        Sample::of::<samples::SamplesPage>(),
        Sample::of::<sample::SamplePage>(),
    ],
    told: &[
        ("review_opened", "月次点検を始めました。対象の行はこの時点で固定しています。"),
        ("judged", "判定を記録しました。"),
        ("signed_off", "月次点検を終えました。判定はもう変わりません。"),
        ("sample_drawn", "標本を抽出しました。種と母数を記録しています。"),
        ("noted", "所見を記録しました。"),
    ],
};
