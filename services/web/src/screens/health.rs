//! For machines: is the process alive, can it be used, what are its figures. No personal data.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use identity::Permission;
use serde_json::json;
use store::ProjectionState;

use crate::assets;
use crate::cx::Cx;
use crate::middleware::AsIs;
use crate::problem::Problem;
use crate::route::{Access, Route, Verb};
use crate::screens::Area;

/// A read model further behind than this, in seconds, makes the service not ready.
const LATE: f64 = 60.0;

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::of(Verb::Get, "/livez", "livez", Access::Public, || get(alive)),
        Route::of(Verb::Get, "/readyz", "readyz", Access::Public, || get(ready)),
        Route::of(Verb::Get, "/metrics", "metrics", Access::LocalOr(Permission::ReadMetrics), || get(figures)),
        Route::of(Verb::Get, "/assets/{file}", "asset", Access::Public, || get(assets::serve)),
    ],
    samples: &[],
    told: &[],
};

async fn alive() -> &'static str {
    "ok\n"
}

async fn ready(cx: Cx) -> Response {
    let status = store::projection_status(cx.pool()).await;
    let database = status.is_ok();
    let projections = status.unwrap_or_default();
    let all_there = projections::all().iter().all(|known| projections.iter().any(|status| status.projection == known.name()));
    let lines: Vec<_> = projections
        .iter()
        .map(|status| {
            let stopped = matches!(status.state, ProjectionState::Stopped { .. });
            let good = !stopped && status.lag_seconds < LATE;
            (good, json!({ "projection": status.projection, "ready": good, "stopped": stopped, "lag_events": status.lag_events }))
        })
        .collect();
    let ready = database && all_there && lines.iter().all(|(good, _)| *good);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
    let mut response = (status, Json(json!({ "ready": ready, "database": database, "projections": lines }))).into_response();
    response.extensions_mut().insert(AsIs);
    response
}

async fn figures(cx: Cx) -> Result<Response, Problem> {
    let families = cx.state.parts().registry.gather();
    let text = prometheus::TextEncoder::new().encode_to_string(&families).map_err(|_| Problem::Internal)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
