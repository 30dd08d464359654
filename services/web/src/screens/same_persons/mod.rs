//! 同じ人: two rows of the ledger side by side, linked where they are one child, and the link undone. Both keep their history.

mod page;

pub(crate) use page::{SameLine, lines};

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// The screen of rows of one person.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/recipients/{id}/same", "same_person", Permission::ViewLedger, || get(page::show)).personal(),
        Route::post("/recipients/{id}/same", "same_person_link", Permission::LinkPersons, || post(page::link)).personal(),
        Route::post("/recipients/{id}/same/find", "same_person_find", Permission::LinkPersons, || post(page::find)).personal(),
        Route::post("/recipients/{id}/same/undo", "same_person_undo", Permission::LinkPersons, || post(page::undo)).personal(),
    ],
    samples: &[Sample::of::<page::SamePersonPage>()],
    told: &[
        ("same_person_linked", "同じ人として結び付けました。どちらの記録も残り、これからの申請は続ける側で受け付けます。"),
        ("same_person_unlinked", "結び付けを取り消しました。2人の受給者として、どちらも前のとおりです。"),
    ],
};
