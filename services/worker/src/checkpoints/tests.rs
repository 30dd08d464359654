//! What is signed, what is refused, and what reaches the places, on a real database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use events::ids::{CommandId, CorrelationId, EventId};
use events::{Actor, Log};
use evidence::{ConsistencyProof, KeyKind, PlaceError, SignedCheckpoint, SigningKey, VerifierKey, verify_consistency};
use sqlx::{Executor as _, PgPool};
use store::{Act, Expected, NewEvent, Role, StreamAppend, Writer};
use uuid::Uuid;

use super::*;

async fn role(pool: &PgPool, role: Role) -> PgPool {
    store::connect_with((*pool.connect_options()).clone(), role, 8).await.unwrap()
}

/// A new id; in the form of a UUIDv7, the same in every run.
fn new_id() -> Uuid {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    let n = u128::from(DRAWN.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(((0x0199_0000_0000 + n) << 80) | (0x7 << 76) | (0x8 << 60) | n)
}

async fn append(writer: &Writer, events: u32) {
    let event = || NewEvent {
        event_id: EventId(new_id()),
        event_type: "case.noted",
        schema_version: 1,
        effective_on: jiff::civil::date(2026, 4, 1),
        payload: "{\"n\": 1}".to_owned(),
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    };
    let stream = StreamAppend {
        stream_id: new_id(),
        stream_type: "case",
        expected: Expected::Any,
        events: (0..events).map(|_| event()).collect(),
    };
    let act = Act {
        log: Log::Casework,
        command_id: CommandId(new_id()),
        correlation_id: CorrelationId(new_id()),
        actor: Actor::program("test"),
        trace_context: None,
        streams: vec![stream],
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    };
    writer.append(act).await.unwrap();
}

/// An installation with its worker's parts, on a directory of its own.
struct Stage {
    owner: PgPool,
    projector: PgPool,
    writer: Writer,
    temp: tempfile::TempDir,
}

impl Stage {
    async fn new(owner: PgPool) -> Self {
        let (projector, writer) = (role(&owner, Role::Projector).await, Writer::start(&role(&owner, Role::Writer).await));
        Self { owner, projector, writer, temp: tempfile::tempdir().unwrap() }
    }

    fn place(&self) -> Place {
        Place::at(self.temp.path().join("checkpoints"))
    }

    /// A worker that has just been started.
    fn signing(&self) -> Signing {
        Signing::new(self.projector.clone(), Log::Casework, self.temp.path().to_owned(), vec![self.place()])
    }

    fn copying(&self) -> Copying {
        Copying::new(self.projector.clone(), Log::Casework, self.temp.path().to_owned(), self.place())
    }

    fn key(&self) -> VerifierKey {
        let line = std::fs::read_to_string(self.place().path().join("casework.vkey")).unwrap();
        line.parse().unwrap()
    }

    /// As a superuser who goes around the triggers.
    async fn tamper(&self, statement: &'static str) {
        const UNGUARDED: &str = "ALTER TABLE es.events DISABLE TRIGGER ALL; ALTER TABLE es.events_00000 DISABLE TRIGGER ALL; \
            ALTER TABLE es.checkpoints DISABLE TRIGGER ALL; ALTER TABLE es.tree_nodes DISABLE TRIGGER ALL; \
            ALTER TABLE es.cosignatures DISABLE TRIGGER ALL";
        let mut tx = self.owner.begin().await.unwrap();
        tx.execute(UNGUARDED).await.unwrap();
        tx.execute(statement).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_log_is_signed_as_it_grows_and_copied(pool: PgPool) {
    let stage = Stage::new(pool).await;
    let (mut signing, mut copying) = (stage.signing(), stage.copying());
    assert!(!signing.round().await.unwrap(), "an empty log has no name yet");
    append(&stage.writer, 3).await;
    signing.round().await.unwrap();
    append(&stage.writer, 999).await;
    signing.round().await.unwrap();
    copying.round().await.unwrap();
    assert_eq!(stage.place().sizes("casework").unwrap(), [3], "neither a minute nor 1,000 events have passed");
    append(&stage.writer, 1).await;
    signing.round().await.unwrap();
    copying.round().await.unwrap();
    assert_eq!(stage.place().sizes("casework").unwrap(), [3, 1_003]);
    let note = stage.place().checkpoint("casework", 1_003).unwrap();
    let signed = SignedCheckpoint::open(&note, &stage.key()).unwrap().checkpoint;
    let leaves = store::leaves(&stage.projector, Log::Casework, 0, 1_003).await.unwrap();
    assert_eq!(signed.root, evidence::root_of(&leaves));
    assert!(signed.origin.starts_with("daicho.") && signed.origin.ends_with("/casework"));

    // Another worker, or this one started again, goes on from what is kept.
    append(&stage.writer, 2).await;
    let mut again = stage.signing();
    again.round().await.unwrap();
    assert_eq!(store::newest_checkpoint(&stage.projector, Log::Casework).await.unwrap().unwrap().size, 1_005);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_log_that_became_shorter_is_not_signed(pool: PgPool) {
    let stage = Stage::new(pool).await;
    append(&stage.writer, 300).await;
    stage.signing().round().await.unwrap();
    stage.copying().round().await.unwrap();
    // An older backup was put back, together with its own idea of checkpoints.
    stage.tamper("DELETE FROM es.checkpoints; DELETE FROM es.tree_nodes; DELETE FROM es.events WHERE position > 200; UPDATE es.head SET position = 200 WHERE log = 1").await;
    let mut signing = stage.signing();
    assert!(matches!(signing.round().await, Err(Trouble::Shorter { head: 200, size: 300, .. })));
    // And was worked on, until it was longer than before.
    append(&stage.writer, 200).await;
    assert!(matches!(signing.round().await, Err(Trouble::Differs { size: 300, .. })));
    assert!(matches!(stage.signing().round().await, Err(Trouble::Differs { size: 300, .. })));
    assert_eq!(store::newest_checkpoint(&stage.projector, Log::Casework).await.unwrap(), None);

    // After a declared restoration it goes on in a place of its own, and what was signed before lies where it lay.
    let next = Place::after(stage.place().path(), 1);
    let keys = stage.temp.path().to_owned();
    Signing::new(stage.projector.clone(), Log::Casework, keys.clone(), vec![next.clone()]).round().await.unwrap();
    Copying::new(stage.projector.clone(), Log::Casework, keys, next.clone()).round().await.unwrap();
    assert_eq!((next.sizes("casework").unwrap(), stage.place().sizes("casework").unwrap()), (vec![400], vec![300]));
    assert_eq!(next.first_key("casework").unwrap().as_ref(), Some(&stage.key()));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_changed_under_a_checkpoint_or_signed_by_others_is_not_signed_on(pool: PgPool) {
    let stage = Stage::new(pool).await;
    append(&stage.writer, 300).await;
    let mut signing = stage.signing();
    signing.round().await.unwrap();
    stage.tamper("UPDATE es.events SET leaf = sha256(leaf) WHERE position = 299").await;
    append(&stage.writer, 1_000).await;
    assert!(matches!(signing.round().await, Err(Trouble::Differs { size: 300, .. })));
    stage.tamper("UPDATE es.checkpoints SET note = replace(note, '300', '301')").await;
    assert!(matches!(signing.round().await, Err(Trouble::NotOurs { size: 300, .. })));
    std::fs::remove_file(stage.temp.path().join("checkpoints.key")).unwrap();
    assert!(matches!(stage.signing().round().await, Err(Trouble::KeyLost)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_that_holds_another_history_is_told(pool: PgPool) {
    let stage = Stage::new(pool).await;
    append(&stage.writer, 3).await;
    let mut signing = stage.signing();
    signing.round().await.unwrap();
    stage.place().keep_checkpoint("casework", 3, "another").unwrap();
    assert!(matches!(stage.signing().round().await, Err(Trouble::NotOurs { size: 3, .. })));
    let mut copying = stage.copying();
    copying.round().await.unwrap();
    append(&stage.writer, 1_000).await;
    signing.round().await.unwrap();
    stage.place().keep_checkpoint("casework", 1_003, "another").unwrap();
    assert!(matches!(copying.round().await, Err(Trouble::Place(PlaceError::Differs(_)))));
}

/// A witness that knows what it was shown last.
type Shown = Arc<Mutex<Option<SignedCheckpoint>>>;

async fn witness(State((shown, log, key)): State<(Shown, VerifierKey, Arc<SigningKey>)>, body: String) -> (StatusCode, String) {
    let mut shown = shown.lock().unwrap();
    let proof: ConsistencyProof = body.parse().unwrap();
    let mut new = SignedCheckpoint::open(&proof.checkpoint, &log).unwrap();
    let old = shown.as_ref().map_or((0, [0; 32]), |shown| (shown.checkpoint.size, shown.checkpoint.root));
    if proof.old != old.0 {
        return (StatusCode::CONFLICT, format!("{}\n", old.0));
    }
    verify_consistency((old.0, &old.1), (new.checkpoint.size, &new.checkpoint.root), &proof.hashes).unwrap();
    new.note.sign(&key, 1_770_000_000);
    let line = new.note.signatures.pop().unwrap();
    *shown = Some(new);
    (StatusCode::OK, format!("— someone else AAAAAAAA\n{line}\n"))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_witness_is_shown_proofs_and_its_signatures_are_kept(pool: PgPool) {
    let stage = Stage::new(pool).await;
    let (mut signing, mut copying) = (stage.signing(), stage.copying());
    append(&stage.writer, 3).await;
    signing.round().await.unwrap();
    copying.round().await.unwrap();
    let key = Arc::new(SigningKey::from_seed("kansa.example/daicho", KeyKind::Cosigner, &[5; 32]).unwrap());
    let shown = Shown::default();
    let router =
        Router::new().route("/add-checkpoint", post(witness)).with_state((Arc::clone(&shown), stage.key(), Arc::clone(&key)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });

    let witness = Witness { url, key: key.verifier().clone(), authorities: None };
    let new = || Witnessing::new(stage.projector.clone(), Log::Casework, witness.clone());
    let mut witnessing = new();
    assert!(!witnessing.round().await.unwrap());
    append(&stage.writer, 1_000).await;
    signing.round().await.unwrap();
    witnessing.round().await.unwrap();
    copying.round().await.unwrap();
    assert_eq!(shown.lock().unwrap().as_ref().unwrap().checkpoint.size, 1_003);
    let id = format!("{:08x}", key.verifier().id());
    let kept = std::fs::read_to_string(stage.place().path().join(format!("casework/00000000000000001003.{id}"))).unwrap();
    assert!(kept.starts_with("— kansa.example/daicho "));

    // The witness lost its memory: it says so, is shown everything from the beginning, and signs again.
    *shown.lock().unwrap() = None;
    append(&stage.writer, 1_000).await;
    signing.round().await.unwrap();
    assert!(witnessing.round().await.unwrap(), "there is more to do at once");
    assert!(!witnessing.round().await.unwrap());

    // Our memory of its signature is gone, not that of the checkpoint: it signs once more.
    stage.tamper("DELETE FROM es.cosignatures").await;
    let mut forgetful = new();
    assert!(forgetful.round().await.unwrap());
    forgetful.round().await.unwrap();
    assert_eq!(store::cosigned(&stage.projector, Log::Casework, &format!("kansa.example/daicho+{id}")).await.unwrap(), 2_003);

    // It has signed more than we have.
    stage.tamper("DELETE FROM es.cosignatures; DELETE FROM es.checkpoints WHERE size > 3").await;
    let mut after_restore = new();
    assert!(after_restore.round().await.unwrap());
    assert!(matches!(after_restore.round().await, Err(Trouble::Witness(what)) if what.contains("exit code 13")));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_key_that_lies_ready_takes_over_and_whoever_knows_the_first_can_follow(pool: PgPool) {
    let stage = Stage::new(pool).await;
    append(&stage.writer, 3).await;
    let (mut signing, mut other, mut copying) = (stage.signing(), stage.signing(), stage.copying());
    signing.round().await.unwrap();
    other.round().await.unwrap();
    copying.round().await.unwrap();
    LogKey::create_next(stage.temp.path(), &SystemEntropy).unwrap();
    assert!(signing.round().await.unwrap(), "the log that stands still is handed over, too");
    assert!(!signing.round().await.unwrap(), "once");
    append(&stage.writer, 1_000).await;
    // The worker beside it has not been told, and signs with the new key all the same.
    other.round().await.unwrap();
    copying.round().await.unwrap();

    let keys = stage.place().log_keys("casework").unwrap().unwrap();
    assert_eq!(keys.all().count(), 2);
    let note = stage.place().checkpoint("casework", 1_003).unwrap();
    assert_eq!(keys.open(&note).unwrap().checkpoint.size, 1_003);
    assert!(SignedCheckpoint::open(&note, &stage.key()).is_err(), "the old key signs no more");
    // The old key may be destroyed: its public half stays where the copies lie.
    std::fs::remove_file(stage.temp.path().join("checkpoints.key")).unwrap();
    append(&stage.writer, 1_000).await;
    let mut again = stage.signing();
    again.round().await.unwrap();
    stage.copying().round().await.unwrap();
    assert!(keys.open(&stage.place().checkpoint("casework", 2_003).unwrap()).is_ok());
    // The new key alone, once lost, is not replaced.
    std::fs::remove_file(stage.temp.path().join("checkpoints-2.key")).unwrap();
    assert!(matches!(stage.signing().round().await, Err(Trouble::KeyLost)));
}
