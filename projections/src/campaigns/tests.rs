//! Where a person of a campaign stands, from the events of the campaign, the case and the ledger.

use jiff::civil::{Date, date};
use sqlx::PgPool;
use uuid::Uuid;

use super::{Campaigns, PeopleFilter, PersonState, all, decided_since, funnel, in_line, people, population};
use crate::ledger::Ledger;
use crate::protections::Protections;
use crate::testing::{CaseNo, World};
use crate::worklist::Worklist;

fn filter(case: CaseNo, today: Date) -> PeopleFilter {
    PeopleFilter { campaign: case.campaign(), today, state: None, group: None, office: None }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_person_is_waiting_guided_and_lapsed(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let [opened, frozen, guided] = case.in_a_campaign();
    world.tell([opened, frozen]).await;
    world.feed(&Campaigns, &[1]).await;
    let stands = async |today| {
        let rows = people(&world.pool, &filter(case, today), Uuid::nil(), 10).await.unwrap();
        rows.iter().map(|row| row.state).collect::<Vec<_>>()
    };
    assert_eq!(stands(date(2027, 7, 1)).await, [PersonState::Waiting]);
    assert_eq!(stands(date(2027, 10, 1)).await, [PersonState::Lapsed], "nobody loses a day unseen");
    world.tell([guided, case.reminded(), case.campaign_closed()]).await;
    world.clear(&Campaigns).await;
    world.feed(&Campaigns, &[4]).await;
    let stands = people(&world.pool, &filter(case, date(2027, 7, 2)), Uuid::nil(), 10).await.unwrap();
    assert_eq!((stands[0].state, stands[0].guided_on), (PersonState::Reminded, Some(date(2027, 7, 1))));
    assert_eq!(stands[0].reminded_on, Some(date(2027, 9, 1)));
    let line = in_line(&world.pool, &filter(case, date(2027, 7, 2))).await.unwrap();
    assert_eq!(line.iter().map(|row| row.recipient).collect::<Vec<_>>(), [case.recipient()]);
    let cells = funnel(&world.pool, &filter(case, date(2027, 7, 2))).await.unwrap();
    assert_eq!(cells.iter().map(|cell| cell.people).sum::<i64>(), 1);
    let only = PeopleFilter { state: Some(PersonState::Received), ..filter(case, date(2027, 7, 2)) };
    assert!(people(&world.pool, &only, Uuid::nil(), 10).await.unwrap().is_empty());
    let rows = all(&world.pool, 10).await.unwrap();
    assert_eq!((rows[0].campaign, rows[0].closed_on), (case.campaign(), Some(date(2027, 11, 30))));
    assert_eq!(decided_since(&world.pool, case.campaign(), date(2026, 1, 1)).await.unwrap(), 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whose_award_ends_on_the_day_is_of_the_population(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received(), case.protected(), case.forwarded(), case.taken_up(), case.examined()]).await;
    world.tell(case.approved()).await;
    world.feed(&Ledger, &[5]).await;
    world.feed(&Worklist, &[5]).await;
    world.feed(&Protections, &[5]).await;
    let of = async |day| population(&world.pool, day, events::ids::RecipientId(Uuid::nil()), 10).await.unwrap();
    let row = sqlx::query_scalar::<_, String>("SELECT (upper(valid) - 1)::text FROM ledger_awards WHERE upper_inf(known)");
    let last: Date = row.fetch_one(&world.pool).await.unwrap().parse().unwrap();
    let found = of(last).await;
    assert_eq!(found.iter().map(|row| row.recipient).collect::<Vec<_>>(), [case.recipient()]);
    assert!(found[0].protected && !found[0].followed && found[0].ended.is_none());
    assert!(of(last.tomorrow().unwrap()).await.is_empty() && of(last.yesterday().unwrap()).await.is_empty());
}
