//! The review board over the router: moved, called off, papers and minutes; and several cases that take a step together.

use axum::http::StatusCode;
use casework::application::{Action, permit};
use events::ids::{SittingId, StaffId};
use events::sitting::Verdict;
use events::{Actor, StaffRole};
use jiff::civil::date;
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::stage::Browser;

const REASON: &str = "委員の都合のため。";

/// A sitting of today over the screens; its address.
async fn scheduled(desk: &Desk, clerk: &mut Browser) -> String {
    let fields = [("held_on", "R8.11.24"), ("cut_off_on", "R8.11.24"), ("venue", "県庁"), ("members", "見本 委員%0A例題 委員")];
    let scheduled = desk.send(clerk, "/sittings", &fields).await;
    assert_eq!(scheduled.status, StatusCode::SEE_OTHER, "{}", scheduled.body);
    desk.settled().await;
    let path = scheduled.header("location").split('?').next().unwrap().to_owned();
    let fixed = sent(desk, clerk, &path, "agenda", &[]).await;
    assert_eq!(fixed, StatusCode::SEE_OTHER);
    path
}

/// Sends one form of the page of a sitting with the version it shows.
async fn sent(desk: &Desk, who: &mut Browser, path: &str, act: &str, fields: &[(&str, &str)]) -> StatusCode {
    let page = who.get(path).await;
    let seen = page.body.contains("name=\"_seen\"").then(|| hidden(&page.body, "_seen"));
    let mut all = fields.to_vec();
    all.extend(seen.as_ref().map(|seen| ("_seen", seen.as_str())));
    let answer = desk.send(who, &format!("{path}/{act}"), &all).await;
    desk.settled().await;
    answer.status
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sitting_is_moved_its_papers_replaced_and_called_off(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut clerk = desk.stage.as_role(StaffRole::BoardClerk).await;
    let path = scheduled(&desk, &mut clerk).await;
    assert_eq!(sent(&desk, &mut clerk, &path, "papers", &[]).await, StatusCode::SEE_OTHER);
    let first = clerk.get(&format!("{path}/papers?edition=1")).await;
    assert!(first.bytes.starts_with(b"%PDF"));

    let wrong = [("held_on", "R8.11.20"), ("cut_off_on", "R8.11.20"), ("venue", "別館"), ("move_why", REASON)];
    assert_eq!(sent(&desk, &mut clerk, &path, "move", &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "before today");
    let right = [("held_on", "R8.12.1"), ("cut_off_on", "R8.11.24"), ("venue", "別館"), ("move_why", REASON)];
    let no_reason = desk.send(&mut clerk, &format!("{path}/move"), &right[..3]).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_reason.body.contains("value=\"別館\""), "what was typed stays: {}", no_reason.body);
    assert_eq!(sent(&desk, &mut clerk, &path, "move", &right).await, StatusCode::SEE_OTHER);
    let page = clerk.get(&path).await.body;
    for told in ["令和8年12月1日", "別館", "配った資料は差し替えが要ります", REASON] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(clerk.get(&format!("{path}/papers?edition=1")).await.bytes, first.bytes, "as it was issued");
    for edition in ["2", "x"] {
        assert_eq!(clerk.get(&format!("{path}/papers?edition={edition}")).await.status, StatusCode::NOT_FOUND);
    }

    let waiting = desk.waiting("to_board").await;
    assert_eq!(sent(&desk, &mut clerk, &path, "cancel", &[]).await, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    assert_eq!(sent(&desk, &mut checker, &path, "cancel", &[("cancel_why", REASON)]).await, StatusCode::FORBIDDEN);
    assert_eq!(sent(&desk, &mut clerk, &path, "cancel", &[("cancel_why", REASON)]).await, StatusCode::SEE_OTHER);
    assert_eq!(desk.waiting("to_board").await, waiting, "each case still has its next actor");
    let page = clerk.get(&path).await.body;
    assert!(page.contains("この審査会は中止しました"), "{page}");
    assert!(!page.contains("/cancel") && !page.contains("/close"), "nothing is offered any more");
    assert!(clerk.get("/sittings").await.body.contains("中止"));
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn minutes_are_approved_by_two_members_before_they_are_final(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut clerk = desk.stage.as_role(StaffRole::BoardClerk).await;
    let path = scheduled(&desk, &mut clerk).await;
    let case = desk.waiting("to_board").await[0];
    let acts = &desk.stage.state.parts().acts;
    let open = acts.case(case, None).await.unwrap().application.board().open().clone();
    let verdicts: Vec<(String, &str)> =
        open.iter().map(|disease| (format!("verdict-{case}-{disease}"), Verdict::Approve.code())).collect();
    let verdicts: Vec<(&str, &str)> = verdicts.iter().map(|(name, said)| (name.as_str(), *said)).collect();
    assert_eq!(sent(&desk, &mut clerk, &path, &format!("hear?case={case}"), &verdicts).await, StatusCode::SEE_OTHER);
    assert_eq!(sent(&desk, &mut clerk, &path, "close", &[("minutes", "1件を審査した。")]).await, StatusCode::SEE_OTHER);
    assert!(clerk.get("/sittings").await.body.contains("未作成"));
    assert_eq!(clerk.get(&format!("{path}/minutes")).await.status, StatusCode::NOT_FOUND);

    assert_eq!(sent(&desk, &mut clerk, &path, "minutes", &[("record", "…")]).await, StatusCode::UNPROCESSABLE_ENTITY, "no chair");
    let question = format!("question-{case}");
    let typed = [("chair", "1"), ("record", "1件を審査した。"), (question.as_str(), "検査の時期を確かめた。")];
    assert_eq!(sent(&desk, &mut clerk, &path, "minutes", &typed).await, StatusCode::SEE_OTHER);
    let paper = clerk.get(&format!("{path}/minutes?edition=1")).await;
    assert!(paper.bytes.starts_with(b"%PDF"));

    let approval = |seat: &'static str| [("edition", "1"), ("seat", seat), ("approved_on", "R8.11.24")];
    assert_eq!(
        sent(&desk, &mut clerk, &path, "minutes/approve", &approval("1")).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the writer records nobody's approval"
    );
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    assert_eq!(sent(&desk, &mut checker, &path, "minutes/approve", &approval("1")).await, StatusCode::FORBIDDEN);
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let blank = [("edition", "1"), ("seat", ""), ("approved_on", "")];
    assert_eq!(sent(&desk, &mut approver, &path, "minutes/approve", &blank).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent(&desk, &mut approver, &path, "minutes/approve", &approval("1")).await, StatusCode::SEE_OTHER);
    assert!(approver.get("/sittings").await.body.contains("確認中"));
    assert!(approver.get(&path).await.body.contains("ほかの委員の確認を記録しました"));
    assert_eq!(
        sent(&desk, &mut approver, &path, "minutes/approve", &approval("2")).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one account is not two members"
    );
    let colleague = Actor { id: StaffId(desk.stage.state.new_uuid()), ..desk.actor(StaffRole::Approver).await };
    let sitting: SittingId = path.rsplit('/').next().unwrap().parse().unwrap();
    acts.approve_minutes(&desk.request(colleague), sitting, (1, 2), date(2026, 11, 24)).await.unwrap();
    desk.settled().await;
    assert!(approver.get(&path).await.body.contains("確定"));

    let correction = [("chair", "1"), ("record", "1件を審査した。"), ("minutes_why", "判定の転記を直した。")];
    assert_eq!(sent(&desk, &mut clerk, &path, "minutes", &correction[..2]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent(&desk, &mut clerk, &path, "minutes", &correction).await, StatusCode::SEE_OTHER);
    assert_eq!(clerk.get(&format!("{path}/minutes?edition=1")).await.bytes, paper.bytes, "the old edition stays");
    assert!(clerk.get(&path).await.body.contains("第1版を訂正"));
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn several_go_before_the_board_together_and_the_page_tells_what_became_of_each(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    assert!(checker.get("/queues/checking").await.body.contains("/together/board"));
    let list = checker.get("/together/board").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    let boxes: Vec<String> =
        list.body.split("name=\"case\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    let chosen = boxes.first().unwrap_or_else(|| panic!("nothing can be chosen: {}", list.body));
    let seen = (format!("seen.{chosen}"), hidden(&list.body, &format!("seen.{chosen}")));
    let before = desk.stage.count("application.put_before_board").await;
    let none = desk.send(&mut checker, "/together/board", &[("why", "判断に迷うため。")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing chosen");
    assert!(none.body.contains("判断に迷うため。"), "what was typed stays");
    let fields = [("case", chosen.as_str()), (seen.0.as_str(), seen.1.as_str())];
    let unexplained = desk.send(&mut checker, "/together/board", &fields).await;
    assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");

    let command = desk.stage.state.new_uuid().to_string();
    let all = [fields[0], fields[1], ("why", "判断に迷うため。"), ("_command", command.as_str())];
    for round in 1..=2 {
        let outcome = checker.post("/together/board", &all).await;
        assert_eq!(outcome.status, StatusCode::OK, "{}", outcome.body);
        assert!(outcome.body.contains("1件を審査会に付議しました"), "round {round}: {}", outcome.body);
    }
    assert_eq!(desk.stage.count("application.put_before_board").await, before + 1, "sent twice, done once");
    let late = desk.send(&mut checker, "/together/board", &[fields[0], fields[1], ("why", "もう一度。")]).await;
    assert!(late.body.contains("この申請が動きました"), "left out with its reason: {}", late.body);
    assert_eq!(checker.get("/together/forward").await.status, StatusCode::FORBIDDEN);
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn examined_and_forwarded_together(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/together/examine").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    let case = desk.waiting("checking").await[0];
    let forged = [("case".to_owned(), case.to_string()), (format!("seen.{case}"), "1".to_owned())];
    let forged: Vec<(&str, &str)> = forged.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let told = desk.send(&mut checker, "/together/examine", &forged).await;
    assert!(told.body.contains("点検中のままです"), "{}", told.body);

    let ready = desk.waiting("to_forward").await;
    let acts = &desk.stage.state.parts().acts;
    let own = desk.actor(StaffRole::Counter).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/together/forward").await.status, StatusCode::OK);
    for case in ready {
        let file = acts.case(case, None).await.unwrap();
        let fields = [("case".to_owned(), case.to_string()), (format!("seen.{case}"), file.version.to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let told = desk.send(&mut counter, "/together/forward", &fields).await;
        let expected = if permit(Action::Forward, &file.application, &own).is_ok() {
            "1件を進達しました"
        } else {
            "進達していません"
        };
        assert!(told.body.contains(expected), "{expected}: {}", told.body);
    }
    desk.over().await;
}
