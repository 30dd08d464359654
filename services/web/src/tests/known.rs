//! A child who looks like another in the records: shown on entry, compared side by side, told apart, and everybody who was shown written down.

use axum::http::StatusCode;
use events::StaffRole;
use events::ids::ApplicationId;
use sqlx::PgPool;

use super::continuing::{PAGES, Served, begin, caught_up, hidden, page, receive, send};
use super::stage::{Browser, Stage};

async fn entered(counter: &mut Browser, stage: &Stage) -> (String, ApplicationId) {
    let draft = begin(counter, stage, &[]).await;
    for (section, fields) in PAGES {
        page(counter, stage, &draft, section, fields).await;
    }
    receive(counter, stage, &draft).await
}

/// How often the access log says of a page that it showed somebody.
async fn seen(test: &PgPool, page: &str, subject: ApplicationId) -> i64 {
    sqlx::query_scalar(
        "SELECT count(*) FROM es.events WHERE event_type = 'viewing.person_viewed' AND payload::text LIKE $1 AND payload::text LIKE $2",
    )
    .bind(format!("%\"{page}\"%"))
    .bind(format!("%{subject}%"))
    .fetch_one(test)
    .await
    .unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_child_who_looks_like_another_is_compared_and_told_apart(test: PgPool) {
    let Served { stage, following } = Served::set(&test).await;
    let mut counter = stage.as_role(StaffRole::Counter).await;
    let (alone, first) = entered(&mut counter, &stage).await;
    assert!(!alone.contains("似た記録"), "{alone}");
    caught_up(&test).await;
    let parts = stage.state.parts();
    parts.search.refresh(&parts.pool, &parts.ring).await.unwrap();
    let (check, second) = entered(&mut counter, &stage).await;
    assert!(check.contains("似た記録が1件あります") && check.contains("氏名の読み"), "{check}");
    assert!(seen(&test, "draft_check", first).await > 0, "who is shown on entry is written down");
    assert_eq!(stage.count("application.likeness_found").await, 1);

    caught_up(&test).await;
    let case = counter.get(&format!("/cases/{second}")).await;
    assert!(case.body.contains("重複の疑い1件に答える"), "{}", case.body);
    let address = format!("/cases/{second}/likeness");
    let shown = counter.get(&address).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("未回答") && shown.body.contains(&format!("/cases/{first}")), "{}", shown.body);
    assert_eq!(seen(&test, "case_likeness", first).await, 1);
    let mut approver = stage.as_role(StaffRole::Approver).await;
    let closed = approver.get(&address).await;
    assert!(closed.status == StatusCode::OK && !closed.body.contains("答えを記録する"), "{}", closed.body);

    let (version, other) = (hidden(&shown, "_seen"), format!("application-{first}"));
    let wrong = send(&mut counter, &stage, &address, &[("_seen", &version), ("other", &other), ("verdict", "same")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason: {}", wrong.body);
    let twins = [("_seen", version.as_str()), ("other", &other), ("verdict", "twins"), ("why", "住民票で確かめた。")];
    let answered = send(&mut counter, &stage, &address, &twins).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let again = send(&mut counter, &stage, &address, &twins).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "what was answered meanwhile is shown first");
    caught_up(&test).await;
    assert!(!counter.get(&format!("/cases/{second}")).await.body.contains("重複の疑い1件に答える"));
    let shown = counter.get(&address).await;
    assert!(shown.body.contains("双子など") && shown.body.contains("住民票で確かめた。"), "{}", shown.body);
    following.over().await;
}
