//! 支援措置: recorded, told anew, ended; and the address of a protected family, shown for a purpose that is written down first.

mod page;

pub(crate) use page::instead;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// The screen of a protection.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/cases/{id}/protection", "protection", Permission::ViewCases, || get(page::show)).personal(),
        Route::post("/cases/{id}/protection", "protection_record", Permission::RecordProtections, || post(page::record))
            .personal(),
        Route::post("/cases/{id}/protection/end", "protection_end", Permission::EndProtections, || post(page::end)).personal(),
        Route::post("/cases/{id}/protection/reveal", "protection_reveal", Permission::RevealAddress, || post(page::reveal))
            .personal(),
    ],
    samples: &[Sample::of::<page::ProtectionPage>()],
    told: &[
        ("protection_recorded", "支援措置を記録しました。住所と電話番号は、目的を記録した人にだけ表示します。"),
        ("protection_ended", "支援措置を終えました。住所と電話番号を表示します。"),
        ("address_revealed", "目的を閲覧記録に残しました。これから30分のあいだ、あなたにだけ住所と電話番号を表示します。"),
    ],
};
