//! The ledger against a database.

use events::Personal;
use jiff::civil::date;
use sqlx::PgPool;

use super::*;
use crate::testing::{CaseNo, World, mixed, office};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_is_known_from_its_position_and_valid_on_its_days(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let before = world.tell([case.received(), case.forwarded(), case.taken_up(), case.examined()]).await;
    let granted = world.tell(case.approved()).await;
    let issued = world.tell([case.issued()]).await;
    world.feed(&Ledger, &[100]).await;

    let at = |known, valid_on| AsOf { known, valid_on };
    let seen = async |as_of| of_recipient(&world.pool, case.recipient(), as_of).await.unwrap();
    assert!(seen(at(Some(before), None)).await.is_empty());
    assert_eq!(seen(at(Some(granted), None)).await[0].certificate, CertificateState::Waiting);
    let now = seen(AsOf::default()).await;
    assert!(matches!(now[0].certificate, CertificateState::Issued { copy: 1, .. }));
    assert_eq!((now[0].last_change.position, now[0].last_change.label()), (issued, "受給者証を作成した"));

    assert_eq!(seen(at(None, Some(date(2026, 10, 20)))).await.len(), 1);
    assert_eq!(seen(at(None, Some(date(2027, 9, 30)))).await.len(), 1);
    assert!(seen(at(None, Some(date(2026, 10, 19)))).await.is_empty());
    assert!(seen(at(None, Some(date(2027, 10, 1)))).await.is_empty());

    let mut rows = by_number(&world.pool, case.number(), None, AsOf::default()).await.unwrap();
    assert_eq!(rows, now);
    assert_eq!(of_application(&world.pool, case.application()).await.unwrap().as_ref(), now.first());
    crate::open(&world.pool, &world.ring, &mut rows).await.unwrap();
    assert_eq!(rows[0].name, Personal::Open(case.name()));
    assert_eq!(rows[0].birth_date, Personal::Open(case.born()));
    assert!(rows[0].guardian.open().is_some() && rows[0].address.open().is_some());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_go_by_number(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(60)).await;
    world.feed(&Ledger, &[1000]).await;
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = page(&world.pool, AsOf::default(), None, after, 7).await.unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let numbers: Vec<_> = rows.iter().map(|row| row.recipient_number).collect();
    assert!(numbers.is_sorted() && !numbers.is_empty());
    let counts = counts(&world.pool, AsOf::default(), None).await.unwrap();
    let moved = page(&world.pool, AsOf::default(), Some(office("03")), None, 1_000).await.unwrap().rows;
    assert!(!moved.is_empty() && moved.len() < rows.len(), "some have moved to the area of another office");
    let recipients: std::collections::BTreeSet<_> = rows.iter().map(|row| row.recipient).collect();
    assert!(recipients.len() < rows.len(), "some have a later award");
    assert_eq!(
        (counts.awards, counts.recipients),
        (i64::try_from(rows.len()).unwrap(), i64::try_from(recipients.len()).unwrap())
    );
    let waiting = rows.iter().filter(|row| !matches!(row.certificate, CertificateState::Issued { .. })).count();
    assert_eq!(counts.without_certificate, i64::try_from(waiting).unwrap());
    assert!(page(&world.pool, AsOf::default(), Some(office("05")), None, 7).await.unwrap().rows.is_empty());

    let ids: Vec<_> = recipients.into_iter().rev().take(3).collect();
    let found = of_recipients(&world.pool, &ids, AsOf::default()).await.unwrap();
    let mut found: Vec<_> = found.iter().map(|row| row.recipient).collect();
    found.dedup();
    assert_eq!(found, ids);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_differs_between_two_moments_is_what_two_readings_say(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let last = world.tell(mixed(40)).await;
    world.feed(&Ledger, &[1000]).await;
    let whole = async |as_of| page(&world.pool, as_of, Some(office("01")), None, 1000).await.unwrap().rows;
    let at = |known, valid_on| AsOf { known: Some(known), valid_on };
    let (early, late) = (Some(date(2026, 10, 1)), Some(date(2026, 12, 1)));
    let questions = [
        (at(0, None), at(last, None)),
        (at(last / 3, None), at(last, None)),
        (at(last / 2, late), at(last, late)),
        (at(last, early), at(last, late)),
        (at(last, late), at(last, late)),
    ];
    let mut differing_ever = 0;
    for (from, to) in questions {
        let (before, after) = (whole(from).await, whole(to).await);
        let of = |rows: &[LedgerRow], row: &LedgerRow| rows.iter().find(|one| one.award == row.award).cloned();
        let mut expected: Vec<_> = after.iter().filter(|row| of(&before, row).as_ref() != Some(row)).cloned().collect();
        let removed: Vec<_> = before.iter().filter(|row| of(&after, row).is_none()).cloned().collect();
        let added = expected.iter().filter(|row| of(&before, row).is_none()).count();
        let counted = Counted {
            added: i64::try_from(added).unwrap(),
            removed: i64::try_from(removed.len()).unwrap(),
            changed: i64::try_from(expected.len() - added).unwrap(),
        };
        expected.extend(removed);
        expected.sort_by_key(|row| (row.payer_number.to_string(), row.recipient_number.to_string(), row.award.0));
        let (mut seen, mut next) = (Vec::new(), None);
        loop {
            let page = differing(&world.pool, (from, to), Some(office("01")), next, 3).await.unwrap();
            assert_eq!(page.counted, counted, "{from:?} {to:?}");
            seen.extend(page.awards);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected.iter().map(|row| row.award).collect::<Vec<_>>(), "{from:?} {to:?}");
        let events = changes_between(&world.pool, &seen, from, to).await.unwrap();
        assert!(events.iter().all(|one| one.change.position > from.position() && one.change.position <= to.position()));
        differing_ever += seen.len();
    }
    assert!(differing_ever > 10, "the moments differ");
    let person = CaseNo(0).recipient();
    let changes = changes_of(&world.pool, person).await.unwrap();
    assert!(changes.is_sorted());
}

/// The ledger at a moment, concluded from the events alone: award, whether its certificate is made, last day.
fn refold(log: &[store::Recorded], known: i64, day: jiff::civil::Date) -> Vec<(uuid::Uuid, &'static str)> {
    use events::Event;
    use events::award::AwardEvent;
    use events::certificate::CertificateEvent;

    let mut awards = std::collections::BTreeMap::new();
    for recorded in log.iter().filter(|recorded| recorded.position <= known) {
        match &recorded.decode().unwrap() {
            Event::Award(AwardEvent::Granted(event)) => {
                let validity = event.conclusion.validity;
                awards.insert(recorded.stream_id, (validity.start() <= day && day <= validity.end(), "作成待ち"));
            }
            Event::Award(AwardEvent::Ended(event)) => {
                awards.entry(recorded.stream_id).and_modify(|award| award.0 = award.0 && day <= event.last_day);
            }
            Event::Award(AwardEvent::Extended(event)) => {
                let added = event.before < day && day <= event.until;
                awards.entry(recorded.stream_id).and_modify(|award| award.0 = award.0 || added);
            }
            Event::Award(AwardEvent::Revoked(event)) => {
                awards.entry(recorded.stream_id).and_modify(|award| award.0 = award.0 && day < event.from);
            }
            Event::Award(AwardEvent::Corrected(event)) => {
                awards.entry(recorded.stream_id).and_modify(|award| award.0 = event.right.validity.contains(day));
            }
            Event::Certificate(CertificateEvent::Voided(event)) => {
                let state = if event.replaced { "作成待ち" } else { "無効" };
                awards.entry(event.award.0).and_modify(|award| award.1 = state);
            }
            Event::Award(AwardEvent::Replaced(event)) => {
                awards.entry(recorded.stream_id).and_modify(|award| award.0 = award.0 && day < event.from);
            }
            Event::Certificate(CertificateEvent::Issued(event)) => {
                awards.entry(event.award.0).and_modify(|award| award.1 = "作成済");
            }
            Event::Certificate(CertificateEvent::IssueStopped(event)) => {
                awards.entry(event.award.0).and_modify(|award| award.1 = "作成停止");
            }
            _ => {}
        }
    }
    awards.into_iter().filter(|(_, (valid, _))| *valid).map(|(award, (_, certificate))| (award, certificate)).collect()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_moment_equals_its_refold(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let last = world.tell(mixed(40)).await;
    world.feed(&Ledger, &[17]).await;
    let log = store::page(&world.pool, events::Log::Casework, 0, 100_000).await.unwrap();
    let days = [date(2026, 10, 19), date(2026, 10, 20), date(2026, 12, 31), date(2027, 9, 30), date(2027, 10, 1)];
    let mut seen = std::collections::BTreeSet::new();
    for known in (0..=last).step_by(3).chain([last]) {
        for day in days {
            let as_of = AsOf { known: Some(known), valid_on: Some(day) };
            let rows = page(&world.pool, as_of, None, None, 1000).await.unwrap().rows;
            let mut found: Vec<_> = rows.iter().map(|row| (row.award.0, row.certificate.label())).collect();
            found.sort_unstable();
            assert_eq!(found, refold(&log, known, day), "known up to {known}, valid on {day}");
            let figures = totals(&world.pool, as_of, None).await.unwrap();
            assert_eq!(figures.iter().map(|one| one.awards).sum::<i64>(), i64::try_from(rows.len()).unwrap());
            let caps: i64 = rows.iter().map(|row| row.monthly_cap.amount()).sum();
            assert_eq!(figures.iter().map(|one| one.monthly_caps.amount()).sum::<i64>(), caps);
            seen.insert(found.len());
        }
        let changes: Vec<i64> = log
            .iter()
            .filter(|event| {
                let moves_an_award = event.event_type == "recipient.particulars_changed";
                moves_an_award || event.event_type.starts_with("award.") || event.event_type.starts_with("certificate.")
            })
            .map(|event| event.position)
            .collect();
        let steps = around(&world.pool, Some(known)).await.unwrap();
        assert_eq!(steps.shown, changes.iter().rev().find(|change| **change <= known).copied());
        assert_eq!(steps.before, changes.iter().rev().find(|change| Some(**change) < steps.shown).copied());
        assert_eq!(steps.after, changes.iter().find(|change| **change > known).copied());
    }
    assert!(seen.len() > 3, "the moments differ");
}
