//! Accounts of staff, for the administrator.

mod list;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/accounts", "accounts", Permission::ManageAccounts, || get(list::show)).nav(Group::Office, "職員"),
        Route::post("/accounts/{id}/unlock", "account_unlock", Permission::ManageAccounts, || post(list::unlock)),
        Route::post("/accounts/{id}/second-factor/remove", "account_second_factor_remove", Permission::ManageAccounts, || {
            post(list::remove_second_factor)
        }),
    ],
    samples: &[Sample::of::<list::AccountsPage>()],
    told: &[
        ("unlocked", "アカウントの停止を解きました。"),
        ("second_factor_removed", "認証アプリの登録を消しました。次のサインインの後に、もう一度登録してもらってください。"),
    ],
};
