//! Every route, as nobody and as every role.

use axum::http::StatusCode;
use events::StaffRole;
use identity::allows;
use sqlx::PgPool;

use super::stage::{Stage, filled};
use crate::route::{Access, Verb};
use crate::routes;

#[test]
fn routes_have_one_name_and_one_row_each() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes() {
        assert!(seen.insert((route.path, route.verb == Verb::Get)), "{route:?} twice");
        assert!(seen.insert((route.name, true)), "the name of {route:?} twice");
        assert!(!route.personal || matches!(route.access, Access::Needs(_)), "{route:?} shows persons to everybody");
        assert!(route.nav.is_none() || !route.path.contains('{'), "{route:?} cannot stand in the navigation");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_is_sent_to_the_sign_in(test: PgPool) {
    let stage = Stage::set(&test).await;
    for route in routes().filter(|route| matches!(route.access, Access::Needs(_) | Access::LocalOr(_))) {
        let path = filled(route.path);
        let mut browser = stage.nobody();
        match route.verb {
            Verb::Get => {
                let answer = browser.get(&path).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route:?}");
                assert_eq!(answer.header("location"), format!("/sign-in?next={path}"));
            }
            Verb::Post => {
                let answer = browser.post(&path, &[]).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}");
                assert!(answer.body.contains("サインインが必要です"), "{route:?}");
            }
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_role_gets_what_the_table_says(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut tried = 0;
    for role in StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Program) {
        for route in routes().filter(|route| !route.name.starts_with("test_")) {
            let (Access::Needs(permission) | Access::LocalOr(permission)) = route.access else { continue };
            let mut browser = stage.as_role(role).await;
            let path = filled(route.path);
            let answer = match route.verb {
                Verb::Get => browser.get(&path).await,
                Verb::Post => browser.post(&path, &[]).await,
            };
            let what = format!("{route:?} as {role:?} gave {}: {}", answer.status, answer.body);
            if allows(role, permission) {
                assert_ne!(answer.status, StatusCode::FORBIDDEN, "{what}");
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
                assert!(!answer.status.is_server_error(), "{what}");
                assert!(!answer.header("location").starts_with("/sign-in") || route.name == "sign_out", "{what}");
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                assert!(answer.body.contains(permission.label()), "{what}");
            }
            tried += 1;
        }
    }
    assert!(tried > 7 * 5);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn figures_are_for_this_machine_and_the_operator(test: PgPool) {
    use std::net::SocketAddr;

    use axum::body::Body;
    use axum::extract::ConnectInfo;
    use axum::http::Request;

    let stage = Stage::set(&test).await;
    let ask = |peer: &str, forwarded: bool| {
        let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        if forwarded {
            request.headers_mut().insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        }
        request
    };
    assert_eq!(stage.nobody().send(ask("127.0.0.1:4000", false)).await.status, StatusCode::OK);
    assert_eq!(stage.nobody().send(ask("127.0.0.1:4000", true)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.nobody().send(ask("192.0.2.7:4000", false)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.as_role(StaffRole::Operator).await.get("/metrics").await.status, StatusCode::OK);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_role_that_changes_or_is_locked_changes_at_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.as_role(StaffRole::Counter).await;
    assert_eq!(browser.get("/help").await.status, StatusCode::OK);
    let request = acts::Request {
        command_id: events::ids::CommandId(stage.state.new_uuid()),
        correlation_id: events::ids::CorrelationId(stage.state.new_uuid()),
        actor: events::Actor::program("test"),
        trace_context: None,
        today: jiff::civil::date(2026, 11, 24),
        seen_version: None,
    };
    stage.state.parts().acts.lock_account(&request, stage.staff(StaffRole::Counter), 10).await.unwrap();
    assert_eq!(browser.get("/help").await.status, StatusCode::SEE_OTHER);
}
