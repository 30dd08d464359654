//! Clerks over the router: handed over from a list, left to nobody, taken on the case; by those of the desk alone.

use axum::http::StatusCode;
use events::StaffRole;
use events::vocabulary::ClerkDesk;
use sqlx::PgPool;

use super::desk::{Desk, hidden};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_is_left_to_nobody_from_a_list_and_taken_on_its_page(test: PgPool) {
    let desk = Desk::set(&test).await;
    let case = desk.waiting("checking").await[0];
    let (id, path) = (case.to_string(), format!("/cases/{case}"));
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/queues/checking").await.body;
    assert!(list.contains("action=\"/clerks/chosen\"") && list.contains(&format!("value=\"{id}\" form=\"hand-over\"")), "{list}");

    let none = desk.send(&mut checker, "/clerks/chosen", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.body);
    let chosen = desk.send(&mut checker, "/clerks/chosen", &[("case", &id)]).await;
    assert_eq!(chosen.status, StatusCode::OK, "{}", chosen.body);
    let seen = format!("seen.{id}");
    let seen_name = seen.clone();
    let version = hidden(&chosen.body, &seen);
    let silent = desk.send(&mut checker, "/clerks", &[(&seen, &version), ("clerk", "nobody"), ("why", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("理由を入力してください") && silent.body.contains(&seen), "{}", silent.body);
    assert_eq!(desk.stage.count("application.clerk_released").await, 0);
    let done = desk.send(&mut checker, "/clerks", &[(&seen, &version), ("clerk", "nobody"), ("why", "担当替えのため。")]).await;
    assert!(done.status == StatusCode::OK && done.body.contains("1件の担当を替えました"), "{}", done.body);
    let late = desk.send(&mut checker, "/clerks", &[(&seen, &version), ("clerk", "nobody"), ("why", "担当替えのため。")]).await;
    assert!(late.body.contains("一覧を表示した後に"), "somebody was faster: {}", late.body);
    assert_eq!(desk.stage.count("application.clerk_released").await, 1);

    desk.settled().await;
    assert!(checker.get("/queues/checking?clerk=nobody").await.body.contains(&path));
    let page = checker.get(&path).await.body;
    assert!(page.contains("担当者はいません"), "{page}");
    let seen = hidden(&page, "_seen");
    let taken = desk.send(&mut checker, &format!("{path}/clerk"), &[("_seen", &seen)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    desk.settled().await;
    assert!(!checker.get("/queues/checking?clerk=nobody").await.body.contains(&path));
    assert!(checker.get("/queues/checking?clerk=mine").await.body.contains(&path));
    let clerk = desk.stage.state.parts().acts.case(case, None).await.unwrap().application.clerks().at(ClerkDesk::Division);
    assert_eq!(clerk, Some(desk.stage.staff(StaffRole::Checker)));

    // Who was given the case stands in its history, not only that somebody was.
    let staff = desk.stage.staff(StaffRole::Checker);
    let acts = desk.stage.state.parts().acts.clone();
    let name = acts.account(staff).await.unwrap().name.open().unwrap().to_string();
    for to in ["nobody".to_owned(), staff.to_string()] {
        let chosen = desk.send(&mut checker, "/clerks/chosen", &[("case", &id)]).await;
        let version = hidden(&chosen.body, &seen_name);
        let given =
            desk.send(&mut checker, "/clerks", &[(&seen_name, &version), ("clerk", &to), ("why", "担当替えのため。")]).await;
        assert!(given.body.contains("1件の担当を替えました"), "{}", given.body);
    }
    desk.settled().await;
    let history = checker.get(&format!("{path}/history")).await.body;
    let told = history.split("担当者を替えた").nth(1).unwrap_or_default();
    let told = told.split("自分の担当にした").next().unwrap_or_default();
    assert!(told.contains("次の担当者") && told.contains(&name), "{history}");

    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    assert_eq!(desk.send(&mut approver, "/clerks/chosen", &[("case", &id)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.send(&mut approver, &format!("{path}/clerk"), &[]).await.status, StatusCode::FORBIDDEN);
    // A counter may hand cases over, but not those of the division.
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    let closed = desk.send(&mut counter, "/clerks/chosen", &[("case", &id)]).await;
    assert!(closed.body.contains("替えられません"), "{}", closed.body);
    desk.over().await;
}
