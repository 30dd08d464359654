//! The reference for pages: axum, one indexed query, one line of HTML. Nobody can serve a page from this database with less.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use sqlx::PgPool;

/// The page of one event, by its position in the casework log: `/1`, `/2` ….
pub fn router(pool: PgPool) -> Router {
    Router::new().route("/{position}", get(page)).with_state(pool)
}

async fn page(State(pool): State<PgPool>, Path(position): Path<i64>) -> Result<Html<String>, StatusCode> {
    let kind: Option<String> = sqlx::query_scalar("SELECT event_type FROM es.events WHERE log = 1 AND position = $1")
        .bind(position)
        .fetch_optional(&pool)
        .await
        .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let kind = kind.ok_or(StatusCode::NOT_FOUND)?;
    Ok(Html(format!("<!doctype html><html lang=\"ja\"><title>{position}</title><p>{kind}</p></html>")))
}
