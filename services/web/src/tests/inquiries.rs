//! Inquiries over the router: asked from a case that is checked, with a letter; listed until the answer is recorded; refused where what goes
//! out would tell too much.

use axum::http::StatusCode;
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::following::caught_up;

async fn shown(test: &PgPool) {
    caught_up(test, Log::Casework, &["inquiries", "worklist", "case_history", "letters"]).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_doctor_is_asked_and_answers(test: PgPool) {
    let desk = Desk::set(&test).await;
    let acts = desk.stage.state.parts().acts.clone();
    let case = desk.waiting("to_check").await.first().copied().expect("a case that waits for the check");
    let actor = desk.actor(StaffRole::Checker).await;
    acts.take_up(&desk.request(actor), case).await.unwrap();
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let address = format!("/cases/{case}/inquiries");
    let page = checker.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let seen = hidden(&page.body, "_seen");
    let asking = |questions: &'static str, seen: String| {
        vec![
            ("party", "doctor".to_owned()),
            ("ground", "opinion_unclear".to_owned()),
            ("addressee", "見本病院 見本医師".to_owned()),
            ("address", "佐賀市見本町1-1".to_owned()),
            ("questions", questions.to_owned()),
            ("due_on", "R8.12.8".to_owned()),
            ("_seen", seen),
        ]
    };
    let empty = desk.send(&mut checker, &address, &[("_seen", &seen)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.body);
    assert!(empty.body.contains("href=\"#f-questions\""), "{}", empty.body);
    let telling = asking("番号は123456789012です。", seen.clone());
    let telling: Vec<(&str, &str)> = telling.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = desk.send(&mut checker, &address, &telling).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("個人番号を外へ知らせることはできません"), "{}", refused.body);
    assert_eq!(desk.stage.count("application.inquired").await, 0);

    let asked = asking("検査の値をお知らせください。", seen);
    let asked: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = desk.send(&mut checker, &address, &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    shown(&test).await;
    let overview = checker.get(&format!("/cases/{case}")).await.body;
    assert!(overview.contains("照会中 指定医の回答待ち・期限 R8.12.8"), "the flag says whose turn it is: {overview}");
    let list = checker.get("/inquiries").await.body;
    assert!(list.contains(&address) && list.contains("回答待ち"), "{list}");
    let page = checker.get(&address).await.body;
    let letter = page.split("href=\"/letters/").nth(1).and_then(|rest| rest.split('"').next()).expect("the letter").to_owned();
    let paper = checker.get(&format!("/letters/{letter}")).await;
    assert_eq!(paper.status, StatusCode::OK);
    let post = checker.get(&format!("/letters/{letter}/post")).await.body;
    assert!(!post.contains("いまの台帳の送り先"), "the family's address has no place beside a letter to others: {post}");

    let counter = desk.stage.as_role(StaffRole::Counter).await.get(&address).await;
    assert!(!counter.body.contains("name=\"answered\""), "a counter looks and records nothing: {}", counter.body);
    let inquiry = acts.inquiries(case).await.unwrap()[0].asked.inquiry.to_string();
    let seen = hidden(&page, "_seen");
    let answer = [("answered", inquiry.as_str()), ("answered_on", "R8.11.24"), ("answer", "基準を満たす。"), ("_seen", &seen)];
    let early = [("answered", inquiry.as_str()), ("answered_on", "R8.11.1"), ("answer", "基準を満たす。"), ("_seen", &seen)];
    let path = format!("{address}/answer");
    assert_eq!(desk.send(&mut checker, &path, &early).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.send(&mut checker, &path, &answer).await.status, StatusCode::SEE_OTHER);
    let late = desk.send(&mut checker, &format!("{address}/withdraw"), &[("withdrawn", &inquiry), ("why", "要らない。")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.body);
    shown(&test).await;
    assert!(checker.get("/inquiries?state=answered").await.body.contains(&address));
    assert!(!checker.get("/inquiries").await.body.contains(&address));
    desk.over().await;
}
