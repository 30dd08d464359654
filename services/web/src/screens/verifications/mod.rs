//! 検証: when everything was last proved to be as it was written, what was found, and a button to prove it again. A worker does it; the page
//! refreshes itself while it is at work. No personal data.

mod certificate;
mod list;
mod run;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of verification.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/verifications", "verifications", Permission::ViewVerifications, || get(list::show))
            .nav(Group::Office, "記録の検証"),
        Route::post("/verifications", "verification_run", Permission::RunVerifications, || post(run::start)),
        Route::get("/verifications/{id}", "verification", Permission::ViewVerifications, || get(show::show)),
        Route::post("/verifications/{id}/stop", "verification_stop", Permission::RunVerifications, || post(run::stop)),
        Route::get("/verifications/{id}/certificate", "verification_certificate", Permission::ViewVerifications, || {
            get(certificate::show)
        }),
    ],
    samples: &[Sample::of::<list::VerificationsPage>(), Sample::of::<show::VerificationPage>()],
    told: &[
        ("verification_asked", "検証を頼みました。数秒のうちに始まります。"),
        ("verification_at_work", "検証はすでに進んでいます。終わってからもう一度頼んでください。"),
        ("verification_stopping", "止めるように頼みました。"),
    ],
};
