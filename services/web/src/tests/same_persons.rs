//! Two rows of the ledger over the router: side by side, linked, gone on from the one that was chosen, and undone.

use axum::http::StatusCode;
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::following::caught_up;

/// Waits until the links are shown.
async fn shown(test: &PgPool) {
    caught_up(test, Log::Casework, &["same_persons", "ledger", "case_history"]).await;
}

fn people(ledger: &str) -> Vec<String> {
    let links = ledger.split("href=\"/recipients/").skip(1).filter_map(|rest| rest.get(..36));
    let mut ids: Vec<String> = links.map(str::to_owned).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_rows_are_one_person_until_that_is_undone(test: PgPool) {
    let desk = Desk::set(&test).await;
    shown(&test).await;
    let parts = desk.stage.state.parts();
    parts.search.refresh(&parts.pool, &parts.ring).await.unwrap();
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let ids = people(&checker.get("/ledger").await.body);
    assert!(ids.len() > 1, "{ids:?}");
    // The row from which something may begin.
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    let mut begins = None;
    for id in &ids {
        let body = counter.get(&format!("/recipients/{id}")).await.body;
        if body.contains("name=\"award\"") {
            begins = Some((id.clone(), hidden(&body, "award")));
            break;
        }
    }
    let (away, award) = begins.expect("somebody who can renew");
    let main = ids.iter().find(|id| **id != away).unwrap().clone();
    let address = format!("/recipients/{away}/same");
    let number = {
        let body = checker.get(&format!("/recipients/{main}")).await.body;
        body.split("受給者番号")
            .nth(1)
            .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 7))
            .unwrap()
            .to_owned()
    };
    let found = desk.send(&mut checker, &format!("{address}/find"), &[("find", &number)]).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    assert!(found.body.contains(&format!("value=\"{main}\"")), "{}", found.body);
    let nobody = desk.send(&mut checker, &format!("{address}/find"), &[("find", "そんな人はいない")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.body);

    let why = "住民票で確かめた。";
    for (fields, told) in [
        (vec![("other", main.as_str()), ("why", why)], "どちらの受給者で続けるか選んでください"),
        (vec![("keep", "other"), ("why", why)], "同じ人の受給者を選んでください"),
        (vec![("other", main.as_str()), ("keep", "other")], "何で確かめたかを入力してください"),
        (vec![("other", away.as_str()), ("keep", "other"), ("why", why)], "もう一方の受給者を選んでください"),
    ] {
        let answer = desk.send(&mut checker, &address, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
    }
    assert_eq!(desk.stage.count("same_person.linked").await, 0);
    let linking = [("other", main.as_str()), ("keep", "other"), ("why", why)];
    assert_eq!(desk.send(&mut counter, &address, &linking).await.status, StatusCode::FORBIDDEN);
    let linked = desk.send(&mut checker, &address, &linking).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.body);
    shown(&test).await;

    // Both rows say so, both keep what they had, and nothing new begins from the one that was linked.
    let [this, other] = [&away, &main].map(|id| format!("/recipients/{id}"));
    let [this, other] = [checker.get(&this).await.body, checker.get(&other).await.body];
    assert!(this.contains("同じ人の記録があります") && other.contains("同じ人の記録があります"), "{this}");
    assert!(this.contains("これからの申請は、あちらの受給者で受け付けてください") && this.contains("支給認定"), "{this}");
    let going_on = counter.get(&format!("/recipients/{away}")).await.body;
    assert!(!going_on.contains("name=\"award\""), "{going_on}");
    let acts = &desk.stage.state.parts().acts;
    let form = acts
        .prefilled(award.parse().unwrap(), events::vocabulary::ProcedureKind::Renewal, jiff::civil::date(2026, 11, 24))
        .await
        .unwrap();
    let who = desk.actor(StaffRole::Counter).await;
    let input = acts::ReceiveInput {
        kind: events::vocabulary::ProcedureKind::Renewal,
        application_date: jiff::civil::date(2026, 11, 24),
        arrival: None,
        starting_from: Some(award.parse().unwrap()),
        receiving_office: who.office.unwrap(),
        form,
        child_my_number: None,
        applicant_my_number: None,
        documents: Vec::new(),
        alike: Vec::new(),
    };
    let refused = acts.receive(&desk.request(who.clone()), input.clone()).await;
    assert!(matches!(&refused, Err(acts::ActError::Refused(casework::Refusal::SamePerson(_)))), "{refused:?}");
    let again = desk.send(&mut checker, &address, &linking).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "linked once: {}", again.body);
    let picture = checker.get(&address).await.body;
    assert!(picture.contains("あちらで続ける") && picture.contains("<svg"), "{picture}");

    let undoing = format!("{address}/undo");
    let silent = desk.send(&mut checker, &undoing, &[("recipient", away.as_str())]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
    let undone = desk.send(&mut checker, &undoing, &[("recipient", away.as_str()), ("undo_why", "双子と分かった。")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    shown(&test).await;
    let free = counter.get(&format!("/recipients/{away}")).await.body;
    assert!(free.contains("name=\"award\"") && !free.contains("同じ人の記録があります"), "{free}");
    let received = acts.receive(&desk.request(who), input).await;
    assert!(!matches!(&received, Err(acts::ActError::Refused(casework::Refusal::SamePerson(_)))), "{received:?}");
    desk.over().await;
}
