//! The router, made from the rows of the screens and from nothing else.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::Config;
use crate::middleware;
use crate::problem::Problem;
use crate::route::Route;
use crate::screens;
use crate::state::AppState;

/// Every route there is.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    screens::AREAS.iter().flat_map(|area| area.routes)
}

/// The web service. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that `/metrics` knows who is local.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let guard = from_fn_with_state((state.clone(), *route), middleware::guard);
        router = router.route(route.path, (route.mount)().route_layer(guard));
    }
    router
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, state.config().timeout))
        .layer(RequestBodyLimitLayer::new(Config::LARGEST_BODY))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(state.clone(), middleware::dress))
        .layer(from_fn_with_state(state.clone(), middleware::headers))
        .layer(from_fn_with_state(state.clone(), middleware::begin))
        .with_state(state)
}
