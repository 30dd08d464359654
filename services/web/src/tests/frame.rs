//! What every answer carries, whatever it is.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use events::StaffRole;
use sqlx::PgPool;

use super::stage::{Answer, Stage, filled};
use crate::route::{Access, Verb};
use crate::routes;

fn has_headers(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        "{what}"
    );
    assert!(nonce.len() >= 22, "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ] {
        assert_eq!(answer.header(name), value, "{name} of {what}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    let kept = if answer.status == StatusCode::OK && what.contains("/assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    assert_eq!(answer.header("cache-control"), kept, "{what}");
    assert_eq!(answer.header("x-request-id").len(), 36, "{what}");
    if answer.header("content-type").starts_with("text/html") {
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{what}");
        assert!(answer.body.is_empty() || answer.body.contains(&format!("nonce=\"{nonce}\"")), "{what}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_route_has_the_headers(test: PgPool) {
    let stage = Stage::set(&test).await;
    for route in routes() {
        for who in [None, Some(StaffRole::Counter), Some(StaffRole::Operator)] {
            let mut browser = match who {
                None => stage.nobody(),
                Some(role) => stage.as_role(role).await,
            };
            let path = filled(route.path);
            let answer = match route.verb {
                Verb::Get if route.name == "test_slow" => continue,
                Verb::Get => browser.get(&path).await,
                Verb::Post => browser.post(&path, &[]).await,
            };
            has_headers(&answer, &format!("{route:?} as {who:?}"));
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn errors_have_words_and_headers(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.as_role(StaffRole::Counter).await;
    let large = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, "2147483648")
        .body(Body::empty())
        .unwrap();
    let chunked = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from_stream(futures::stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(vec![b'a'; 64 * 1024])))))
        .unwrap();
    let json = Request::post("/sign-in").header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).unwrap();
    let delete = Request::delete("/help").body(Body::empty()).unwrap();
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    for (request, status, words) in [
        (get("/nowhere"), 404, "ページが見つかりません"),
        (get("/assets/..%2f..%2fCargo.toml"), 404, "ページが見つかりません"),
        (get("/queues/%E8%A6%8B%E6%9C%AC"), 404, "ページが見つかりません"),
        (delete, 405, "この操作はできません"),
        (large, 413, "送信した内容が大きすぎます"),
        (chunked, 413, "送信した内容が大きすぎます"),
        (json, 415, "この形式は受け付けられません"),
        (get("/test/panic"), 500, "処理中に誤りが起きました"),
    ] {
        let what = format!("{} {}", request.method(), request.uri());
        let answer = browser.send(request).await;
        assert_eq!(answer.status.as_u16(), status, "{what}");
        assert!(answer.body.contains(words), "{what}: {}", answer.body);
        assert!(!answer.body.contains("ひみつ"), "{what}");
        assert!(answer.body.contains(answer.header("x-request-id")), "{what}");
        has_headers(&answer, &what);
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_takes_too_long_is_given_up(test: PgPool) {
    let stage = Stage::hurried(&test, Duration::from_secs(1)).await;
    let answer = stage.nobody().get("/test/slow").await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(answer.body.contains("時間内に終わりませんでした"));
    has_headers(&answer, "/test/slow");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_view_that_is_not_told_to_the_access_log_is_not_shown(test: PgPool) {
    let stage = Stage::set(&test).await;
    let answer = stage.as_role(StaffRole::Counter).await.get("/test/unseen").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.body.contains("ひみつ"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_navigation_leads_only_where_one_may_go(test: PgPool) {
    let stage = Stage::set(&test).await;
    for role in StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Program) {
        let home = stage.as_role(role).await.get("/").await;
        assert_eq!(home.status, StatusCode::OK, "{role:?}: {}", home.body);
        for route in routes().filter(|route| route.nav.is_some()) {
            let Access::Needs(permission) = route.access else { continue };
            let linked = home.body.contains(&format!("<a href=\"{}\"", route.path));
            assert_eq!(linked, identity::allows(role, permission), "{route:?} for {role:?}");
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_menu_shows_where_one_is_and_below_what(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.as_role(StaffRole::Administrator).await;
    for (path, marked) in [
        ("/", "<a href=\"/\" aria-current=\"page\""),
        ("/masters", "<a href=\"/masters\" aria-current=\"page\""),
        ("/masters/caps", "<a href=\"/masters\" aria-current=\"true\""),
    ] {
        let page = browser.get(path).await;
        assert!(page.status == StatusCode::OK && page.body.contains(marked), "{path}: {}", page.body);
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn machines_get_their_answers(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.nobody();
    assert_eq!(browser.get("/livez").await.body, "ok\n");
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE, "no worker has fed a read model yet");
    assert!(ready.body.contains("\"database\":true"), "{}", ready.body);
    for name in ["own/app.js", "own/daicho.css", "own/icon.svg", "vendor/tokens-1.1.9.css", "vendor/htmx-4.0.1.min.js"] {
        let answer = browser.get(&crate::assets::url(name)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
    }
}
