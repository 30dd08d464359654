//! Accounts by two persons: proposed, confirmed, given a password that its holder replaces, stopped and ended.

use axum::http::StatusCode;
use events::StaffRole;
use sqlx::PgPool;

use super::continuing::{hidden, send};
use super::stage::{Answer, Browser, PASSWORD, Stage, login};

const NUMBER: (&str, &str) = ("password_change", "C-2026-0009");

/// Sends a form of an account's page with the version that the page shows.
async fn act(browser: &mut Browser, stage: &Stage, path: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let seen = browser
        .get(path)
        .await
        .body
        .split("name=\"_seen\" value=\"")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned());
    let seen = seen.unwrap_or_default();
    let mut all = fields.to_vec();
    all.push(("_seen", &seen));
    send(browser, stage, &format!("{path}/{act}"), &all).await
}

/// An account that waits for its second person.
async fn proposed(administrator: &mut Browser, stage: &Stage, role: &str) -> String {
    let fields = [("name", "例題 新人"), ("role", role), ("office", "00"), ("why", "採用のため。")];
    let answer = send(administrator, stage, "/accounts", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").split('?').next().unwrap().to_owned()
}

async fn founded(test: &PgPool) -> Stage {
    let stage = Stage::set(test).await;
    let founding = acts::Founding {
        simulated: false,
        prefecture: "41".to_owned(),
        program_version: "0.1.0".to_owned(),
        today: jiff::civil::date(2026, 4, 1),
    };
    stage.state.parts().acts.found_installation(founding).await.unwrap();
    stage
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_takes_two_and_its_first_password_is_replaced(test: PgPool) {
    let stage = founded(&test).await;
    let mut administrator = stage.as_role(StaffRole::Administrator).await;
    let empty = send(&mut administrator, &stage, "/accounts", &[("name", ""), ("role", "program"), ("office", "99")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for wrong in ["氏名を入力してください", "役割を選んでください", "所属を選んでください", "理由を入力してください"]
    {
        assert!(empty.body.contains(wrong), "{wrong} in {}", empty.body);
    }
    let path = proposed(&mut administrator, &stage, "checker").await;
    let own = act(&mut administrator, &stage, &path, "confirm", &[]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.body.contains("申し出た人は確かめられません"), "{}", own.body);
    let early = act(&mut administrator, &stage, &path, "password", &[("login", "checker7"), NUMBER]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is given out before it counts: {}", early.body);

    let mut approver = stage.as_role(StaffRole::Approver).await;
    let home = approver.get("/").await.body;
    assert!(home.contains("職員の役割の確かめ待ち"), "{home}");
    let shown = approver.get(&path).await.body;
    assert!(shown.contains("採用のため。") && !shown.contains("/suspend"), "{shown}");
    let seen = hidden(&approver.get(&path).await, "_seen");
    let granted = act(&mut approver, &stage, &path, "confirm", &[]).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let stale = send(&mut approver, &stage, &format!("{path}/drop"), &[("drop_why", "なし"), ("_seen", &seen)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    assert_eq!(stage.count("account.granted").await, 1);

    // The same form twice shows the password once.
    let taken = act(&mut administrator, &stage, &path, "password", &[("login", "counter1"), NUMBER]).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.body.contains("使えません"), "{}", taken.body);
    let command = stage.state.new_uuid().to_string();
    let fields = [("login", "checker7"), NUMBER, ("_command", command.as_str())];
    let given = administrator.post(&format!("{path}/password"), &fields).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    let password =
        given.body.split("<p class=\"mono strong\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert_eq!(password.len(), 20);
    let again = administrator.post(&format!("{path}/password"), &fields).await;
    assert!(again.body.contains("もう表示しました") && !again.body.contains(&password), "{}", again.body);

    // Whoever gave it out can sign in with it, too; and waits there for what comes.
    let mut lurking = stage.nobody();
    lurking.get("/sign-in").await;
    lurking.post("/sign-in", &[("login", "checker7"), ("password", &password), ("next", "/help")]).await;
    assert_eq!(lurking.get("/help").await.header("location"), "/password");

    // Whoever got it replaces it before anything else.
    let mut new = stage.nobody();
    new.get("/sign-in").await;
    let signed_in = new.post("/sign-in", &[("login", "checker7"), ("password", &password), ("next", "/help")]).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    assert_eq!(new.get("/help").await.header("location"), "/password");
    let differ = [("known", password.as_str()), ("new", PASSWORD), ("again", "another-password")];
    let refused = send(&mut new, &stage, "/password", &differ).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(!refused.body.contains(&password), "passwords are not sent back");
    let wrong = send(&mut new, &stage, "/password", &[("known", "not-the-one"), ("new", PASSWORD), ("again", PASSWORD)]).await;
    assert!(wrong.body.contains("いまの合言葉が違います"), "{}", wrong.body);
    let command = stage.state.new_uuid().to_string();
    let fields = [("known", password.as_str()), ("new", PASSWORD), ("again", PASSWORD), ("_command", command.as_str())];
    for _ in 0..2 {
        let chosen = new.post("/password", &fields).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER, "a double click is harmless: {}", chosen.body);
    }
    assert_eq!(new.get("/help").await.status, StatusCode::OK);
    assert_eq!(lurking.get("/help").await.header("location"), "/sign-in?next=/help", "the first password opens nothing any more");
    assert_eq!(stage.count("account.password_chosen").await, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_knows_a_password_is_not_its_holders_second_person(test: PgPool) {
    let stage = founded(&test).await;
    let mut administrator = stage.as_role(StaffRole::Administrator).await;
    let path = format!("/accounts/{}", stage.staff(StaffRole::Approver));
    let given = act(&mut administrator, &stage, &path, "password", &[NUMBER]).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    let password =
        given.body.split("<p class=\"mono strong\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    let new = proposed(&mut administrator, &stage, "checker").await;
    let mut disguised = stage.nobody();
    disguised.get("/sign-in").await;
    disguised.post("/sign-in", &[("login", &login(StaffRole::Approver)), ("password", &password), ("next", "/")]).await;
    let chosen = [("known", password.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(send(&mut disguised, &stage, "/password", &chosen).await.status, StatusCode::SEE_OTHER);
    let refused = act(&mut disguised, &stage, &new, "confirm", &[]).await;
    assert!(refused.body.contains("同じ人が初めの合言葉を出しています"), "{}", refused.body);
    assert_eq!(stage.count("account.granted").await, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_taken_away_is_gone_at_once_and_never_all(test: PgPool) {
    let stage = founded(&test).await;
    let mut administrator = stage.as_role(StaffRole::Administrator).await;
    let own = format!("/accounts/{}", stage.staff(StaffRole::Administrator));
    let leaving = [("end_change", "C-2026-0009"), ("end_why", "退職のため。")];
    let refused = act(&mut administrator, &stage, &own, "end", &leaving).await;
    assert!(refused.body.contains("自分のアカウントについては"), "{}", refused.body);
    let mut counter = stage.as_role(StaffRole::Counter).await;
    let path = format!("/accounts/{}", stage.staff(StaffRole::Counter));
    let numberless = act(&mut administrator, &stage, &path, "suspend", &[("suspend_why", "休職のため。")]).await;
    assert!(
        numberless.status == StatusCode::UNPROCESSABLE_ENTITY && numberless.body.contains("休職のため。"),
        "what was typed stays"
    );
    let stopping = [("suspend_change", "C-2026-0009"), ("suspend_why", "休職のため。")];
    let suspended = act(&mut administrator, &stage, &path, "suspend", &stopping).await;
    assert_eq!(suspended.status, StatusCode::SEE_OTHER, "{}", suspended.body);
    assert_eq!(counter.get("/help").await.status, StatusCode::SEE_OTHER);
    let unlocked = send(&mut administrator, &stage, &format!("{path}/unlock"), &[("change", "C-2026-0009")]).await;
    assert_eq!(unlocked.status, StatusCode::SEE_OTHER, "{}", unlocked.body);

    // Another role waits for the second person, and can be dropped.
    let moved = [("role", "checker"), ("office", "00"), ("why", "異動のため。")];
    assert_eq!(act(&mut administrator, &stage, &path, "grant", &moved).await.status, StatusCode::SEE_OTHER);
    let mut counter = stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/applications/new").await.status, StatusCode::OK, "still at the counter");
    let mut approver = stage.as_role(StaffRole::Approver).await;
    let dropped = act(&mut approver, &stage, &path, "drop", &[("drop_why", "発令がないため。")]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.body);

    let ended = act(&mut administrator, &stage, &path, "end", &leaving).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_eq!(counter.get("/help").await.status, StatusCode::SEE_OTHER);
    let mut anew = stage.nobody();
    anew.get("/sign-in").await;
    let name = login(StaffRole::Counter);
    let answer = anew.post("/sign-in", &[("login", &name), ("password", PASSWORD), ("next", "/")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "its password opens nothing");
    let shown = administrator.get(&path).await.body;
    assert!(shown.contains("終了") && shown.contains("退職のため。") && !shown.contains(&format!("{path}/end")), "{shown}");
}
