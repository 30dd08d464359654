//! Changes against a database: what they were before, whose request they rest on, and those that nobody asked for.

use events::ids::{CommandId, CorrelationId, EventId, named_stream};
use events::installation::{CatalogChanged, Difference, InstallationEvent};
use events::master::{MasterEvent, MasterStatus, RowAdopted};
use events::{Actor, EventSet, Log};
use jiff::civil::date;
use sqlx::PgPool;
use store::{Expected, NewEvent, StreamAppend, Writer};

use super::*;
use crate::testing::{CaseNo, World, id};

const EVER: Filter =
    Filter { from: jiff::Timestamp::UNIX_EPOCH, until: jiff::Timestamp::constant(32_503_680_000, 0), kind: None, basis: None };

async fn tell(pool: &PgPool, n: u32, change: Option<&str>, events: Vec<InstallationOrMaster>) -> CommandId {
    let command = CommandId(id(20, n));
    let streams = events.into_iter().enumerate().map(|(nth, event)| {
        let (stream_id, stream_type, event_type, payload) = event.parts();
        let metadata = change.map_or_else(|| "{}".to_owned(), |change| format!(r#"{{"change":"{change}"}}"#));
        let event_id = EventId(id(21 + nth as u128, n));
        let event = NewEvent {
            event_id,
            event_type,
            schema_version: 1,
            effective_on: date(2026, 11, 20),
            payload,
            metadata,
            reason: None,
            causation_id: None,
        };
        StreamAppend { stream_id, stream_type, expected: Expected::Any, events: vec![event] }
    });
    let act = store::Act {
        log: Log::Casework,
        command_id: command,
        correlation_id: CorrelationId(command.0),
        actor: Actor::program("test"),
        trace_context: None,
        streams: streams.collect(),
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    };
    Writer::start(pool).append(act).await.unwrap();
    command
}

enum InstallationOrMaster {
    Installation(InstallationEvent),
    Master(&'static str, MasterEvent),
}

impl InstallationOrMaster {
    fn parts(self) -> (Uuid, &'static str, &'static str, String) {
        match self {
            Self::Installation(event) => {
                (named_stream("installation"), InstallationEvent::STREAM_TYPE, event.event_type(), event.encode().unwrap())
            }
            Self::Master(table, event) => {
                (named_stream(table), MasterEvent::STREAM_TYPE, event.event_type(), event.encode().unwrap())
            }
        }
    }
}

fn cap(yen: u32) -> InstallationOrMaster {
    let row = RowAdopted {
        table: "caps".to_owned(),
        key: "IV".to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "施行令第22条".to_owned(),
        values: serde_json::json!({ "general_yen": yen }),
    };
    InstallationOrMaster::Master("master/caps", row.into())
}

fn trigger(before: Option<&str>, after: Option<&str>) -> InstallationOrMaster {
    let side = |text: Option<&str>| text.map(ToOwned::to_owned);
    let differences = vec![Difference { name: "trigger t".to_owned(), before: side(before), after: side(after) }];
    InstallationOrMaster::Installation(CatalogChanged { fingerprint: "ff".to_owned(), migrated: false, differences }.into())
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_change_says_what_was_before_and_on_whose_request(pool: PgPool) {
    let world = World::new(&pool).await;
    tell(&world.pool, 1, Some("C-2026-0001"), vec![cap(5_000), trigger(None, Some("on"))]).await;
    let second = tell(&world.pool, 2, Some("C-2026-0002"), vec![cap(6_000)]).await;
    tell(&world.pool, 3, None, vec![trigger(Some("on"), None)]).await;
    world.feed(&Changes, &[2]).await;

    let all = entries(&world.pool, &EVER, (0, 0), 100).await.unwrap();
    let seen: Vec<(Kind, Basis, bool, bool)> =
        all.iter().map(|change| (change.kind, change.basis, change.before.is_some(), change.after.is_some())).collect();
    assert_eq!(
        seen,
        [
            (Kind::Master, Basis::Request, false, true),
            (Kind::Guard, Basis::Request, false, true),
            (Kind::Master, Basis::Request, true, true),
            (Kind::Guard, Basis::None, true, false),
        ]
    );
    assert!(all[2].before.as_deref().unwrap().contains("5000") && all[2].after.as_deref().unwrap().contains("6000"));
    let of_second = of_act(&world.pool, second, (0, 0), 10).await.unwrap();
    assert_eq!(of_second, all[2..3]);
    assert_eq!(of_second[0].request.as_ref().map(events::vocabulary::ChangeNumber::as_str), Some("C-2026-0002"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_nobody_asked_for_is_found_and_nothing_else(pool: PgPool) {
    let mut world = World::new(&pool).await;
    tell(&world.pool, 1, Some("C-2026-0001"), vec![cap(5_000)]).await;
    let case = CaseNo(0);
    world.tell([case.received(), case.forwarded(), case.taken_up(), case.examined()]).await;
    world.tell(case.approved()).await;
    world.tell([case.issued()]).await;
    world.feed(&Changes, &[3]).await;
    let unasked = Filter { basis: Some(Basis::None), ..EVER };
    assert_eq!(acts(&world.pool, &unasked, None, 10).await.unwrap(), []);
    let counted = counts(&world.pool, &EVER).await.unwrap();
    let entitlement: Vec<_> = counted.iter().filter(|count| count.kind == Kind::Entitlement).collect();
    assert_eq!(entitlement.iter().map(|count| (count.basis, count.things)).collect::<Vec<_>>(), [(Basis::Application, 3)]);

    // Who decided is told with who had examined; what follows from a decision needs no approval of its own.
    world.feed(&crate::case_history::CaseHistory, &[100]).await;
    let told = acts(&world.pool, &EVER, None, 10).await.unwrap();
    let of = |event_type: &str| told.iter().find(|act| act.event_types.iter().any(|told| told == event_type)).unwrap();
    let (decision, issued, adopted) = (of("award.granted"), of("certificate.issued"), of("master.row_adopted"));
    assert_eq!(decision.approval(), Approval::Second);
    assert!(decision.prepared_by.is_some_and(|examiner| examiner != decision.by.id), "{decision:?}");
    assert_eq!((issued.approval(), issued.prepared_by), (Approval::NotNeeded, None));
    assert_eq!((adopted.approval(), adopted.prepared_by), (Approval::Request, None));

    let culprit = tell(&world.pool, 2, None, vec![cap(1)]).await;
    world.clear(&Changes).await;
    world.feed(&Changes, &[100]).await;
    let found = acts(&world.pool, &unasked, None, 10).await.unwrap();
    assert_eq!(found.iter().map(|act| (act.command, act.kind, act.things)).collect::<Vec<_>>(), [(culprit, Kind::Master, 1)]);
    assert_eq!(found[0].approval(), Approval::Missing);
    let by_month = months(&world.pool, &EVER).await.unwrap();
    assert_eq!(by_month.iter().map(|count| count.things).sum::<i64>(), 5);
}

#[test]
fn whatever_changes_something_is_read() {
    let mut changing = std::collections::BTreeSet::new();
    for (event_type, version) in events::Event::types() {
        let path = format!("{}/../events/stored/{event_type}.v{version}.json", env!("CARGO_MANIFEST_DIR"));
        let event = events::Event::decode(event_type, version, &std::fs::read_to_string(path).unwrap()).unwrap();
        if !super::thing::changed(&event, Uuid::nil()).0.is_empty() {
            changing.insert(event.stream_type());
        }
    }
    let read: std::collections::BTreeSet<&str> = Changes.streams().iter().copied().collect();
    assert_eq!(changing, read);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_that_was_replaced_is_compared_with_itself(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received(), case.forwarded(), case.taken_up(), case.examined()]).await;
    world.tell(case.approved()).await;
    world.tell(case.replaced()).await;
    world.feed(&Changes, &[100]).await;
    let all = entries(&world.pool, &EVER, (0, 0), 100).await.unwrap();
    let replaced = all.iter().find(|change| change.event_type == "award.replaced").unwrap();
    let granted = all.iter().find(|change| change.subject == replaced.subject && change.before.is_none()).unwrap();
    assert_eq!(granted.event_type, "award.granted");
    assert_eq!(replaced.before, granted.after);
    assert!(replaced.after.as_deref().unwrap().contains("until"), "{replaced:?}");
}
