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
    ],
    samples: &[Sample::of::<list::AccountsPage>()],
    told: &[("unlocked", "アカウントの停止を解きました。")],
};
