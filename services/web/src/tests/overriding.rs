//! What the rules propose is set otherwise, over the router: the page says how far, each wrong value stands beside its field, and whoever
//! decides confirms it by name.

use axum::http::StatusCode;
use events::StaffRole;
use sqlx::PgPool;

use super::desk::{Desk, hidden};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_tier_by_hand_is_seen_everywhere_and_confirmed_by_name(test: PgPool) {
    let desk = Desk::set(&test).await;
    let acts = desk.stage.state.parts().acts.clone();
    let case = desk.waiting("to_check").await.first().copied().expect("a case that waits for the check");
    let actor = desk.actor(StaffRole::Checker).await;
    let lines = acts.case(case, None).await.unwrap().documents.into_iter();
    let lines = lines
        .map(|one| acts::DocumentInput { item: one.line.item, state: events::application::DocumentState::Received, why: None })
        .collect();
    acts.take_up(&desk.request(actor.clone()), case).await.unwrap();
    acts.record_documents(&desk.request(actor.clone()), case, lines).await.unwrap();
    let tier = acts.determination(&acts.case(case, None).await.unwrap()).await.unwrap().tier;
    let other = if tier == Some(events::vocabulary::Tier::III) { "II" } else { "III" };

    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let address = format!("/cases/{case}/override");
    let page = checker.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("ⅠからⅥまで"), "{}", page.body);
    let seen = hidden(&page.body, "_seen");
    let empty = desk.send(&mut checker, &address, &[("_seen", &seen)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.body);
    for field in ["item", "ground", "stands_on", "why"] {
        assert!(empty.body.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", empty.body);
    }
    let reason =
        [("ground", "tax_correction"), ("stands_on", "更正の通知"), ("why", "更正の途中のため。"), ("_seen", seen.as_str())];
    let with = |more: &[(&'static str, &'static str)]| [reason.as_slice(), more].concat();
    let beyond = desk.send(&mut checker, &address, &with(&[("item", "start"), ("day", "H20.4.1")])).await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", beyond.body);
    assert!(beyond.body.contains("より前の日にはできません") && beyond.body.contains("更正の途中のため。"), "{}", beyond.body);
    assert_eq!(desk.stage.count("application.overridden").await, 0);
    let done = desk.send(&mut checker, &address, &with(&[("item", "tier"), ("tier", other)])).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    acts.examine(&desk.request(actor), case).await.unwrap();
    desk.settled().await;

    let overview = checker.get(&format!("/cases/{case}")).await.body;
    for told in ["階層区分を手で改めています", "階層（手で改めた）", "更正の通知", "階層を手で改めた"]
    {
        assert!(overview.contains(told), "{told}: {overview}");
    }
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let closed = approver.get(&address).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN, "{}", closed.body);
    let id = case.to_string();
    let preview = desk.send(&mut approver, "/decisions/preview", &[("case", &id)]).await;
    assert_eq!(preview.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", preview.body);
    assert!(preview.body.contains("1件ずつ決裁する申請") && !preview.body.contains(&format!("seen.{id}")), "{}", preview.body);
    let examined = acts.case(case, None).await.unwrap();
    let forged = format!("{}:{}", examined.version, examined.application.conclusion().unwrap().digest);
    let outcome = desk.send(&mut approver, "/decisions", &[(&format!("seen.{id}"), &forged)]).await;
    assert!(outcome.body.contains("手で改めた値（階層区分）が確かめられていません"), "{}", outcome.body);

    let approve = format!("/cases/{case}/approve");
    let page = approver.get(&approve).await.body;
    let fields = [("_seen", hidden(&page, "_seen")), ("shown_digest", hidden(&page, "shown_digest"))];
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let unconfirmed = desk.send(&mut approver, &approve, &fields).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unconfirmed.body);
    assert!(unconfirmed.body.contains("href=\"#f-confirmed\""), "{}", unconfirmed.body);
    assert_eq!(desk.stage.count("application.overrides_confirmed").await, 0);
    fields.push(("confirmed", "tier"));
    let done = desk.send(&mut approver, &approve, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(desk.stage.count("application.overrides_confirmed").await, 1);
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_set_by_hand_is_taken_back_with_a_reason(test: PgPool) {
    let desk = Desk::set(&test).await;
    let acts = desk.stage.state.parts().acts.clone();
    let case = desk.waiting("to_check").await.first().copied().expect("a case that waits for the check");
    acts.take_up(&desk.request(desk.actor(StaffRole::Checker).await), case).await.unwrap();
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let address = format!("/cases/{case}/override");
    let fields =
        [("item", "end"), ("day", "R9.6.30"), ("ground", "other"), ("stands_on", "通知"), ("why", "終わりを早めるため。")];
    let done = desk.send(&mut checker, &address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let back = format!("{address}/withdraw");
    let silent = desk.send(&mut checker, &back, &[("withdrawn", "end")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
    assert!(silent.body.contains("href=\"#f-withdraw_why\""), "{}", silent.body);
    let never = desk.send(&mut checker, &back, &[("withdrawn", "start"), ("withdraw_why", "要らない。")]).await;
    assert_eq!(never.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", never.body);
    let done = desk.send(&mut checker, &back, &[("withdrawn", "end"), ("withdraw_why", "要らない。")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = desk.send(&mut checker, &back, &[("withdrawn", "end"), ("withdraw_why", "要らない。")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
    assert_eq!(desk.stage.count("application.override_withdrawn").await, 1);
    desk.over().await;
}
