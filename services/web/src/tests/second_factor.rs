//! An authenticator app over the router: asked of a role by the masters, enrolled before anything else, asked for at sign-in, each code once,
//! and taken away on record where it was lost.

use axum::http::StatusCode;
use events::StaffRole;
use events::master::{MasterStatus, RowAdopted};
use identity::totp;
use jiff::SignedDuration;
use jiff::civil::date;
use sqlx::PgPool;

use super::continuing::{Served, send};
use super::stage::{Browser, PASSWORD, Stage, login};

async fn sign_in(browser: &mut Browser, code: &str) -> StatusCode {
    browser.get("/sign-in").await;
    let login = login(StaffRole::Checker);
    browser.post("/sign-in", &[("login", &login), ("password", PASSWORD), ("code", code), ("next", "/help")]).await.status
}

/// The code that the app of the checker shows; `secret` is what stood on the page.
fn shown(stage: &Stage, secret: &totp::TotpSecret) -> String {
    secret.code(totp::step(stage.state.parts().clock.now()))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_app_is_enrolled_before_anything_else_and_asked_for_at_sign_in(test: PgPool) {
    let Served { stage, following } = Served::set(&test).await;
    let mut checker = stage.as_role(StaffRole::Checker).await;
    assert_eq!(checker.get("/help").await.status, StatusCode::OK, "nobody asks for one yet");
    let row = RowAdopted {
        table: "program".to_owned(),
        key: "second_factor.checker".to_owned(),
        valid_from: date(2026, 4, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values: serde_json::json!({ "value": 1, "unit": "有無", "label": "点検の担当者に認証アプリを求める" }),
    };
    let acts = stage.state.parts().acts.clone();
    let by = acts::Request {
        command_id: events::ids::CommandId(stage.state.new_uuid()),
        correlation_id: events::ids::CorrelationId(stage.state.new_uuid()),
        actor: events::Actor::program("test"),
        trace_context: None,
        today: date(2026, 11, 24),
        seen_version: None,
    };
    acts.adopt_master_rows(&by, vec![row]).await.unwrap();
    let elsewhere = checker.get("/masters").await;
    assert_eq!((elsewhere.status, elsewhere.header("location")), (StatusCode::SEE_OTHER, "/second-factor"));
    assert_eq!(stage.as_role(StaffRole::Counter).await.get("/help").await.status, StatusCode::OK, "another role");

    let asked = checker.get("/second-factor").await;
    assert!(asked.body.contains("先に認証アプリを登録してください"), "{}", asked.body);
    send(&mut checker, &stage, "/second-factor/begin", &[]).await;
    let parts = stage.state.parts();
    let factors = identity::SecondFactors::new(parts.pool.clone(), parts.ring.clone(), parts.entropy.clone());
    let staff = stage.staff(StaffRole::Checker);
    let secret = factors.pending(staff).await.unwrap().unwrap();
    let shown_once = checker.get("/second-factor").await;
    assert!(shown_once.body.contains(&secret.in_letters()));
    assert!(shown_once.body.contains("<svg class=\"qr\""), "{}", shown_once.body);
    assert!(!shown_once.body.contains("otpauth:"), "the secret stands in the picture and in letters, in no address");
    assert_eq!(shown_once.header("cache-control"), "no-store");
    let kept: String = sqlx::query_scalar("SELECT sealed FROM desk.second_factors").fetch_one(&test).await.unwrap();
    assert!(!kept.contains(&secret.in_letters().replace(' ', "")));
    let right = shown(&stage, &secret);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let refused = send(&mut checker, &stage, "/second-factor/confirm", &[("code", wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert_eq!(stage.count("account.second_factor_enrolled").await, 0);
    let command = stage.state.new_uuid().to_string();
    for _ in 0..2 {
        let once = [("code", right.as_str()), ("_command", command.as_str())];
        let enrolled = checker.post("/second-factor/confirm", &once).await;
        assert_eq!(enrolled.status, StatusCode::SEE_OTHER, "a double click is harmless: {}", enrolled.body);
    }
    assert_eq!(stage.count("account.second_factor_enrolled").await, 1);
    let twice = send(&mut checker, &stage, "/second-factor/confirm", &[("code", &right)]).await;
    assert_eq!((twice.status, twice.header("location")), (StatusCode::SEE_OTHER, "/second-factor"), "a double click is harmless");
    assert_eq!(stage.count("account.second_factor_enrolled").await, 1);
    assert_eq!(checker.get("/masters").await.status, StatusCode::OK);
    let later = checker.get("/second-factor").await.body;
    assert!(!later.contains(&secret.in_letters()) && !later.contains("class=\"qr\""), "shown once only");

    // The password alone is not enough, nor is a code that was used; the next one is.
    let mut anew = stage.nobody();
    assert_eq!(sign_in(&mut anew, "").await, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&mut anew, &right).await, StatusCode::UNAUTHORIZED, "it counted at enrolment");
    stage.later(SignedDuration::from_secs(60));
    let next = shown(&stage, &secret);
    assert_eq!(sign_in(&mut anew, &next).await, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&mut stage.nobody(), &next).await, StatusCode::UNAUTHORIZED, "each code once");

    // Lost: an administrator takes it away under a change number, and whoever was signed in is not.
    let mut administrator = stage.as_role(StaffRole::Administrator).await;
    let removal = format!("/accounts/{staff}/second-factor/remove");
    let numberless = send(&mut administrator, &stage, &removal, &[("change", "")]).await;
    assert_eq!(numberless.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", numberless.body);
    let removed = send(&mut administrator, &stage, &removal, &[("change", "C-2026-0009")]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    assert_eq!(stage.count("account.second_factor_removed").await, 1);
    assert_eq!(anew.get("/help").await.header("location"), "/sign-in?next=/help");
    assert_eq!(sign_in(&mut anew, "").await, StatusCode::SEE_OTHER, "the password lets in, and a new app is asked for");
    assert_eq!(anew.get("/help").await.header("location"), "/second-factor");
    following.over().await;
}
