//! 送付先 over the router: on the page of a recipient, beside a letter, and hidden where the family is protected.

use acts::ProtectionInput;
use axum::http::StatusCode;
use events::vocabulary::{FreeText, ProtectionGround};
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::stage::Browser;

const PLACE: &str = "佐賀県佐賀市見本町送付先9-9";
const WHO: &str = "見本 祖母";

async fn shown(test: &PgPool) {
    let head = store::head(test, Log::Casework).await.unwrap().position;
    for projection in ["case_history", "protections", "ledger", "letters"] {
        assert!(store::wait_for(test, projection, head, std::time::Duration::from_mins(2)).await.unwrap(), "{projection}");
    }
}

/// The first link of a page to what lies under an address.
fn link(page: &str, under: &str) -> Option<String> {
    let is_id = |id: &&str| id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let marked = format!("href=\"{under}");
    let id = page.split(&marked).skip(1).filter_map(|rest| rest.get(..36)).find(is_id)?;
    Some(format!("{under}{id}"))
}

/// Somebody in the ledger who is not protected and to whom a letter went.
async fn somebody(checker: &mut Browser) -> (String, String) {
    let ledger = checker.get("/ledger").await.body;
    let mut ids: Vec<&str> = ledger.split("href=\"/recipients/").skip(1).filter_map(|rest| rest.get(..36)).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let person = format!("/recipients/{id}");
        let page = checker.get(&person).await.body;
        if page.contains("支援措置のため表示していません") {
            continue;
        }
        if let Some(letter) = link(&page, "/letters/") {
            return (person, letter);
        }
    }
    panic!("nobody has a letter and a place to see: {ledger}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_is_recorded_on_the_page_of_the_person_and_shown_beside_the_letter(test: PgPool) {
    let desk = Desk::set(&test).await;
    shown(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let (person, letter) = somebody(&mut checker).await;
    let address = format!("{person}/mailing");
    let good = [
        ("mailing_addressee", WHO),
        ("mailing_address", PLACE),
        ("mailing_from", "R8.11.1"),
        ("mailing_ground", "away"),
        ("mailing_why", "電話で申出があった。"),
    ];
    for (field, wrong, told) in [
        ("mailing_addressee", "", "宛名を入力してください"),
        ("mailing_address", "", "住所を入力してください"),
        ("mailing_from", "あした", "f-mailing_from-error"),
        ("mailing_until", "R8.10.1", "最後の日が最初の日より前です"),
        ("mailing_until", "R8.11.2", "最後の日がきょうより前です"),
        ("mailing_ground", "moon", "送付先の理由は"),
        ("mailing_why", "", "申出の内容を入力してください"),
    ] {
        let mut fields: Vec<(&str, &str)> = good.into_iter().filter(|(name, _)| *name != field).collect();
        fields.push((field, wrong));
        let answer = desk.send(&mut checker, &address, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", answer.body);
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
        assert!(field == "mailing_address" || answer.body.contains(PLACE), "what was typed is kept");
    }
    let end = format!("{address}/end");
    let early = desk.send(&mut checker, &end, &[("mailing_last_day", "R8.11.30"), ("mailing_end_why", "戻った。")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.body);
    assert!(early.body.contains("送付先もありません"), "{}", early.body);
    assert_eq!(desk.stage.count("mailing.registered").await, 0);
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    assert_eq!(desk.send(&mut approver, &address, &good).await.status, StatusCode::FORBIDDEN);
    assert!(!approver.get(&person).await.body.contains("name=\"mailing_address\""));

    let done = desk.send(&mut checker, &address, &good).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    shown(&test).await;
    let page = checker.get(&person).await.body;
    for told in [PLACE, WHO, "送付先を記録した", "送付先を終える"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let post = checker.get(&format!("{letter}/post")).await.body;
    assert!(post.contains(PLACE) && post.contains(WHO) && post.contains("いまの台帳の送り先"), "{post}");
    let behind = desk.send(&mut checker, &address, &[&good[..], &[("_seen", "0")]].concat()).await;
    assert_eq!(behind.status, StatusCode::CONFLICT, "{}", behind.body);
    assert!(behind.body.contains(PLACE), "what was typed is kept");

    let mut auditor = desk.stage.as_role(StaffRole::Auditor).await;
    let seen = auditor.get(&person).await.body;
    assert!(seen.contains("送付先を記録した") && !seen.contains("name=\"mailing_address\""), "{seen}");
    let ending = [("mailing_last_day", "R8.11.23"), ("mailing_end_why", "戻ったと申出があった。"), ("_seen", "1")];
    let ended = desk.send(&mut checker, &end, &ending).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    shown(&test).await;
    let post = checker.get(&format!("{letter}/post")).await.body;
    assert!(!post.contains(PLACE), "{post}");
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_protected_family_is_asked_again_and_its_place_is_hidden(test: PgPool) {
    let desk = Desk::set(&test).await;
    shown(&test).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let (person, letter) = somebody(&mut checker).await;
    let address = format!("{person}/mailing");
    let good = [
        ("mailing_addressee", WHO),
        ("mailing_address", PLACE),
        ("mailing_from", "R8.11.1"),
        ("mailing_ground", "other"),
        ("mailing_why", "窓口で申出があった。"),
    ];
    assert_eq!(desk.send(&mut counter, &address, &good).await.status, StatusCode::SEE_OTHER);
    shown(&test).await;
    let case = link(&counter.get(&person).await.body, "/cases/").expect("a case");
    let application = case.trim_start_matches("/cases/").parse().unwrap();
    let reason = FreeText::parse("市の通知書を見た。").unwrap();
    let input = ProtectionInput { ground: ProtectionGround::Stalking, until: None, reason };
    let acts = &desk.stage.state.parts().acts;
    acts.record_protection(&desk.request(desk.actor(StaffRole::Counter).await), application, input).await.unwrap();
    shown(&test).await;

    let before = counter.get(&person).await.body;
    assert!(before.contains("送付先を確かめるまで送れません") && before.contains("支援措置中です"), "{before}");
    assert!(!before.contains(PLACE) && !before.contains(WHO), "{before}");
    assert_eq!(hidden(&before, "_seen"), "1");
    // The family says the same again: confirmed, and confidential by that.
    assert_eq!(desk.send(&mut counter, &address, &good).await.status, StatusCode::SEE_OTHER);
    shown(&test).await;
    for path in [person.clone(), format!("{letter}/post"), format!("{case}/history")] {
        let page = checker.get(&path).await.body;
        assert!(!page.contains(PLACE) && !page.contains(WHO), "{path}: {page}");
    }
    assert!(checker.get(&person).await.body.contains("支援措置の送付先"));
    desk.over().await;
}
