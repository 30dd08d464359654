//! The fictional prefecture.

use std::collections::BTreeMap;

use sqlx::PgPool;

use super::stage::{Stage, TODAY, parts};
use crate::seeding::{SeedPlan, pay, seed};
use crate::{ActError, Acts};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_prefecture_in_every_state(test: PgPool) {
    let acts = Acts::new(parts(&test, true).await);
    let plan = SeedPlan { people: 300, seed: 7, today: TODAY };
    let seeded = seed(&acts, plan).await.unwrap();
    assert_eq!(seeded.cases.len(), 54);
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &seeded.cases {
        *stages.entry(acts.case(*case, None).await.unwrap().application.stage().unwrap().code()).or_default() += 1;
    }
    assert_eq!(stages.len(), 8, "{stages:?}");
    assert_eq!(stages.get("approved"), Some(&8));
    let awards: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'award.granted'").fetch_one(&test).await.unwrap();
    assert_eq!(awards, 310, "one of them renewed, one changed");
    assert!(acts.awards_without_certificate(0, 1_000_000).await.unwrap().0.is_empty());
    let told: i64 =
        sqlx::query_scalar("SELECT count(DISTINCT payload ->> 'kind') FROM es.events WHERE event_type = 'notice.received'")
            .fetch_one(&test)
            .await
            .unwrap();
    assert_eq!(told, 7, "each kind of notice");
    let redress: Vec<String> = sqlx::query_scalar(
        "SELECT event_type FROM es.events WHERE event_type IN ('award.redress_proposed', 'award.corrected') ORDER BY position",
    )
    .fetch_all(&test)
    .await
    .unwrap();
    assert_eq!(redress, ["award.redress_proposed", "award.redress_proposed", "award.corrected"], "one waits, one is decided");
    let claims: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'reimbursement.decided'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(claims, 4, "one refused, one to be paid, one in a batch that waits, one paid");
    let batches: Vec<String> =
        sqlx::query_scalar("SELECT event_type FROM es.events WHERE event_type LIKE 'payment_batch.%' ORDER BY position")
            .fetch_all(&test)
            .await
            .unwrap();
    let closed = ["drawn_up", "released", "delivered", "results_taken", "drawn_up"].map(|one| format!("payment_batch.{one}"));
    assert_eq!(batches, closed, "one is closed, one waits");
    let campaigns: Vec<String> = sqlx::query_scalar(
        "SELECT event_type FROM es.events WHERE event_type LIKE 'campaign.%' AND event_type <> 'campaign.frozen' ORDER BY position",
    )
    .fetch_all(&test)
    .await
    .unwrap();
    assert_eq!(campaigns, ["campaign.opened", "campaign.guided", "campaign.reminded"]);
    let backwards: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at) OVER (ORDER BY position) AS back FROM es.events WHERE log = 1) AS t WHERE back",
    )
    .fetch_one(&test)
    .await
    .unwrap();
    assert_eq!(backwards, 0);
    let looks: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM es.events WHERE log = 2 AND event_type = 'viewing.person_viewed' AND recorded_at < '2026-11-01 00:00+09'",
    )
    .fetch_one(&test)
    .await
    .unwrap();
    assert!(looks > 60, "{looks} looks in the month before");

    let again = seed(&acts, plan).await.unwrap();
    assert_eq!((again.cases, again.position), (seeded.cases.clone(), seeded.position));

    pay(&acts, plan, &seeded).await.unwrap();
    let told = async || -> Vec<String> {
        sqlx::query_scalar("SELECT event_type FROM es.events WHERE log = 1 AND position > $1 ORDER BY position")
            .bind(seeded.position)
            .fetch_all(&test)
            .await
            .unwrap()
    };
    let once = told().await;
    let of = |stream: &str| once.iter().filter(|name| name.starts_with(stream)).count();
    assert_eq!((of("recipient_file."), of("claim_import.")), (4, 3), "{once:?}");
    let faulty: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM es.events WHERE event_type = 'claim_import.recorded' AND payload::text LIKE '%number_check%'",
    )
    .fetch_one(&test)
    .await
    .unwrap();
    assert_eq!(faulty, 1, "something is wrong in one of the months");
    pay(&acts, plan, &seeded).await.unwrap();
    assert_eq!(told().await, once, "told once");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_real_installation_is_not_seeded(test: PgPool) {
    let _real = Stage::set(&test).await;
    let acts = Acts::new(parts(&test, true).await);
    let refused = seed(&acts, SeedPlan { people: 0, seed: 7, today: TODAY }).await;
    assert!(matches!(refused, Err(ActError::Refused(_))));
}
