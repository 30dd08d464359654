//! Signing in, staying, leaving, and being kept out.

use axum::http::StatusCode;
use events::StaffRole;
use jiff::SignedDuration;
use sqlx::PgPool;

use super::stage::{Browser, PASSWORD, Stage, login};

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> StatusCode {
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("login", login), ("password", password), ("next", "/help")]).await.status
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn signing_in_gives_a_new_cookie_and_goes_on(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.nobody();
    let page = browser.get("/sign-in?next=/help").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.header("set-cookie").split("; ").skip(1).collect::<Vec<_>>(),
        ["Path=/", "HttpOnly", "SameSite=Strict", "Secure"]
    );
    assert!(page.body.contains("name=\"next\" value=\"/help\""), "{}", page.body);
    let before = browser.cookie.clone();
    let answer = browser.post("/sign-in", &[("login", "counter1"), ("password", PASSWORD), ("next", "/help")]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/help"));
    assert_ne!(browser.cookie, before, "a token from before signing in is worth nothing after");
    let help = browser.get("/help").await;
    assert!(help.body.contains("例題 職員"), "{}", help.body);
    assert_eq!(stage.count("viewing.signed_in").await, 1);

    let mut fixated = stage.nobody();
    fixated.cookie = before;
    assert_eq!(fixated.get("/help").await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn signing_out_ends_the_session_everywhere(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.nobody();
    assert_eq!(sign_in(&mut browser, "checker1", PASSWORD).await, StatusCode::SEE_OTHER);
    let mut copied = stage.nobody();
    copied.cookie.clone_from(&browser.cookie);
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert_eq!(copied.get("/help").await.status, StatusCode::SEE_OTHER, "a copy of the cookie is worth nothing");
    assert_eq!(stage.count("viewing.signed_out").await, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_session_ends_when_nobody_is_there(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut browser = stage.as_role(StaffRole::Counter).await;
    stage.later(SignedDuration::from_mins(14));
    assert_eq!(browser.get("/help").await.status, StatusCode::OK);
    stage.later(SignedDuration::from_mins(14));
    assert_eq!(browser.get("/help").await.status, StatusCode::OK);
    stage.later(SignedDuration::from_mins(16));
    assert_eq!(browser.get("/help").await.status, StatusCode::SEE_OTHER);
    let late = browser.post("/sign-out", &[]).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(late.body.contains("下書きは残っています"), "what was kept is said");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_refusal_says_the_same(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut answers = Vec::new();
    for (name, password) in [("counter1", "wrong-password"), ("nobody1", PASSWORD), ("", ""), ("見本%20花子", "x")] {
        let mut browser = stage.nobody();
        browser.get("/sign-in").await;
        let answer = browser.post("/sign-in", &[("login", name), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
        assert!(answer.body.contains("サインインできません。") && !answer.body.contains("wrong-password"), "{name}");
        answers.push(answer.body.matches("サインインできません。").count());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(stage.count("viewing.sign_in_refused").await, 1, "only of accounts that exist");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ten_failures_lock_the_account_and_end_its_sessions(test: PgPool) {
    let stage = Stage::set(&test).await;
    let name = login(StaffRole::Approver);
    let mut working = stage.as_role(StaffRole::Approver).await;
    for failure in 1..=10 {
        assert_eq!(sign_in(&mut stage.nobody(), &name, "wrong-password").await, StatusCode::UNAUTHORIZED, "{failure}");
        stage.later(SignedDuration::from_secs(61));
    }
    assert_eq!(stage.count("account.locked").await, 1);
    assert_eq!(working.get("/help").await.status, StatusCode::SEE_OTHER, "whoever was signed in is out");
    assert_eq!(sign_in(&mut stage.nobody(), &name, PASSWORD).await, StatusCode::UNAUTHORIZED, "the right password does not help");
    assert_eq!(stage.count("viewing.sign_in_refused").await, 11);
}
