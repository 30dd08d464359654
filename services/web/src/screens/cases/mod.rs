//! One application: what it says, what the rules conclude, what became of its papers, who did what, and what can be done next.
//!
//! # Adding an act
//! Its place in [`moves`], a handler in `steps.rs` where the hand is enough or a file of its own where something is asked, and its row
//! below. Who may do it stands in `casework::application::permit` and nowhere here.

mod act_form;
mod amounts;
mod approval;
pub(crate) mod blame;
mod board;
pub(crate) mod by_hand;
pub(crate) mod calculation;
pub(crate) mod certificate;
pub(crate) mod compare;
pub(crate) mod correction;
pub(crate) mod differences;
mod documents;
pub(crate) mod form_rows;
mod form_sheet;
pub(crate) mod frame;
mod history;
mod hold;
pub(crate) mod ident;
mod inspector;
mod left;
pub(crate) mod letters;
pub(crate) mod likeness;
mod messages;
pub(crate) mod moment;
mod moves;
pub(crate) mod names;
pub(crate) mod notes;
pub(crate) mod opinion;
pub(crate) mod overview;
pub(crate) mod papers;
mod presence;
mod progress;
mod refusal;
mod registers;
mod reminder;
#[cfg(test)]
pub(crate) mod samples;
mod send_back;
pub(crate) mod steps;
pub(crate) mod time_axis;
pub(crate) mod told;
pub(crate) mod trail;
pub(crate) mod trouble;
mod withdrawal;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// The screens of a case.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/cases/{id}", "case", Permission::ViewCases, || get(overview::show)).personal(),
        Route::get("/cases/{id}/form", "case_form", Permission::ViewCases, || get(form_sheet::show)).personal(),
        Route::post("/cases/{id}/my-number", "case_my_number", Permission::RevealMyNumber, || post(form_sheet::reveal))
            .personal(),
        Route::get("/cases/{id}/history", "case_history", Permission::ViewCases, || get(history::show)).personal(),
        Route::post("/cases/{id}/notes", "case_note", Permission::WriteNotes, || post(notes::write)),
        Route::get("/cases/{id}/trail", "case_trail", Permission::ViewCases, || get(blame::show)).personal(),
        Route::get("/cases/{id}/compare", "case_compare", Permission::ViewCases, || get(compare::show)).personal(),
        Route::get("/cases/{id}/events/{position}", "case_event", Permission::ViewCases, || get(inspector::show)).personal(),
        Route::get("/cases/{id}/events/{position}/proof", "case_event_proof", Permission::ViewCases, || {
            get(inspector::place::take)
        })
        .personal(),
        Route::get("/cases/{id}/documents", "case_documents", Permission::ViewCases, || get(documents::show)).personal(),
        Route::post("/cases/{id}/documents", "case_documents_record", Permission::RecordDocuments, || post(documents::record)),
        Route::post("/cases/{id}/amend", "case_amend", Permission::AmendApplications, || post(steps::amend)),
        Route::post("/cases/{id}/forward", "case_forward", Permission::ForwardApplications, || post(steps::forward)),
        Route::post("/cases/{id}/resubmit", "case_resubmit", Permission::ForwardApplications, || post(steps::resubmit)),
        Route::post("/cases/{id}/take-up", "case_take_up", Permission::CheckApplications, || post(steps::take_up)),
        Route::post("/cases/{id}/examine", "case_examine", Permission::CheckApplications, || post(steps::examine)),
        Route::get("/cases/{id}/return", "case_return", Permission::CheckApplications, || get(correction::show)).personal(),
        Route::post("/cases/{id}/return", "case_return_send", Permission::CheckApplications, || post(correction::send)),
        Route::get("/cases/{id}/send-back", "case_send_back", Permission::DecideApplications, || get(send_back::show)).personal(),
        Route::post("/cases/{id}/send-back", "case_send_back_send", Permission::DecideApplications, || post(send_back::send)),
        Route::get("/cases/{id}/approve", "case_approve", Permission::DecideApplications, || get(approval::show)).personal(),
        Route::post("/cases/{id}/approve", "case_approve_send", Permission::DecideApplications, || post(approval::approve)),
        Route::post("/cases/{id}/issue", "case_issue", Permission::CheckApplications, || post(steps::issue)),
        Route::post("/cases/{id}/letter", "case_letter", Permission::MakeLetters, || post(steps::letter)),
        Route::get("/cases/{id}/refuse", "case_refuse", Permission::DecideApplications, || get(refusal::show)).personal(),
        Route::get("/cases/{id}/board", "case_board", Permission::CheckApplications, || get(board::show)).personal(),
        Route::post("/cases/{id}/board", "case_board_put", Permission::CheckApplications, || post(board::put)),
        Route::get("/cases/{id}/withdraw", "case_withdraw", Permission::WithdrawApplications, || get(withdrawal::show))
            .personal(),
        Route::post("/cases/{id}/withdraw", "case_withdraw_send", Permission::WithdrawApplications, || post(withdrawal::accept)),
        Route::get("/cases/{id}/amounts", "case_amounts", Permission::ViewCases, || get(amounts::show)).personal(),
        Route::post("/cases/{id}/amounts", "case_amounts_enter", Permission::EnterAgain, || post(amounts::enter)).personal(),
        Route::post("/cases/{id}/amounts/settle", "case_amounts_settle", Permission::EnterAgain, || post(amounts::settle))
            .personal(),
        Route::get("/cases/{id}/likeness", "case_likeness", Permission::ViewCases, || get(likeness::show)).personal(),
        Route::post("/cases/{id}/likeness", "case_likeness_judge", Permission::JudgeSameness, || post(likeness::judge))
            .personal(),
        Route::get("/cases/{id}/override", "case_override", Permission::CheckApplications, || get(by_hand::show)).personal(),
        Route::post("/cases/{id}/override", "case_override_set", Permission::CheckApplications, || post(by_hand::set)).personal(),
        Route::post("/cases/{id}/override/withdraw", "case_override_withdraw", Permission::CheckApplications, || {
            post(by_hand::withdraw)
        })
        .personal(),
        Route::get("/cases/{id}/remind", "case_remind", Permission::CheckApplications, || get(reminder::show)).personal(),
        Route::post("/cases/{id}/remind", "case_remind_send", Permission::CheckApplications, || post(reminder::remind)),
        Route::post("/cases/{id}/recall", "case_recall", Permission::CheckApplications, || post(steps::recall)),
        Route::get("/cases/{id}/hold", "case_hold", Permission::HoldApplications, || get(hold::show)).personal(),
        Route::post("/cases/{id}/hold", "case_hold_send", Permission::HoldApplications, || post(hold::hold)),
        Route::post("/cases/{id}/release-hold", "case_release_hold", Permission::HoldApplications, || post(steps::release_hold)),
        Route::post("/cases/{id}/refuse", "case_refuse_send", Permission::DecideApplications, || post(refusal::refuse)),
    ],
    samples: &[
        Sample::of::<board::BoardPage>(),
        Sample::of::<withdrawal::WithdrawalPage>(),
        Sample::of::<hold::HoldPage>(),
        Sample::of::<by_hand::OverridePage>(),
        Sample::of::<likeness::LikenessPage>(),
        Sample::of::<amounts::AmountsPage>(),
        Sample::of::<reminder::ReminderPage>(),
        Sample::of::<overview::OverviewPage>(),
        Sample::of::<form_sheet::FormPage>(),
        Sample::of::<history::HistoryPage>(),
        Sample::of::<blame::BlamePage>(),
        Sample::of::<compare::ComparePage>(),
        Sample::of::<inspector::EventPage>(),
        Sample::of::<documents::DocumentsPage>(),
        Sample::of::<correction::ReturnPage>(),
        Sample::of::<send_back::SendBackPage>(),
        Sample::of::<approval::ApprovalPage>(),
        Sample::of::<refusal::RefusalPage>(),
    ],
    told: &[
        ("forwarded", "進達しました。担当課の点検を待ちます。"),
        ("taken_up", "点検を始めました。この申請はあなたの担当です。"),
        ("resubmitted", "補正を終えて再提出しました。"),
        ("examined", "点検を終え、決裁に上げました。"),
        ("documents_recorded", "書類の状態を記録しました。"),
        ("returned", "補正を求めて事務所に返しました。"),
        ("reminded", "補正を催促しました。新しい期限まで待ちます。"),
        ("recalled", "補正を待たずに点検に戻しました。"),
        ("held", "保留しました。期日に「次にすること」に戻ります。"),
        ("hold_released", "保留を解きました。"),
        ("overridden", "規則の案を手で改めました。決裁者が確かめたときに決まります。"),
        ("override_withdrawn", "手で改めた値を取り下げました。規則の案に戻りました。"),
        ("entries_agree", "二重入力が済みました。金額は一致しています。"),
        ("entries_differ", "最初の入力と違う金額があります。どちらが正しいかを選んでください。"),
        ("sameness_judged", "重複の疑いに答えました。答えは履歴に残り、点検が終わるまで改められます。"),
        ("issued", "受給者証を作成しました。"),
        ("letter_made", "通知文書を作成しました。"),
        ("still_stopped", "まだ印字できない文字があります。受給者証は作成していません。"),
        ("sent_back", "点検に戻しました。"),
        ("approved", "認定しました。受給者証を作成しました。"),
        (
            "approved_waiting",
            "認定しました。受給者証は順番に作成します。数分たっても出ないときは運用の担当者に連絡してください。",
        ),
        (
            "approved_stopped",
            "認定しました。受給者証は、印字できない文字があるため作成を止めています。履歴で文字を確かめてください。",
        ),
        ("refused", "不認定としました。"),
        ("put_before_board", "審査会に付議しました。締切日までに付議したものが次の審査会の議題になります。"),
        ("noted", "メモを書きました。"),
        ("withdrawn", "取下げを受け付けました。この申請は終わりです。"),
    ],
};
