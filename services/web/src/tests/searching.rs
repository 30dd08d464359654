//! Where a family lives and is called, over the router: found with whatever else is known, never in an address, never where it is protected.

use acts::ProtectionInput;
use axum::http::StatusCode;
use events::StaffRole;
use events::vocabulary::{FreeText, ProtectionGround};
use sqlx::PgPool;

use super::desk::Desk;

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_family_is_found_by_address_and_telephone_until_it_is_protected(test: PgPool) {
    let desk = Desk::set(&test).await;
    let parts = desk.stage.state.parts();
    let case = desk.waiting("to_check").await[0];
    let file = parts.acts.case(case, None).await.unwrap();
    let form = file.form.open().unwrap();
    let (child, address) = (form.child.name.written().to_owned(), form.applicant.address.text.to_string());
    let phone = form.applicant.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    parts.search.refresh(&parts.pool, &parts.ring).await.unwrap();
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let link = format!("/cases/{case}");
    let (child, address, phone) = (child.as_str(), address.as_str(), phone.as_str());
    let asked: [&[(&str, &str)]; 3] =
        [&[("address", address)], &[("q", child), ("address", address)], &[("address", address), ("phone", phone)]];
    for fields in asked {
        let found = checker.post("/search", fields).await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(found.body.contains(&link), "{fields:?}: {}", found.body);
    }
    let elsewhere = checker.post("/search", &[("q", child), ("address", "架空町9999")]).await;
    assert!(!elsewhere.body.contains(&link), "all of it must fit: {}", elsewhere.body);

    let wrong = checker.post("/search", &[("q", child), ("address", "町"), ("phone", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("2文字以上") && wrong.body.contains("4桁から11桁まで"), "{}", wrong.body);
    assert!(wrong.body.contains(child) && !wrong.body.contains(&link), "what was typed stays, nobody is shown: {}", wrong.body);

    let input = ProtectionInput {
        ground: ProtectionGround::DomesticViolence,
        until: None,
        reason: FreeText::parse("市の通知書を見た。").unwrap(),
    };
    parts.acts.record_protection(&desk.request(desk.actor(StaffRole::Checker).await), case, input).await.unwrap();
    desk.settled().await;
    for fields in asked {
        let found = checker.post("/search", fields).await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(!found.body.contains(&link), "a protected family is found by {fields:?}: {}", found.body);
    }
    if !phone.is_empty() {
        let found = checker.post("/search", &[("q", phone)]).await;
        assert!(!found.body.contains(&link), "nor by the one box: {}", found.body);
    }
    let named = checker.post("/search", &[("q", child)]).await;
    assert!(named.body.contains(&link), "the name is no secret: {}", named.body);
    desk.over().await;
}
