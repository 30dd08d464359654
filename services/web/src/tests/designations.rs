//! The registers over the router: searched, entered, renewed, ended, taken out; and what they say beside a case.

use axum::http::StatusCode;
use events::StaffRole;
use sqlx::PgPool;

use super::desk::{Desk, hidden};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_register_is_searched_kept_and_taken_out(test: PgPool) {
    let desk = Desk::set(&test).await;
    desk.settled().await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/designations").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("SG-0012") && !list.body.contains("SG-0007"), "who is over stands elsewhere: {}", list.body);
    assert!(checker.get("/designations?standing=over").await.body.contains("SG-0007"));
    let found = desk.send(&mut checker, "/designations/search", &[("kind", "doctor"), ("q", "シケン")]).await;
    assert!(found.body.contains("SG-0012") && !found.body.contains("SG-0021"), "{}", found.body);

    let typed = [
        ("kind", "institution"),
        ("number", "4110100031"),
        ("title", "例題診療所"),
        ("place", "佐賀市例題1"),
        ("on", "R8.11.24"),
    ];
    let wrong: Vec<_> =
        typed.iter().map(|(name, value)| (*name, if *name == "number" { "4110100032" } else { *value })).collect();
    let refused = desk.send(&mut checker, "/designations", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("検証番号") && refused.body.contains("例題診療所"), "told beside the field, nothing lost");
    let granted = desk.send(&mut checker, "/designations", &typed).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let path = granted.header("location").split('?').next().unwrap().to_owned();
    let page = checker.get(&path).await.body;
    assert!(page.contains("令和8年12月1日から令和14年11月30日まで") && page.contains("開始前"), "{page}");
    let twice = desk.send(&mut checker, "/designations", &typed).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.body.contains("すでに名簿にあります"), "{}", twice.body);

    let seen = hidden(&page, "_seen");
    let overlapping = [("_seen", seen.as_str()), ("applied_on", "R8.12.1"), ("starts_on", "R9.1.1"), ("ends_on", "R14.12.31")];
    let refused = desk.send(&mut checker, &format!("{path}/renew"), &overlapping).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("重なっています"), "{}", refused.body);
    let end = [("_seen", seen.as_str()), ("end_ground", "ceased"), ("last_day", "R10.3.31"), ("why", "廃止届")];
    let ended = desk.send(&mut checker, &format!("{path}/end"), &end).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert!(checker.get(&path).await.body.contains("終わる予定（廃止・死亡・転出）"));
    let letter = checker.get(&format!("{path}/letter")).await;
    assert!(letter.bytes.starts_with(b"%PDF"), "{}", letter.body);

    let taken = [
        ("kind", "doctor"),
        ("standing", "current"),
        ("list", "ids"),
        ("format", "csv"),
        ("reason", "小慢DB"),
        ("column", "指定医番号"),
        ("column", "主たる勤務先"),
    ];
    let file = desk.send(&mut checker, "/designations/export", &taken).await;
    assert!(file.body.contains("SG-0012") && !file.body.contains("F-1204"), "ours alone: {}", file.body);
    assert_eq!(desk.stage.count("viewing.table_exported").await, 1);
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/designations").await.status, StatusCode::OK);
    assert_eq!(counter.get("/designations/new?kind=doctor").await.status, StatusCode::FORBIDDEN);
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_says_where_its_opinion_does_not_fit_the_register(test: PgPool) {
    let desk = Desk::set(&test).await;
    desk.settled().await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let (mut told, mut quiet) = (0, 0);
    for queue in ["to_check", "checking", "to_decide"] {
        for case in desk.waiting(queue).await {
            let page = checker.get(&format!("/cases/{case}")).await.body;
            let late = desk.stage.state.parts().acts.case(case, None).await.unwrap();
            let late = late.form.open().unwrap().wishes.late_reason.is_some();
            let warned = page.contains("名簿と合いません");
            assert_eq!(warned, late, "{case}: the doctor of late opinions is not designated any more");
            if warned { told += 1 } else { quiet += 1 }
        }
    }
    assert!(quiet > 3, "{quiet} quiet, {told} told");
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_authority_is_named_on_the_screens_by_two_persons(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let address = "/masters/authorities/edit?key=issuer";
    let form = checker.get(address).await.body;
    assert!(form.contains("署名する職名") && form.contains("都道府県番号") && form.contains("担当課"), "{form}");
    let typed = [
        ("name", "見本県"),
        ("signatory", "見本県知事"),
        ("division", "見本課"),
        ("prefecture_number", "48"),
        ("valid_from", "R8.11.24"),
        ("status", "confirmed"),
        ("source", "見本県文書規程"),
        ("why", "ほかの県で使い始める。"),
    ];
    let refused = desk.send(&mut checker, address, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("1から47") && refused.body.contains("見本県知事"), "{}", refused.body);
    let right = typed.map(|(name, value)| (name, if name == "prefecture_number" { "40" } else { value }));
    let proposed = desk.send(&mut checker, address, &right).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    let path = proposed.header("location").split('?').next().unwrap().to_owned();
    assert!(!checker.get("/designations/new?kind=doctor").await.body.contains("見本県"), "a proposal counts for nothing");

    let seen = hidden(&approver.get(&path).await.body, "_seen");
    let approved = desk.send(&mut approver, &format!("{path}/approve"), &[("_seen", &seen)]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.body);
    assert!(checker.get("/designations/new?kind=doctor").await.body.contains("見本県"));
    let list = checker.get("/designations").await.body;
    assert!(list.contains("SG-0012") && list.contains("F-1204"), "the register stays as it was told: {list}");
    desk.over().await;
}
