//! Append, conflict, repetition, claims.

use events::Log;
use events::ids::CommandId;
use jiff::Timestamp;
use sqlx::PgPool;

use super::{act, event, new_id, noted, onto, pool_of, writer};
use crate::batch::{self, RecordedTime, Settled};
use crate::{
    AppendError, Claim, Expected, Role, Writer, ensure_partitions, find_command, head, page, stream_events, stream_version,
    verify_log,
};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_appended_is_loaded_byte_for_byte(pool: PgPool) {
    let writer = writer(&pool).await;
    let stream = new_id();
    let payload = "{ \"b\": 1.10,\n  \"a\": \"見本\" , \"a\": 2}";
    let mut wish = act(vec![onto(stream, Expected::Exactly(0), vec![event("case.opened", payload), event("case.noted", "{}")])]);
    wish.trace_context = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    let done = writer.append(wish.clone()).await.unwrap();
    assert_eq!((done.first_position, done.last_position, done.repeated), (1, 2, false));

    let loaded = stream_events(&pool, Log::Casework, stream, 0).await.unwrap();
    assert_eq!(loaded.len(), 2);
    assert_eq!((loaded[0].payload.as_str(), loaded[0].stream_version, loaded[1].stream_version), (payload, 1, 2));
    assert_eq!((loaded[0].event_id, loaded[0].command_id), (wish.streams[0].events[0].event_id, wish.command_id));
    assert_eq!((loaded[0].recorded_at, &loaded[0].trace_context), (done.recorded_at, &wish.trace_context));
    assert_eq!(loaded[0].actor().unwrap(), wish.actor);
    assert_eq!(stream_events(&pool, Log::Casework, stream, 1).await.unwrap().len(), 1);
    assert_eq!(stream_version(&pool, Log::Casework, stream).await.unwrap(), 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_stale_act_is_refused_and_takes_no_position(pool: PgPool) {
    let writer = writer(&pool).await;
    let stream = new_id();
    writer.append(noted(stream)).await.unwrap();
    let wish = act(vec![onto(stream, Expected::Exactly(0), vec![event("case.noted", "{}")])]);
    let refused = writer.append(wish).await;
    assert_eq!(refused, Err(AppendError::Stale { stream_id: stream, actual: 1 }));
    assert_eq!(writer.append(noted(stream)).await.unwrap().first_position, 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_repeated_command_gets_the_first_answer_also_from_another_writer(pool: PgPool) {
    let stream = new_id();
    let mut wish = noted(stream);
    wish.answer = Some("{\"number\": \"1234567\"}".to_owned());
    let first = writer(&pool).await.append(wish.clone()).await.unwrap();
    wish.answer = Some("{\"number\": \"another\"}".to_owned());
    let again = writer(&pool).await.append(wish.clone()).await.unwrap();
    assert!(again.repeated);
    assert_eq!((again.last_position, &again.answer, again.recorded_at), (first.last_position, &first.answer, first.recorded_at));
    assert_eq!(find_command(&pool, wish.command_id).await.unwrap(), Some(again));
    assert_eq!(find_command(&pool, CommandId(new_id())).await.unwrap(), None);
    assert_eq!(head(&pool, Log::Casework).await.unwrap().position, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn several_streams_are_written_together_or_not_at_all(pool: PgPool) {
    let writer = writer(&pool).await;
    let (a, b) = (new_id(), new_id());
    let both = |b_expected| {
        act(vec![
            onto(a, Expected::Any, vec![event("case.noted", "{}")]),
            onto(b, Expected::Exactly(b_expected), vec![event("case.noted", "{}")]),
        ])
    };
    writer.append(both(0)).await.unwrap();
    assert_eq!(writer.append(both(5)).await, Err(AppendError::Stale { stream_id: b, actual: 1 }));
    assert_eq!(stream_version(&pool, Log::Casework, a).await.unwrap(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_claim_is_taken_once_and_a_refused_act_leaves_none(pool: PgPool) {
    let writer = writer(&pool).await;
    let claiming = |number: &str| {
        let mut wish = noted(new_id());
        wish.claims.push(Claim::plain("recipient_number", number));
        wish
    };
    writer.append(claiming("0000018")).await.unwrap();
    assert_eq!(writer.append(claiming("0000018")).await, Err(AppendError::ClaimTaken { kind: "recipient_number".to_owned() }));

    let mut stale = claiming("0000026");
    stale.streams[0].expected = Expected::Exactly(9);
    writer.append(stale).await.unwrap_err();
    writer.append(claiming("0000026")).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn in_one_group_a_conflict_fails_nobody_else(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let (a, b) = (new_id(), new_id());
    let at = |stream, version| act(vec![onto(stream, Expected::Exactly(version), vec![event("case.noted", "{}")])]);
    let (first, second, late, other) = (at(a, 0), at(a, 1), at(a, 0), at(b, 0));
    let mut taker = noted(b);
    taker.claims.push(Claim::plain("recipient_number", "0000034"));
    let mut rival = noted(b);
    rival.claims = taker.claims.clone();
    let acts = [&first, &second, &late, &other, &taker, &rival, &first];
    let mut answers = vec![None; acts.len()];
    batch::commit(&mut conn, (RecordedTime::Database, Settled::AtCommit), Log::Casework, &acts, &mut answers).await.unwrap();
    let answers: Vec<_> = answers.into_iter().map(Option::unwrap).collect();
    let positions: Vec<_> = answers.iter().map(|answer| answer.as_ref().ok().map(|done| done.first_position)).collect();
    assert_eq!(positions, [Some(1), Some(2), None, Some(3), Some(4), None, Some(1)]);
    assert_eq!(answers[2], Err(AppendError::Stale { stream_id: a, actual: 2 }));
    assert_eq!(answers[5], Err(AppendError::ClaimTaken { kind: "recipient_number".to_owned() }));
    assert!(answers[6].as_ref().unwrap().repeated);
    assert!(verify_log(&pool, Log::Casework, |_| ()).await.unwrap().whole);
}

/// How far the database has written, and how far that lies on the disk.
async fn on_disk(pool: &PgPool) -> (i64, i64) {
    let ends = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, (pg_current_wal_flush_lsn() - '0/0')::bigint";
    sqlx::query_as(ends).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_group_that_left_the_head_early_waits_for_the_disk_afterwards(test: PgPool) {
    // As in an installation; where tests run, commits may not wait.
    let waiting = (*test.connect_options()).clone().options([("synchronous_commit", "on")]);
    let pool = PgPool::connect_with(waiting).await.unwrap();
    let mut conn = pool.acquire().await.unwrap();
    let mut on_the_way = 0;
    for _ in 0..40 {
        let (first, mut answers) = (noted(new_id()), [None]);
        batch::commit(&mut conn, (RecordedTime::Database, Settled::Later), Log::Casework, &[&first], &mut answers).await.unwrap();
        assert_eq!(head(&pool, Log::Casework).await.unwrap().position, answers[0].clone().unwrap().unwrap().last_position);
        let (written, flushed) = on_disk(&pool).await;
        on_the_way += usize::from(flushed < written);
        batch::settle(&mut conn).await.unwrap();
        assert!(on_disk(&pool).await.1 >= written);

        let (second, mut answers) = (noted(new_id()), [None]);
        batch::commit(&mut conn, (RecordedTime::Database, Settled::Later), Log::Casework, &[&second], &mut answers)
            .await
            .unwrap();
        let (written, _) = on_disk(&pool).await;
        assert!(find_command(&pool, second.command_id).await.unwrap().is_some());
        assert!(on_disk(&pool).await.1 >= written, "an answer was told before it was on the disk");
    }
    assert!(on_the_way > 0, "no commit returned before the disk");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_act_that_cannot_be_written_does_not_take_its_neighbours_with_it(pool: PgPool) {
    let writer = writer(&pool).await;
    let broken = act(vec![onto(new_id(), Expected::Any, vec![event("case.noted", "not json")])]);
    let empty = act(vec![]);
    let (broken, empty, good) = tokio::join!(writer.append(broken), writer.append(empty), writer.append(noted(new_id())));
    assert!(matches!(broken, Err(AppendError::Refused(_))));
    assert!(matches!(empty, Err(AppendError::Refused(_))));
    assert_eq!(good.unwrap().first_position, 1);
    let stream = new_id();
    writer.append(noted(stream)).await.unwrap();
    let mut other_type = noted(stream);
    other_type.streams[0].stream_type = "person";
    assert!(matches!(writer.append(other_type).await, Err(AppendError::Refused(_))));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn logs_have_their_own_positions(pool: PgPool) {
    let writer = writer(&pool).await;
    writer.append(noted(new_id())).await.unwrap();
    let mut view = noted(new_id());
    view.log = Log::Access;
    assert_eq!(writer.append(view).await.unwrap().first_position, 1);
    assert_eq!(page(&pool, Log::Access, 0, 10).await.unwrap().len(), 1);
    assert!(verify_log(&pool, Log::Access, |_| ()).await.unwrap().whole);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn recorded_time_is_given_only_in_a_simulated_installation(pool: PgPool) {
    let moment: Timestamp = "2025-07-01T09:00:00+09:00".parse().unwrap();
    let founded = |payload: &str, at: Option<Timestamp>| {
        let mut wish = act(vec![onto(new_id(), Expected::Exactly(0), vec![event("installation.founded", payload)])]);
        wish.recorded_at = at;
        wish
    };
    let simulated = Writer::simulated(&pool_of(&pool, Role::Operator).await);
    let refused = simulated.append(founded("{\"simulated\": false}", Some(moment))).await;
    assert!(matches!(refused, Err(AppendError::Refused(_))), "{refused:?}");
    assert_eq!(head(&pool, Log::Casework).await.unwrap().position, 0);

    let done = simulated.append(founded("{\"simulated\": true}", Some(moment))).await.unwrap();
    assert_eq!(done.recorded_at, moment);
    let mut earlier = noted(new_id());
    earlier.recorded_at = moment.checked_sub(jiff::Span::new().seconds(1)).ok();
    assert!(matches!(simulated.append(earlier).await, Err(AppendError::Refused(_))));
    let mut view = noted(new_id());
    (view.log, view.recorded_at) = (Log::Access, Some(moment));
    assert_eq!(simulated.append(view).await.unwrap().recorded_at, moment);
    // The ordinary way pays no heed to a given time.
    let mut ordinary = noted(new_id());
    ordinary.recorded_at = Some(moment);
    assert!(writer(&pool).await.append(ordinary).await.unwrap().recorded_at > moment);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn room_is_made_ahead_and_an_act_without_room_is_refused(pool: PgPool) {
    let as_writer = pool_of(&pool, Role::Writer).await;
    assert_eq!(ensure_partitions(&as_writer).await.unwrap(), 0, "the migration has made room");
    sqlx::query("UPDATE es.head SET position = 19999999 WHERE log = 1").execute(&pool).await.unwrap();
    let writer = writer(&pool).await;
    assert!(matches!(writer.append(noted(new_id())).await, Err(AppendError::Refused(_))));
    assert_eq!(ensure_partitions(&as_writer).await.unwrap(), 1);
    assert_eq!(writer.append(noted(new_id())).await.unwrap().first_position, 20_000_000);
    assert!(sqlx::query("DELETE FROM es.events_00002").execute(&pool).await.is_err());
}
