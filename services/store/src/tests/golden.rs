//! The hashes of an event, byte for byte, in Rust and in the database. These bytes never change.

use events::Log;
use events::ids::{CommandId, CorrelationId, EventId, StaffId};
use sha2::Digest as _;
use sqlx::PgPool;
use uuid::Uuid;

use super::{act, event, new_id, noted, onto, writer};
use crate::hash::{GENESIS, entry, leaf, link};
use crate::{Expected, Recorded, head, page};

const ENTRY: &str = concat!(
    "0100010000000000000007019000000000700080000000000000010000000b6170706c69636174696f6e0000000301900000",
    "000070008000000000000002000000146170706c69636174696f6e2e72656365697665640001019000000000700080000000",
    "0000000300064e5ac3d8000100005040019000000000700080000000000000040000000e70726f6772616d3ae8a9a6e9a893",
    "0000000770726f6772616d0001000000046c6174650190000000007000800000000000000501019000000000700080000000",
    "0000000600b4b6769587dbc8a3cb660cdde3dc4dd861f44974da441cba94ac25d235421d7044136fa355b3678a1146ad16f7",
    "e8649e94fb4fc21fe77e8310c060f61caaff8a",
);
const LEAF: &str = "b94621feb1f628dcdc36cbb63f19a5453c3c5f455bf780f8d9f0f277f797ad11";
const LINK: &str = "2cae8f86bb6670f99df2ebb7a7da677754321b52d31a36c8cb0820ec28c7f798";

fn sample() -> Recorded {
    let id = |n: u128| Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n);
    Recorded {
        log: Log::Casework,
        position: 7,
        stream_id: id(1),
        stream_type: "application".to_owned(),
        stream_version: 3,
        event_id: EventId(id(2)),
        event_type: "application.received".to_owned(),
        schema_version: 1,
        command_id: CommandId(id(3)),
        recorded_at: "2026-04-01T00:00:00.000001Z".parse().unwrap(),
        effective_on: jiff::civil::date(2026, 4, 1),
        actor_id: StaffId(id(4)),
        actor_name: "program:試験".to_owned(),
        actor_role: "program".to_owned(),
        actor_office: None,
        reason: Some("late".to_owned()),
        correlation_id: CorrelationId(id(5)),
        causation_id: Some(id(6)),
        trace_context: None,
        payload: "{\"a\": \"見本\"}".to_owned(),
        metadata: "{}".to_owned(),
    }
}

#[test]
fn the_bytes_of_an_event_are_those_of_layout_one() {
    let entry = entry(&sample());
    assert_eq!(hex::encode(&entry), ENTRY);
    let leaf = leaf(&entry);
    assert_eq!(hex::encode(leaf), LEAF);
    assert_eq!(hex::encode(link(&GENESIS, &leaf)), LINK);
}

#[test]
fn the_bytes_of_an_event_are_read_back() {
    let (sample, bytes) = (sample(), hex::decode(ENTRY).unwrap());
    let read = evidence::Entry::parse(&bytes).unwrap();
    assert_eq!((read.log, read.position, read.stream_id), (1, sample.position, sample.stream_id));
    assert_eq!((read.stream_type, read.stream_version), (sample.stream_type.as_str(), sample.stream_version));
    assert_eq!((read.event_id, read.event_type), (sample.event_id.0, sample.event_type.as_str()));
    assert_eq!((read.schema_version, read.command_id), (sample.schema_version, sample.command_id.0));
    assert_eq!((read.recorded_at, read.effective_on), (sample.recorded_at.as_microsecond(), 20_544));
    assert_eq!((read.actor_id, read.actor_name), (sample.actor_id.0, sample.actor_name.as_str()));
    assert_eq!((read.actor_role, read.actor_office), (sample.actor_role.as_str(), None));
    assert_eq!((read.reason, read.correlation_id), (sample.reason.as_deref(), sample.correlation_id.0));
    assert_eq!((read.causation_id, read.trace_context), (sample.causation_id, None));
    assert_eq!(read.payload, *sha2::Sha256::digest(&sample.payload));
    assert_eq!(read.metadata, *sha2::Sha256::digest(&sample.metadata));
    let lengths = 0..bytes.len();
    assert!(lengths.into_iter().all(|length| evidence::Entry::parse(&bytes[..length]).is_err()));
    assert!(evidence::Entry::parse(&[bytes.as_slice(), &[0]].concat()).is_err());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_database_makes_the_same_bytes(pool: PgPool) {
    let s = sample();
    let (entry, leaf, link): (Vec<u8>, Vec<u8>, Vec<u8>) = sqlx::query_as(
        "WITH e AS (SELECT es.entry($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) AS entry) \
         SELECT entry, es.leaf(entry), es.link(decode(repeat('00', 32), 'hex'), es.leaf(entry)) FROM e",
    )
    .bind(s.log.number())
    .bind(s.position)
    .bind(s.stream_id)
    .bind(&s.stream_type)
    .bind(s.stream_version)
    .bind(s.event_id.0)
    .bind(&s.event_type)
    .bind(s.schema_version)
    .bind(s.command_id.0)
    .bind(jiff_sqlx::Timestamp::from(s.recorded_at))
    .bind(jiff_sqlx::Date::from(s.effective_on))
    .bind(s.actor_id.0)
    .bind(&s.actor_name)
    .bind(&s.actor_role)
    .bind(&s.actor_office)
    .bind(&s.reason)
    .bind(s.correlation_id.0)
    .bind(s.causation_id)
    .bind(&s.trace_context)
    .bind(&s.payload)
    .bind(&s.metadata)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!((hex::encode(entry).as_str(), hex::encode(leaf).as_str(), hex::encode(link).as_str()), (ENTRY, LEAF, LINK));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_append_writes_hashes_to_what_it_wrote(pool: PgPool) {
    let writer = writer(&pool).await;
    writer.append(noted(new_id())).await.unwrap();
    let mut full = event("case.noted", "{\"text\": \"p1.…\"}");
    full.reason = Some("理由".to_owned());
    full.causation_id = Some(new_id());
    let mut wish = act(vec![onto(new_id(), Expected::Exactly(0), vec![full])]);
    wish.trace_context = Some("00-1-2-01".to_owned());
    writer.append(wish).await.unwrap();
    let chain =
        page(&pool, Log::Casework, 0, 10).await.unwrap().iter().fold(GENESIS, |chain, event| link(&chain, &leaf(&entry(event))));
    assert_eq!(chain, head(&pool, Log::Casework).await.unwrap().chain);
}
