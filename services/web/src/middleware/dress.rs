//! An answer that says no gets words: what happened, what was kept, what to do next. Also where the answer came from the framework or from
//! a panic.

use std::any::Any;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::Visit;
use crate::cx::Cx;
use crate::frame;
use crate::problem::{Problem, Trouble};
use crate::screens::trouble::TroublePage;
use crate::state::AppState;

/// The answer is complete, whatever its status.
#[derive(Clone, Copy)]
pub(crate) struct AsIs;

pub(crate) async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let mut response = next.run(request).await;
    let status = response.status();
    if status.as_u16() < 400 || response.extensions().get::<AsIs>().is_some() {
        return response;
    }
    let Some(visit) = visit else { return response };
    let trouble = response.extensions_mut().remove::<Trouble>().unwrap_or_else(|| Trouble::of(status));
    let chrome = match response.extensions().get::<Cx>() {
        Some(cx) => frame::around(cx),
        None => frame::bare(&state, &visit),
    };
    let page = TroublePage { trouble, request_id: visit.request_id.to_string() };
    let html = state.shared().templates.render("errors/problem.html", &chrome, &page).unwrap_or_else(|error| {
        drop(Problem::from(error));
        // Nothing more can fail here.
        format!("<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>誤り</title><p>処理中に誤りが起きました。番号 {}</p></html>", visit.request_id)
    });
    let mut dressed = (status, Html(html)).into_response();
    // Allow, Retry-After, cookies: what the answer said besides its words.
    for (name, value) in response.headers() {
        if !dressed.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        // The rest of the body is not read, so nothing more can come over this connection.
        dressed.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    dressed
}

/// A panic is a fault of ours; its text may hold anything and is told to nobody.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
