//! Proposals over the router: what is typed is kept, each row has its answer, nobody decides their own proposal.

use axum::http::StatusCode;
use events::vocabulary::FreeText;
use events::{Actor, StaffRole};
use sqlx::PgPool;

use super::desk::{Desk, hidden};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_proposal_holds_approvals_and_refusals_and_each_has_its_answer(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/proposals").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    // The sample data has one case that the board turned down and nobody has proposed.
    let refused = list.body.split("name=\"ground-").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let boxes: Vec<String> =
        list.body.split("name=\"case\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert!(boxes.contains(&refused), "{refused}: {}", list.body);
    let granted = boxes.iter().find(|id| **id != refused).unwrap().clone();
    let (ground, why) = (format!("ground-{refused}"), format!("why-{refused}"));
    let seen = [&granted, &refused].map(|id| (format!("seen.{id}"), hidden(&list.body, &format!("seen.{id}"))));
    let fields = |reason: &'static str| {
        let mut fields: Vec<(String, String)> = seen.to_vec();
        fields.extend([("case".to_owned(), granted.clone()), ("case".to_owned(), refused.clone())]);
        fields.extend([(ground.clone(), "refusal.criteria_not_met".to_owned()), (why.clone(), reason.to_owned())]);
        fields
    };
    let before = desk.stage.count("application.proposed").await;
    for (reason, told) in [(" ", "申請者に示す理由を入力してください"), ("だめ\u{7}", "制御文字")] {
        let sent = fields(reason);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = desk.send(&mut checker, "/proposals", &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
    }
    assert_eq!(desk.stage.count("application.proposed").await, before, "nothing was proposed");

    let sent = fields("検査の値が基準に届かないため。");
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let proposed = desk.send(&mut checker, "/proposals", &sent).await;
    assert_eq!(proposed.status, StatusCode::OK, "{}", proposed.body);
    assert!(proposed.body.contains("2件を起案しました"), "{}", proposed.body);
    let path = proposed.body.split("href=\"/proposals/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let path = format!("/proposals/{path}");
    desk.settled().await;

    // The one who proposed is offered nothing, and a forged form decides nothing.
    let own = checker.get(&path).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(!own.body.contains(&format!("{path}/decide")), "{}", own.body);
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let shown = approver.get(&path).await.body;
    for told in ["検査の値が基準に届かないため。", "2件を決裁する", "教示"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let seen = [&granted, &refused].map(|id| (format!("seen.{id}"), hidden(&shown, &format!("seen.{id}"))));
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let forged = desk.send(&mut checker, &format!("{path}/decide"), &seen).await;
    assert!(forged.body.contains("2件は決定していません"), "{}", forged.body);
    assert_eq!(desk.stage.as_role(StaffRole::Counter).await.get(&path).await.status, StatusCode::FORBIDDEN);

    // Of the two, the first moves on meanwhile: the other is decided all the same.
    let acts = &desk.stage.state.parts().acts;
    let back = FreeText::parse("所得を確かめる。").unwrap();
    let who: Actor = desk.actor(StaffRole::Approver).await;
    acts.send_back(&desk.request(who), granted.parse().unwrap(), back).await.unwrap();
    let decided = desk.send(&mut approver, &format!("{path}/decide"), &seen).await;
    assert_eq!(decided.status, StatusCode::OK, "{}", decided.body);
    for told in ["1件を決定しました（認定0件、不認定1件）", "1件は決定していません"] {
        assert!(decided.body.contains(told), "{told}: {}", decided.body);
    }
    let case = acts.case(refused.parse().unwrap(), None).await.unwrap();
    assert_eq!(case.application.stage(), Some(casework::application::Stage::Refused));
    desk.settled().await;
    let done = approver.get(&path).await.body;
    assert!(done.contains("差戻し") && !done.contains("/decide\""), "{done}");
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_deputy_decides_on_the_day_that_was_arranged_and_the_post_looks_it_over(test: PgPool) {
    let desk = Desk::set(&test).await;
    let acts = &desk.stage.state.parts().acts;
    let way = events::master::RowAdopted {
        table: "phrases".to_owned(),
        key: "route.refuse".to_owned(),
        valid_from: jiff::civil::date(2026, 4, 1),
        valid_to: None,
        status: events::master::MasterStatus::Unknown,
        source: "見本".to_owned(),
        values: serde_json::json!({ "purpose": "route", "text": "決裁（代決：審査会事務）", "order": 930 }),
    };
    acts.adopt_master_rows(&desk.request(desk.actor(StaffRole::Approver).await), vec![way]).await.unwrap();
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/proposals").await.body;
    let refused = list.split("name=\"ground-").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let seen = format!("seen.{refused}");
    let (ground, why) = (format!("ground-{refused}"), format!("why-{refused}"));
    let version = hidden(&list, &seen);
    let sent = [
        ("case", refused.as_str()),
        (seen.as_str(), version.as_str()),
        (ground.as_str(), "refusal.criteria_not_met"),
        (why.as_str(), "検査の値が基準に届かないため。"),
    ];
    let proposed = desk.send(&mut checker, "/proposals", &sent).await.body;
    let path = proposed.split("href=\"/proposals/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let path = format!("/proposals/{path}");
    desk.settled().await;

    // Nobody arranged it: the page says what to do, and a forged form does nothing.
    let mut clerk = desk.stage.as_role(StaffRole::BoardClerk).await;
    let shown = clerk.get(&path).await.body;
    assert!(shown.contains("きょうの不在が記録されていません") && !shown.contains("name=\"absence\""), "{shown}");
    let case = acts.case(refused.parse().unwrap(), None).await.unwrap();
    let version = format!("{}:", case.version);
    let standing_in = [("absence", "決裁者が研修のため。"), (seen.as_str(), version.as_str())];
    let forged = desk.send(&mut clerk, &format!("{path}/endorse"), &standing_in).await.body;
    assert!(forged.contains("代わる人として定められていません"), "{forged}");

    let (holder, deputy) =
        (desk.stage.staff(StaffRole::Approver).to_string(), desk.stage.staff(StaffRole::BoardClerk).to_string());
    let absence = |from: &'static str| {
        [("holder", holder.clone()), ("deputy", deputy.clone()), ("from", from.to_owned()), ("until", "R8.11.27".to_owned())]
    };
    let arranging = |from| {
        let mut fields: Vec<(&'static str, String)> = absence(from).to_vec();
        fields.push(("reason", "研修のため。".to_owned()));
        fields
    };
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    for (who, from, told) in [
        (&mut clerk, "R8.11.24", "代わる人が自分で定めることはできません"),
        (&mut approver, "R8.11.20", "きょうより前の日からの不在は記録できません"),
    ] {
        let fields = arranging(from);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = desk.send(who, "/deputies", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(told) && answer.body.contains("研修のため。"), "{told}: {}", answer.body);
    }
    let fields = arranging("R8.11.24");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = desk.send(&mut approver, "/deputies", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(approver.get("/deputies").await.body.contains("不在中"));

    let stood_in = desk.send(&mut clerk, &format!("{path}/endorse"), &standing_in).await.body;
    assert!(stood_in.contains("1件の代決を記録しました"), "{stood_in}");
    desk.settled().await;
    let shown = clerk.get(&path).await.body;
    let version = hidden(&shown, &seen);
    let decided = desk.send(&mut clerk, &format!("{path}/decide"), &[(seen.as_str(), version.as_str())]).await.body;
    assert!(decided.contains("不認定1件"), "{decided}");
    desk.settled().await;

    // It waits for the post, and for nobody else; looked over, it waits no more.
    let own = clerk.get("/later-inspections").await.body;
    assert!(!own.contains(&refused), "{own}");
    let waiting = approver.get("/later-inspections").await.body;
    let version = hidden(&waiting, &seen);
    let nothing = desk.send(&mut approver, "/later-inspections", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.body);
    let looked = [("case", refused.as_str()), (seen.as_str(), version.as_str()), ("remark", "内容を確かめた。")];
    for told in ["1件の後閲を記録しました", "1件は記録していません"] {
        let outcome = desk.send(&mut approver, "/later-inspections", &looked).await;
        assert!(outcome.body.contains(told), "{told}: {}", outcome.body);
        desk.settled().await;
    }
    assert!(!approver.get("/later-inspections").await.body.contains(&refused));
    let history = approver.get(&format!("/cases/{refused}/history")).await.body;
    assert!(history.contains("代わって行われたことを決裁の担当者が後閲した"), "{history}");
    desk.over().await;
}
