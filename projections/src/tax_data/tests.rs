//! What changes with the data of a new year is counted and listed until somebody looked at it.

use events::ids::RecipientId;
use events::vocabulary::{CapChange, TaxReview};
use sqlx::PgPool;
use uuid::Uuid;

use super::{TaxData, TaxFilter, page, tally};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_changes_is_listed_until_somebody_looked(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let [taken_in, reviewed] = case.taxed();
    world.tell([taken_in]).await;
    world.feed(&TaxData, &[1]).await;
    let filter = TaxFilter { campaign: case.campaign(), change: None, reviewed: Some(false), office: None };
    let of = async |filter| page(&world.pool, filter, RecipientId(Uuid::nil()), 10).await.unwrap();
    let rows = of(filter).await;
    assert_eq!(rows.iter().map(|row| (row.recipient, row.change)).collect::<Vec<_>>(), [(case.recipient(), CapChange::Raised)]);
    assert_eq!((rows[0].open_case, rows[0].decided, rows[0].review), (None, false, None));
    assert!(of(TaxFilter { change: Some(CapChange::Same), ..filter }).await.is_empty());
    let counted = tally(&world.pool, case.campaign(), None).await.unwrap();
    assert_eq!(counted.iter().map(|one| (one.households, one.waiting)).collect::<Vec<_>>(), [(1, 1)]);
    world.tell([reviewed]).await;
    world.clear(&TaxData).await;
    world.feed(&TaxData, &[2]).await;
    assert!(page(&world.pool, filter, RecipientId(Uuid::nil()), 10).await.unwrap().is_empty());
    let seen = TaxFilter { reviewed: Some(true), ..filter };
    let rows = page(&world.pool, seen, RecipientId(Uuid::nil()), 10).await.unwrap();
    assert_eq!(rows[0].review, Some(TaxReview::AtRenewal));
}
