//! 指定医・指定医療機関の名簿. What stands here the prefecture publishes by law, so looking at it is not told to the access log; a list that
//! leaves as a file is.

mod edit;
mod export;
mod import;
mod letter;
mod list;
mod reading;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["designations"];

/// The screens of the registers.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/designations", "designations", Permission::ViewRegisters, || get(list::show))
            .nav(Group::Ledger, "指定医・医療機関"),
        Route::post("/designations/search", "designations_search", Permission::ViewRegisters, || post(list::search)),
        Route::post("/designations/export", "designations_export", Permission::ExportRegisters, || post(export::export)),
        Route::get("/designations/new", "designation_form", Permission::KeepRegisters, || get(edit::begin)),
        Route::post("/designations", "designation_grant", Permission::KeepRegisters, || post(edit::grant)),
        Route::get("/designations/import", "designation_import", Permission::KeepRegisters, || get(import::show)),
        Route::post("/designations/import", "designation_import_upload", Permission::KeepRegisters, || post(import::upload))
            .with_file(),
        Route::get("/designations/import/{id}", "designation_import_plan", Permission::KeepRegisters, || get(import::look)),
        Route::post("/designations/import/{id}", "designation_import_record", Permission::KeepRegisters, || post(import::record)),
        Route::post("/designations/import/{id}/discard", "designation_import_discard", Permission::KeepRegisters, || {
            post(import::discard)
        }),
        Route::get("/designations/{id}", "designation", Permission::ViewRegisters, || get(show::show)),
        Route::get("/designations/{id}/change", "designation_change_form", Permission::KeepRegisters, || get(edit::show)),
        Route::post("/designations/{id}/change", "designation_change", Permission::KeepRegisters, || post(edit::change)),
        Route::post("/designations/{id}/renew", "designation_renew", Permission::KeepRegisters, || post(show::renew)),
        Route::post("/designations/{id}/end", "designation_end", Permission::EndDesignations, || post(show::end)),
        Route::get("/designations/{id}/letter", "designation_letter", Permission::KeepRegisters, || get(letter::grant)),
        Route::get("/designations/{id}/renewal", "designation_renewal", Permission::KeepRegisters, || get(letter::renewal)),
    ],
    samples: &[
        Sample::of::<list::ListPage>(),
        Sample::of::<show::DesignationPage>(),
        Sample::of::<edit::EditPage>(),
        Sample::of::<import::ChoosePage>(),
        Sample::of::<import::PlanPage>(),
    ],
    told: &[
        ("designation_granted", "名簿に登録しました。"),
        ("designations_imported", "ファイルの行をまとめて名簿に登録しました。"),
        ("designation_renewed", "指定を更新しました。"),
        ("designation_changed", "変更届の内容を記録しました。"),
        ("designation_ended", "指定の終わりを記録しました。終わりの日の翌日からは、有効な指定として数えません。"),
    ],
};
