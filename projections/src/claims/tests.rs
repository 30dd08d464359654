//! Totals and months agree with the rows that count.

use events::ids::{ClaimImportId, RecipientId};
use events::vocabulary::Yen;
use jiff::civil::date;
use sqlx::PgPool;

use super::{Dimension, MonthRow, Standing, counted, earlier, imports, months, one, rows, totals, unanswered, uses, uses_of};
use crate::testing::{CaseNo, World, id};

fn yen(amount: i64) -> Option<Yen> {
    Yen::new(amount).ok()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_counts_is_added_up_and_what_is_wrong_is_listed(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let pool = world.pool.clone();
    let [claimed, entered] = CaseNo(3).claims_imported();
    world.tell([claimed]).await;
    world.feed(&super::Claims, &[1]).await;
    let (recipient, from) = (RecipientId(id(2, 3)), date(2026, 1, 1));
    let month = date(2026, 11, 1);
    let only_claims = MonthRow { month, claimed: yen(60_000), entered: None };
    assert_eq!(months(&pool, recipient, from).await.unwrap(), [only_claims]);
    assert_eq!(only_claims.total(), yen(60_000));
    world.tell([entered]).await;
    world.feed(&super::Claims, &[1]).await;
    let both = MonthRow { entered: yen(61_000), ..only_claims };
    assert_eq!(months(&pool, recipient, from).await.unwrap(), [both]);
    assert_eq!(both.total(), yen(61_000), "the sheet counts before the claims");
    assert!(months(&pool, recipient, date(2026, 12, 1)).await.unwrap().is_empty());

    let import = ClaimImportId(id(25, 3));
    let row = one(&pool, import).await.unwrap().unwrap();
    assert_eq!((row.rows, row.faulty), (2, 1));
    assert_eq!(imports(&pool, Standing::All, None, 10).await.unwrap(), std::slice::from_ref(&row));
    assert!(imports(&pool, Standing::All, Some(row.position), 10).await.unwrap().is_empty());
    assert_eq!(rows(&pool, import, false, 0, 10).await.unwrap().len(), 2);
    assert_eq!(rows(&pool, import, true, 0, 10).await.unwrap()[0].line, 3);
    assert_eq!(earlier(&pool, &[recipient], (month, month)).await.unwrap().len(), 1);
    assert!(earlier(&pool, &[recipient], (from, from)).await.unwrap().is_empty());

    let year = (date(2026, 4, 1), date(2027, 3, 1));
    for (by, value) in [
        (Dimension::Month, "2026-11"),
        (Dimension::Group, "01"),
        (Dimension::Payer, "52416013"),
        (Dimension::Office, "01"),
        (Dimension::Body, "fund"),
        (Dimension::Care, "outpatient"),
        (Dimension::Recipient, &format!("52416013-{}", CaseNo(3).number())),
    ] {
        let found = totals(&pool, by, year, None).await.unwrap();
        let [total] = found.as_slice() else { panic!("{by:?}: {found:?}") };
        assert_eq!(total.recipient.is_some(), by == Dimension::Recipient);
        assert_eq!(
            (total.value.as_str(), total.claims, total.recipients, total.total, total.paid, total.share),
            (value, 1, 1, 60_000, 10_000, 2_000)
        );
    }
    assert!(totals(&pool, Dimension::Month, year, "02".parse().ok()).await.unwrap().is_empty());
    assert!(totals(&pool, Dimension::Month, (from, from), None).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_taken_back_counts_nowhere_and_stays_to_be_read(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let pool = world.pool.clone();
    let [claimed, entered] = CaseNo(3).claims_imported();
    world.tell([claimed, entered]).await;
    world.feed(&super::Claims, &[1]).await;
    let (import, recipient) = (ClaimImportId(id(25, 3)), RecipientId(id(2, 3)));
    let (from, month) = (date(2026, 1, 1), date(2026, 11, 1));
    assert!(imports(&pool, Standing::TakenBack, None, 10).await.unwrap().is_empty());
    let waiting = unanswered(&pool).await.unwrap();
    assert_eq!(waiting.iter().map(|one| (one.import, one.rows)).collect::<Vec<_>>(), [(import, 1)]);
    assert_eq!(counted(&pool, import).await.unwrap(), [(recipient, month)]);

    world.tell([CaseNo(3).claims_taken_back()]).await;
    world.clear(&super::Claims).await;
    world.feed(&super::Claims, &[2]).await;
    let months = months(&pool, recipient, from).await.unwrap();
    assert_eq!(months, [MonthRow { month, claimed: None, entered: yen(61_000) }], "the sheet still says it");
    assert!(totals(&pool, Dimension::Month, (from, month), None).await.unwrap().is_empty());
    assert!(earlier(&pool, &[recipient], (month, month)).await.unwrap().is_empty(), "it may be claimed again");
    assert!(unanswered(&pool).await.unwrap().is_empty());
    assert_eq!(rows(&pool, import, false, 0, 10).await.unwrap().len(), 2, "what came in stays to be read");
    let row = one(&pool, import).await.unwrap().unwrap();
    let taken_back = row.taken_back.as_ref().unwrap();
    assert_eq!((taken_back.on, row.recorded_by != Some(taken_back.by)), (date(2026, 12, 20), true));
    assert_eq!(imports(&pool, Standing::TakenBack, None, 10).await.unwrap().len(), 1);
    assert_eq!(uses(&pool).await.unwrap(), uses_of(&pool, import).await.unwrap());
    assert_eq!(uses_of(&pool, import).await.unwrap()[0].recipient, recipient);
}
