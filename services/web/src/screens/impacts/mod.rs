//! 影響調査: which awards would come out differently under other rules or masters. Asked for here, carried out by a worker while the page
//! tells how far it is; the result as a list, as a file, and as proposals of correction where what was studied is the law.

mod asking;
mod correcting;
mod export;
mod list;
mod show;
mod words;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of impact studies.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/impacts", "impacts", Permission::ViewImpacts, || get(list::show)).nav(Group::Office, "影響調査"),
        Route::post("/impacts", "impact_ask", Permission::RunImpacts, || post(list::ask)),
        Route::get("/impacts/{id}", "impact", Permission::ViewImpacts, || get(show::show)).personal(),
        Route::post("/impacts/{id}/stop", "impact_stop", Permission::RunImpacts, || post(show::stop)),
        Route::post("/impacts/{id}/export", "impact_export", Permission::RunImpacts, || post(export::sheet)).personal(),
        Route::post("/impacts/{id}/corrections", "impact_corrections", Permission::ProposeRedress, || post(correcting::propose))
            .personal(),
    ],
    samples: &[Sample::of::<list::ImpactsPage>(), Sample::of::<show::ImpactPage>(), Sample::of::<correcting::ProposedPage>()],
    told: &[
        ("impact_asked", "影響調査を頼みました。数秒のうちに始まります。"),
        ("impact_stopping", "止めるように頼みました。そこまでの結果は残ります。"),
    ],
};
