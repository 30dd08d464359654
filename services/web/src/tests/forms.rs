//! A form is taken only from a page of this browser.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use events::StaffRole;
use identity::{SessionToken, allows};
use sqlx::PgPool;
use store::SystemEntropy;

use super::stage::{Browser, Stage, filled};
use crate::route::{Access, Route, Verb};
use crate::routes;

async fn somebody_allowed(stage: &Stage, route: &Route) -> Browser {
    let (Access::Needs(permission) | Access::LocalOr(permission)) = route.access else {
        return stage.as_role(StaffRole::Counter).await;
    };
    let role = StaffRole::ALL.into_iter().find(|role| allows(*role, permission)).unwrap();
    stage.as_role(role).await
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_act_without_the_token_of_this_session(test: PgPool) {
    let stage = Stage::set(&test).await;
    let foreign = SessionToken::draw(&SystemEntropy).unwrap().form_token();
    let mut tried = 0;
    for route in routes().filter(|route| route.verb == Verb::Post) {
        let path = filled(route.path);
        for body in [String::new(), "_token=".into(), format!("_token={foreign}"), "_token=%E8%A6%8B".into()] {
            let mut browser = somebody_allowed(&stage, route).await;
            let answer = browser.post_raw(&path, &body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{route:?} with {body:?}");
            assert!(answer.body.contains("送信を受け付けられません"), "{route:?}");
        }
        tried += 1;
    }
    assert!(tried >= 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_act_from_another_site_even_with_the_token(test: PgPool) {
    let stage = Stage::set(&test).await;
    for route in routes().filter(|route| route.verb == Verb::Post) {
        for (name, value) in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
        {
            let mut browser = somebody_allowed(&stage, route).await;
            let request = Request::post(filled(route.path))
                .header(header::HOST, "daicho.example")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value)
                .body(Body::from(format!("_token={}", browser.token())))
                .unwrap();
            assert_eq!(browser.send(request).await.status, StatusCode::FORBIDDEN, "{route:?} with {name}: {value}");
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_text_is_refused(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.nobody();
    browser.get("/sign-in").await;
    let token = browser.token();
    let answer = browser.post_raw("/sign-in", &format!("_token={token}&login=%ff%fe")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}
