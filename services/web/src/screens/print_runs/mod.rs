//! 発行: certificates of a period printed, put into envelopes and posted together. What was decided, rendered, printed, matched and posted is
//! counted side by side, and each difference opens the people behind it.

mod acts;
mod addresses;
mod book;
mod list;
mod matching;
mod pages;
mod panel;
mod paper;
mod reading;
mod rows;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of print runs.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/print-runs", "print_runs", Permission::ViewPrintRuns, || get(list::show)).nav(Group::Paper, "発行"),
        Route::post("/print-runs", "print_run_freeze", Permission::RunPrinting, || post(list::freeze)),
        Route::get("/print-runs/{id}", "print_run", Permission::ViewPrintRuns, || get(show::show)).personal(),
        Route::get("/print-runs/{id}/paper", "print_run_paper", Permission::ReleasePrintRuns, || get(paper::show)).personal(),
        Route::post("/print-runs/{id}/pages", "print_run_pages", Permission::ReleasePrintRuns, || post(pages::take)).personal(),
        Route::post("/print-runs/{id}/halt", "print_run_halt", Permission::RunPrinting, || post(acts::halt)),
        Route::post("/print-runs/{id}/resume", "print_run_resume", Permission::RunPrinting, || post(acts::resume)),
        Route::post("/print-runs/{id}/release", "print_run_release", Permission::ReleasePrintRuns, || post(acts::release)),
        Route::post("/print-runs/{id}/printed", "print_run_printed", Permission::RunPrinting, || post(acts::printed)),
        Route::post("/print-runs/{id}/spoil", "print_run_spoil", Permission::RunPrinting, || post(acts::spoil)),
        Route::post("/print-runs/{id}/match", "print_run_match", Permission::RunPrinting, || post(matching::scan)),
        Route::post("/print-runs/{id}/post", "print_run_post", Permission::RunPrinting, || post(acts::send)),
        Route::post("/print-runs/{id}/return", "print_run_return", Permission::RunPrinting, || post(acts::back)),
        Route::post("/print-runs/{id}/explain", "print_run_explain", Permission::RunPrinting, || post(acts::explain)),
        Route::post("/print-runs/{id}/settle", "print_run_settle", Permission::RunPrinting, || post(acts::settle)),
        Route::post("/print-runs/{id}/close", "print_run_close", Permission::RunPrinting, || post(acts::close)),
        Route::get("/print-runs/envelope", "envelope", Permission::ViewPrintRuns, || get(addresses::envelope)),
        Route::get("/print-runs/{id}/address-sheets", "address_sheets", Permission::ReleasePrintRuns, || get(addresses::sheets))
            .personal(),
        Route::get("/print-runs/{id}/labels", "address_labels", Permission::ReleasePrintRuns, || get(addresses::labels))
            .personal(),
        Route::post("/print-runs/{id}/addresses", "address_list", Permission::ReleasePrintRuns, || post(addresses::sheet))
            .personal(),
        Route::post("/print-runs/{id}/book", "posting_book", Permission::ReleasePrintRuns, || post(book::sheet)).personal(),
    ],
    samples: &[Sample::of::<list::PrintRunsPage>(), Sample::of::<show::PrintRunPage>()],
    told: &[
        ("print_run_frozen", "発行の対象を確定しました。印刷用のデータを作成しています。"),
        ("print_run_halting", "作成を止めました。再開すると、止めたところから続けます。"),
        ("print_run_resumed", "作成を再開しました。"),
        ("print_run_released", "印刷を承認しました。印刷用のPDFを開いて印刷してください。"),
        ("print_run_printed", "印刷した範囲を記録しました。"),
        ("print_run_spoiled", "書損を記録しました。その番号だけをもう一度印刷し、印刷した範囲を記録してください。"),
        ("print_run_matched", "封入を照合しました。封をして、次の封筒を読み取ってください。"),
        ("print_run_posted", "発送を記録しました。"),
        ("print_run_returned", "返戻を記録しました。送り直したときは、もう一度発送を記録してください。"),
        ("print_run_explained", "差の理由と期限を記録しました。終わるまで課題として残ります。"),
        ("print_run_settled", "課題を終えました。"),
        ("print_run_closed", "発行を締めました。発送していない受給者証は、次の発行の対象になります。"),
    ],
};
