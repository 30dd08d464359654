//! Amounts typed by two hands over the router: switched on by a row of the masters, unseen by the second hand, settled side by side, and the
//! case waits until then.

use acts::AccountInput;
use axum::http::StatusCode;
use events::ids::{ApplicationId, CommandId, CorrelationId, StaffId};
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, StaffRole};
use jiff::civil::date;
use sqlx::PgPool;

use super::continuing::{PAGES, Served, begin, hidden, page, receive, send};
use super::stage::{Browser, Stage};

fn request(stage: &Stage) -> acts::Request {
    acts::Request {
        command_id: CommandId(stage.state.new_uuid()),
        correlation_id: CorrelationId(stage.state.new_uuid()),
        actor: Actor::program("test"),
        trace_context: None,
        today: date(2026, 11, 24),
        seen_version: None,
    }
}

/// Another clerk of the same counter, signed in.
async fn second_clerk(stage: &Stage) -> Browser {
    let staff = StaffId(stage.state.new_uuid());
    let (name, office) = (FreeText::parse("例題 二人目").unwrap(), OfficeCode::parse("01").unwrap());
    let input = AccountInput { staff, name, role: StaffRole::Counter, office };
    let parts = stage.state.parts();
    parts.acts.open_account(&request(stage), input).await.unwrap();
    let token = parts.sessions.begin(staff, parts.clock.now()).await.unwrap();
    let mut browser = stage.nobody();
    browser.cookie = Some(token.to_cookie());
    browser
}

async fn received(counter: &mut Browser, stage: &Stage) -> ApplicationId {
    let draft = begin(counter, stage, &[]).await;
    for (section, fields) in PAGES {
        page(counter, stage, &draft, section, fields).await;
    }
    receive(counter, stage, &draft).await.1
}

/// Names of the fields in which amounts are typed.
fn fields(body: &str) -> Vec<String> {
    let names = body.split("<input class=\"w-s\" id=\"f-").skip(1).filter_map(|rest| rest.split('"').next());
    names
        .filter(|name| name.ends_with("_levy") || name.ends_with("_credit") || name.ends_with("_income"))
        .map(str::to_owned)
        .collect()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_second_hand_types_unseen_and_a_difference_is_settled_before_the_case_goes_on(test: PgPool) {
    let Served { stage, following } = Served::set(&test).await;
    let row = RowAdopted {
        table: "program".to_owned(),
        key: "double_entry.amounts".to_owned(),
        valid_from: date(2026, 4, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values: serde_json::json!({ "value": 1, "unit": "有無", "label": "税額などを二人で入力する" }),
    };
    let acts = stage.state.parts().acts.clone();
    acts.adopt_master_rows(&request(&stage), vec![row]).await.unwrap();
    let mut first = stage.as_role(StaffRole::Counter).await;
    let case = received(&mut first, &stage).await;
    let address = format!("/cases/{case}/amounts");

    // Whoever typed first types no second time, and the case waits.
    let own = first.get(&address).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.body);
    assert!(!own.body.contains("name=\"member1_levy\"") && !own.body.contains("68,400"), "{}", own.body);
    let overview = first.get(&format!("/cases/{case}")).await.body;
    assert!(overview.contains("金額をもう一度入力する"), "{overview}");

    let mut second = second_clerk(&stage).await;
    let asked = second.get(&address).await;
    let places = fields(&asked.body);
    assert!(places.contains(&"member1_levy".to_owned()), "{places:?} in {}", asked.body);
    assert!(!asked.body.contains("68400") && !asked.body.contains("68,400"), "the first entry is not shown: {}", asked.body);
    let seen = hidden(&asked, "_seen");
    let typing = |levy: &'static str| {
        let mut sent: Vec<(String, String)> = places.iter().map(|place| (place.clone(), String::new())).collect();
        for (place, value) in &mut sent {
            if place == "member1_levy" {
                levy.clone_into(value);
            }
        }
        sent.push(("_seen".to_owned(), seen.clone()));
        sent
    };
    let unreadable = typing("たくさん");
    let unreadable: Vec<(&str, &str)> = unreadable.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = send(&mut second, &stage, &address, &unreadable).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains("value=\"たくさん\"") && answer.body.contains("href=\"#f-member1_levy\""), "{}", answer.body);

    let wrong = typing("64800");
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let differs = send(&mut second, &stage, &address, &wrong).await;
    assert_eq!(differs.status, StatusCode::SEE_OTHER, "{}", differs.body);
    assert!(differs.header("location").starts_with(&address), "what differs is settled next: {}", differs.header("location"));
    let forwarding = send(&mut first, &stage, &format!("/cases/{case}/forward"), &[]).await;
    assert_ne!(forwarding.status, StatusCode::SEE_OTHER, "the case waits: {}", forwarding.body);

    // Side by side; nothing is settled without saying by what, and what was chosen is kept.
    let settling = format!("{address}/settle");
    let shown = second.get(&address).await;
    for told in ["68,400円", "64,800円", "世帯員 1", "name=\"kept_member1_levy\""] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    let seen = hidden(&shown, "_seen");
    let silent = [("kept_member1_levy", "first"), ("why", ""), ("_seen", seen.as_str())];
    let refused = send(&mut second, &stage, &settling, &silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("value=\"first\" checked"), "{}", refused.body);
    let unchosen = [("why", "課税証明書の原本。"), ("_seen", seen.as_str())];
    let refused = send(&mut second, &stage, &settling, &unchosen).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let stale = [("kept_member1_levy", "second"), ("why", "課税証明書の原本。"), ("_seen", "1")];
    let late = send(&mut second, &stage, &settling, &stale).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let settled = [("kept_member1_levy", "second"), ("why", "課税証明書の原本。"), ("_seen", seen.as_str())];
    let done = send(&mut second, &stage, &settling, &settled).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let form = acts.case(case, None).await.unwrap().form.open().unwrap().clone();
    assert_eq!(form.household.members[0].income_levy.map(events::vocabulary::Yen::amount), Some(64_800), "the form follows");
    let after = second.get(&address).await.body;
    assert!(after.contains("二重入力は済んでいます"), "{after}");
    following.over().await;
}
