//! Accounts, sessions and drafts on a real database.

use std::sync::Arc;

use events::ids::{CommandId, CorrelationId, EventId, KeyId, StaffId, SubjectId};
use events::{Actor, Log};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;
use store::{Act, Entropy, Expected, KeyFiles, KeyRing, NewEvent, Role, StreamAppend, SystemEntropy, Writer};
use uuid::Uuid;

use crate::{
    Cost, Credentials, DraftError, Drafts, FAILURES_THAT_LOCK, IdentityError, PasswordError, PasswordHashing, SecondFactors,
    SessionPolicy, SessionToken, Sessions, SignIn,
};

const SOMEBODY: StaffId = StaffId(Uuid::from_u128(1));

fn noon() -> Timestamp {
    Timestamp::from_second(1_790_000_000).expect("a moment")
}

fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

async fn pool(test: &PgPool) -> PgPool {
    store::connect_with((*test.connect_options()).clone(), Role::Writer, 8).await.expect("a pool")
}

async fn credentials(test: &PgPool) -> Credentials {
    let hashing = PasswordHashing::new(Cost::LIGHT, Arc::new(SystemEntropy)).expect("hashing");
    let credentials = Credentials::new(pool(test).await, hashing);
    credentials.set(SOMEBODY, "counter1", "見本の合言葉です", noon()).await.expect("set");
    credentials
}

fn ring() -> Arc<KeyRing> {
    let directory =
        std::env::temp_dir().join(format!("daicho-identity-{}", SessionToken::draw(&SystemEntropy).expect("random").to_cookie()));
    let keys = KeyFiles::create(&directory, &SystemEntropy).expect("keys");
    std::fs::remove_dir_all(&directory).expect("removed");
    Arc::new(KeyRing::new(keys.wrapping))
}

async fn factors(test: &PgPool) -> SecondFactors {
    SecondFactors::new(pool(test).await, ring(), Arc::new(SystemEntropy))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_right_password_is_accepted_in_any_case_of_the_login(test: PgPool) {
    let (credentials, factors) = (credentials(&test).await, factors(&test).await);
    let tried = credentials.try_sign_in(&factors, (" Counter1", "見本の合言葉です", ""), noon()).await.expect("answer");
    assert_eq!(tried, SignIn::Accepted(SOMEBODY));
    let unknown = credentials.try_sign_in(&factors, ("counter2", "見本の合言葉です", ""), noon()).await.expect("answer");
    assert_eq!(unknown, SignIn::Refused { staff: None, unheard: false, locks: None });
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn failures_delay_and_then_lock(test: PgPool) {
    let (credentials, factors) = (credentials(&test).await, factors(&test).await);
    let mut now = noon();
    for failure in 1..=FAILURES_THAT_LOCK {
        now += SignedDuration::from_secs(60);
        let tried = credentials.try_sign_in(&factors, ("counter1", "ちがう合言葉です", ""), now).await.expect("answer");
        let locks = (failure == FAILURES_THAT_LOCK).then_some(10);
        assert_eq!(tried, SignIn::Refused { staff: Some(SOMEBODY), unheard: false, locks });
        if (5..10).contains(&failure) {
            let at_once = credentials.try_sign_in(&factors, ("counter1", "見本の合言葉です", ""), now).await.expect("answer");
            assert_eq!(at_once, SignIn::Refused { staff: Some(SOMEBODY), unheard: true, locks: None }, "after {failure}");
        }
    }
    let much_later = now + SignedDuration::from_hours(24);
    let locked = credentials.try_sign_in(&factors, ("counter1", "見本の合言葉です", ""), much_later).await.expect("answer");
    assert_eq!(locked, SignIn::Refused { staff: Some(SOMEBODY), unheard: true, locks: None });
    credentials.forgive(SOMEBODY).await.expect("forgiven");
    let free = credentials.try_sign_in(&factors, ("counter1", "見本の合言葉です", ""), much_later).await.expect("answer");
    assert_eq!(free, SignIn::Accepted(SOMEBODY));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guesses_at_the_same_moment_are_all_counted(test: PgPool) {
    let (credentials, factors) = (credentials(&test).await, factors(&test).await);
    let guesses = (0..30).map(|n| {
        let (credentials, factors) = (credentials.clone(), factors.clone());
        tokio::spawn(async move {
            credentials.try_sign_in(&factors, ("counter1", &format!("でたらめな合言葉{n}"), ""), noon()).await.expect("answer")
        })
    });
    let mut heard = 0;
    for guess in guesses.collect::<Vec<_>>() {
        if matches!(guess.await.expect("task"), SignIn::Refused { unheard: false, .. }) {
            heard += 1;
        }
    }
    assert_eq!(heard, 5, "the fifth failure begins to delay");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_login_belongs_to_one_and_has_a_form(test: PgPool) {
    let credentials = credentials(&test).await;
    let other = StaffId(Uuid::from_u128(2));
    for login in ["counter1", "見本", "C", "a b"] {
        let refused = credentials.set(other, login, "ひまわり畑の夏の朝", noon()).await;
        assert!(matches!(refused, Err(IdentityError::Login(_))), "{login}");
    }
    assert_eq!(credentials.staff_of("counter1").await.expect("answer"), Some(SOMEBODY));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sessions_end_when_idle_when_old_and_when_ended(test: PgPool) {
    let policy = SessionPolicy::default();
    let sessions = Sessions::new(pool(&test).await, policy, Arc::new(SystemEntropy));
    let token = sessions.begin(SOMEBODY, noon()).await.expect("begun");
    let found = |at: i64| sessions.find(&token, after(at));
    let session = found(60).await.expect("answer").expect("alive");
    assert_eq!(session.staff, SOMEBODY);
    // Seen at 60 s, so alive 15 minutes later, and idle from then on.
    assert!(found(60 + 899).await.expect("answer").is_some());
    assert!(found(60 + 899 + 900).await.expect("answer").is_none());

    let long = sessions.begin(SOMEBODY, noon()).await.expect("begun");
    let mut at = 0;
    while at < 36_000 {
        assert!(sessions.find(&long, after(at)).await.expect("answer").is_some(), "at {at}");
        at += 600;
    }
    assert!(sessions.find(&long, after(36_000)).await.expect("answer").is_none(), "ten hours are the end");

    let ended = sessions.begin(SOMEBODY, noon()).await.expect("begun");
    let of = sessions.of(SOMEBODY, noon()).await.expect("list");
    assert_eq!(of.len(), 3);
    assert_eq!(sessions.end_all(SOMEBODY, noon()).await.expect("ended"), 3);
    assert!(sessions.find(&ended, noon()).await.expect("answer").is_none());
    assert!(sessions.find(&SessionToken::draw(&SystemEntropy).expect("random"), noon()).await.expect("answer").is_none());
    assert_eq!(sessions.sweep(after(36_001)).await.expect("swept"), 3);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn drafts_are_sealed_and_two_tabs_meet_in_a_conflict(test: PgPool) {
    let pool = pool(&test).await;
    let directory =
        std::env::temp_dir().join(format!("daicho-identity-{}", SessionToken::draw(&SystemEntropy).expect("random").to_cookie()));
    let keys = KeyFiles::create(&directory, &SystemEntropy).expect("keys");
    let ring = Arc::new(KeyRing::new(keys.wrapping));
    open_account(&pool, &ring).await;
    let drafts = Drafts::new(pool.clone(), Arc::clone(&ring), Arc::new(SystemEntropy));
    let id = Uuid::from_u128(77);
    let typed = vec![("child_name".to_owned(), "架空 みのり".to_owned())];
    assert_eq!(drafts.save(SOMEBODY, "new", (id, 0), &typed, noon()).await.expect("saved"), 1);
    assert_eq!(drafts.save(SOMEBODY, "new", (id, 1), &typed, noon()).await.expect("saved"), 2);
    let second_tab = drafts.save(SOMEBODY, "new", (id, 1), &typed, noon()).await;
    assert!(matches!(second_tab, Err(DraftError::Conflict { now: Some(2) })));
    let twice_new = drafts.save(SOMEBODY, "new", (id, 0), &typed, noon()).await;
    assert!(matches!(twice_new, Err(DraftError::Conflict { now: Some(2) })));

    let draft = drafts.load::<Vec<(String, String)>>(SOMEBODY, "new", id).await.expect("read").expect("there");
    assert_eq!((draft.info.version, &draft.content), (2, &typed));
    let another = drafts.load::<Vec<(String, String)>>(StaffId(Uuid::from_u128(2)), "new", id).await.expect("read");
    assert!(another.is_none(), "a draft belongs to one");
    assert_eq!(drafts.list::<Vec<(String, String)>>(SOMEBODY, "new").await.expect("read").len(), 1);
    let sealed: String = sqlx::query_scalar("SELECT sealed FROM desk.drafts").fetch_one(&pool).await.expect("row");
    assert!(!sealed.contains("架空") && sealed.starts_with("p1."));
    assert!(drafts.discard(SOMEBODY, id).await.expect("discarded"));
    assert!(matches!(drafts.save(SOMEBODY, "new", (id, 2), &typed, noon()).await, Err(DraftError::Conflict { now: None })));
    std::fs::remove_dir_all(directory).expect("removed");
}

/// The account's key comes with its first event.
async fn open_account(pool: &PgPool, ring: &KeyRing) {
    let mut bytes = [0; 16];
    SystemEntropy.fill(&mut bytes).expect("random");
    let key = ring
        .new_key(KeyId(uuid::Builder::from_random_bytes(bytes).into_uuid()), SubjectId(SOMEBODY.0), &SystemEntropy)
        .expect("a key");
    let event = NewEvent {
        event_id: EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001)),
        event_type: "account.locked",
        schema_version: 1,
        effective_on: jiff::civil::date(2026, 4, 1),
        payload: "{\"failures\":10}".to_owned(),
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    };
    let act = Act {
        log: Log::Casework,
        command_id: CommandId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0002)),
        correlation_id: CorrelationId(Uuid::from_u128(3)),
        actor: Actor::program("test"),
        trace_context: None,
        streams: vec![StreamAppend {
            stream_id: SOMEBODY.0,
            stream_type: "account",
            expected: Expected::Exactly(0),
            events: vec![event],
        }],
        claims: vec![],
        keys: vec![key],
        answer: None,
        recorded_at: None,
    };
    Writer::start(pool).append(act).await.expect("appended");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn codes_are_counted_as_passwords_are_and_each_lets_in_once(test: PgPool) {
    let (credentials, ring) = (credentials(&test).await, ring());
    open_account(&pool(&test).await, &ring).await;
    let factors = SecondFactors::new(pool(&test).await, ring, Arc::new(SystemEntropy));
    factors.begin(SOMEBODY, noon()).await.expect("begun");
    let secret = factors.pending(SOMEBODY).await.expect("answer").expect("a secret");
    let sign_in = async |code: &str, now| {
        credentials.try_sign_in(&factors, ("counter1", "見本の合言葉です", code), now).await.expect("answer")
    };
    assert_eq!(sign_in("", noon()).await, SignIn::Accepted(SOMEBODY), "what is not confirmed is not asked for");
    let code = |now| secret.code(crate::totp::step(now));
    assert!(!factors.confirm(SOMEBODY, "abcdef", noon()).await.expect("answer"));
    assert!(factors.confirm(SOMEBODY, &code(noon()), noon()).await.expect("answer"));
    assert_eq!(factors.pending(SOMEBODY).await.expect("answer"), None, "shown no more");
    factors.begin(SOMEBODY, noon()).await.expect("left alone");
    let later = after(90);
    assert_eq!(sign_in(&code(later), later).await, SignIn::Accepted(SOMEBODY));
    let used = sign_in(&code(later), after(91)).await;
    assert_eq!(used, SignIn::Refused { staff: Some(SOMEBODY), unheard: false, locks: None }, "used before");
    let mut now = after(120);
    let mut locked = false;
    for _ in 0..FAILURES_THAT_LOCK {
        now += SignedDuration::from_secs(60);
        locked |= matches!(sign_in("", now).await, SignIn::Refused { locks: Some(_), .. });
    }
    assert!(locked, "codes are not guessed without end");
    assert!(factors.remove(SOMEBODY).await.expect("removed"));
    credentials.forgive(SOMEBODY).await.expect("forgiven");
    assert_eq!(sign_in("", now).await, SignIn::Accepted(SOMEBODY));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_password_is_changed_by_whoever_knows_it(test: PgPool) {
    let (credentials, factors) = (credentials(&test).await, factors(&test).await);
    let change = async |known: &str, new: &str| credentials.change(SOMEBODY, (known, new), noon()).await;
    assert!(!change("ちがう合言葉です", "ひまわり畑の夏の朝").await.expect("answer"));
    let (short, same) = (change("見本の合言葉です", "短い").await, change("見本の合言葉です", "見本の合言葉です").await);
    assert!(matches!(short, Err(IdentityError::Password(PasswordError::TooShort))));
    assert!(matches!(same, Err(IdentityError::Password(PasswordError::Unchanged))));
    assert!(change("見本の合言葉です", "ひまわり畑の夏の朝").await.expect("answer"));
    let tried = credentials.try_sign_in(&factors, ("counter1", "ひまわり畑の夏の朝", ""), noon()).await.expect("answer");
    assert_eq!(tried, SignIn::Accepted(SOMEBODY));
    for _ in 0..5 {
        assert!(!change("ちがう合言葉です", "ひまわり畑の秋の朝").await.expect("answer"));
    }
    assert!(!change("ひまわり畑の夏の朝", "ひまわり畑の秋の朝").await.expect("answer"), "guesses wait here too");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_login_name_is_looked_at_before_it_is_given(test: PgPool) {
    let credentials = credentials(&test).await;
    let other = StaffId(Uuid::from_u128(2));
    for login in ["counter1", "見本", "C", "c", "1a", "a b"] {
        assert!(matches!(credentials.may_have(other, login).await, Err(IdentityError::Login(_))), "{login}");
    }
    credentials.may_have(SOMEBODY, "counter1").await.expect("their own");
    credentials.may_have(other, "checker.9").await.expect("free");
    assert_eq!(credentials.login_of(SOMEBODY).await.expect("answer").as_deref(), Some("counter1"));
    assert_eq!(credentials.login_of(other).await.expect("answer"), None);
}
