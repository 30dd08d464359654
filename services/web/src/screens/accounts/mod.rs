//! Accounts of staff, for the administrator, and for whoever is the second pair of eyes on what gives rights.

mod acting;
mod given;
mod list;
mod new;
mod reading;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/accounts", "accounts", Permission::ConfirmAccounts, || get(list::show)).nav(Group::Office, "職員"),
        Route::get("/accounts/new", "account_new", Permission::ManageAccounts, || get(new::show)),
        Route::post("/accounts", "account_propose", Permission::ManageAccounts, || post(new::propose)),
        Route::get("/accounts/{id}", "account", Permission::ConfirmAccounts, || get(show::show)),
        Route::post("/accounts/{id}/grant", "account_grant", Permission::ManageAccounts, || post(acting::propose)),
        Route::post("/accounts/{id}/confirm", "account_confirm", Permission::ConfirmAccounts, || post(acting::confirm)),
        Route::post("/accounts/{id}/drop", "account_drop", Permission::ConfirmAccounts, || post(acting::drop_proposal)),
        Route::post("/accounts/{id}/suspend", "account_suspend", Permission::ManageAccounts, || post(acting::suspend)),
        Route::post("/accounts/{id}/password", "account_password", Permission::ManageAccounts, || post(acting::give_password)),
        Route::post("/accounts/{id}/end", "account_end", Permission::ManageAccounts, || post(acting::end)),
        Route::post("/accounts/{id}/unlock", "account_unlock", Permission::ManageAccounts, || post(list::unlock)),
        Route::post("/accounts/{id}/second-factor/remove", "account_second_factor_remove", Permission::ManageAccounts, || {
            post(list::remove_second_factor)
        }),
    ],
    samples: &[
        Sample::of::<list::AccountsPage>(),
        Sample::of::<new::NewAccountPage>(),
        Sample::of::<show::AccountPage>(),
        Sample::of::<given::GivenPage>(),
    ],
    told: &[
        ("unlocked", "アカウントの停止を解きました。"),
        ("second_factor_removed", "認証アプリの登録を消しました。次のサインインの後に、もう一度登録してもらってください。"),
        ("account_proposed", "申し出ました。ほかの決裁または管理の担当者に確かめてもらってください。それまで何も変わりません。"),
        ("account_granted", "確かめて付与しました。次の操作から、新しい役割と所属で働きます。"),
        ("account_dropped", "申し出をやめました。役割も所属も変わっていません。"),
        ("account_suspended", "アカウントを停止しました。サインインも終わりました。"),
        ("account_ended", "アカウントを終了しました。残っている仕事を確かめてください。"),
    ],
};
