//! 月ごとの医療費: what the months of a recipient cost, from claims and from the cap sheet, and what the rule on costly care makes of them.

mod months;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

pub(crate) use months::known_months;

/// The screen of a recipient's months.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/recipients/{id}/months", "recipient_months", Permission::ViewLedger, || get(months::show)).personal(),
        Route::post("/recipients/{id}/months", "recipient_month_enter", Permission::EnterCapSheets, || post(months::enter))
            .personal(),
    ],
    samples: &[Sample::of::<months::MonthsPage>()],
    told: &[("month_entered", "管理票の月の医療費を記録しました。"), ("month_removed", "管理票の月の医療費の記録を消しました。")],
};
