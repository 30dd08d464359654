//! 届: begun from a person's page, received at the counter, settled in the division; the list of those that wait.

mod act;
mod begin;
mod enter;
mod fields;
mod list;
mod prefill;
mod reading;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) use enter::award_of;
pub(crate) use fields::{Dressed, may, must, offered};
pub(crate) use list::Line as NoticeLine;
pub(crate) use reading::Reader;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["notices", "ledger", "case_history"];

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/notices", "notices", Permission::ViewCases, || get(list::show)).personal().nav(Group::Work, "届"),
        Route::get("/recipients/{id}/notices", "notice_begin", Permission::ReceiveNotices, || get(begin::show)).personal(),
        Route::get("/recipients/{id}/notices/{kind}", "notice_form", Permission::ReceiveNotices, || get(enter::show)).personal(),
        Route::post("/recipients/{id}/notices/{kind}", "notice_receive", Permission::ReceiveNotices, || post(enter::receive)),
        Route::get("/notices/{id}", "notice", Permission::ViewCases, || get(show::show)).personal(),
        Route::get("/notices/{id}/amend", "notice_amend_form", Permission::ReceiveNotices, || get(enter::show_amend)).personal(),
        Route::post("/notices/{id}/amend", "notice_amend", Permission::ReceiveNotices, || post(enter::amend)),
        Route::post("/notices/{id}/settle", "notice_settle", Permission::SettleNotices, || post(act::settle)),
        Route::post("/notices/{id}/letter", "notice_letter", Permission::SettleNotices, || post(act::letter)),
        Route::post("/notices/{id}/return", "notice_return", Permission::SettleNotices, || post(act::send_back)),
        Route::post("/notices/{id}/withdraw", "notice_withdraw", Permission::ReceiveNotices, || post(act::withdraw)),
    ],
    samples: &[
        Sample::of::<begin::BeginPage>(),
        Sample::of::<enter::EnterPage>(),
        Sample::of::<show::NoticeScreen>(),
        Sample::of::<list::ListPage>(),
    ],
    told: &[
        ("notice_received", "届を受け付けました。課の点検者が処理します。"),
        ("notice_amended", "届の内容を直しました。課の点検者がもう一度確かめます。"),
        ("notice_settled", "届を処理しました。台帳は書き換わっています。"),
        ("transfer_letter_made", "転出先への通知を作成しました。"),
        ("notice_returned", "届を窓口に戻しました。"),
        ("notice_withdrawn", "届を取り下げました。台帳は変わっていません。"),
    ],
};
