//! Decisions that were altered, and verifications that are stopped and gone on with, on a fictional prefecture.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::Path;
use std::sync::Arc;

use acts::Acts;
use acts::seeding::{SeedPlan, seed};
use jiff::Timestamp;
use jiff::civil::date;
use sqlx::PgPool;
use store::{KeyFiles, KeyRing, Role, SystemEntropy, Vault, Writer};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use verification::{Outcome, Plan, Progress, Report, State, Step, Verifier};

async fn pool(test: &PgPool, role: Role) -> PgPool {
    store::connect_with((*test.connect_options()).clone(), role, 6).await.unwrap()
}

/// The acts, which remember the masters they have once read.
async fn acts(test: &PgPool, keys: KeyFiles) -> Acts {
    let KeyFiles { wrapping, vault, pepper, .. } = keys;
    Acts::new(acts::Parts {
        writer: Writer::simulated(&pool(test, Role::Operator).await),
        pool: pool(test, Role::Writer).await,
        ring: Arc::new(KeyRing::new(wrapping)),
        entropy: Arc::new(SystemEntropy),
        vault: Vault::new(vault),
        pepper,
        printer: Arc::new(documents::Printer::new(documents::Fonts::shared().unwrap())),
    })
}

/// A prefecture with forty cases in every state, and whoever verifies it, with keys in this folder.
async fn stage(test: &PgPool, keys: &Path) -> Verifier {
    let acts = acts(test, KeyFiles::create(keys, &SystemEntropy).unwrap()).await;
    seed(&acts, SeedPlan { people: 3, seed: 7, today: date(2026, 11, 20) }).await.unwrap();
    let projector = pool(test, Role::Projector).await;
    // One pass reads one log.
    for model in projections::all() {
        let wanted = store::Wanted::PLAIN;
        store::rebuild(&projector, &[model.as_ref()], Uuid::nil(), wanted, |_| (), &CancellationToken::new()).await.unwrap();
    }
    Verifier {
        auditor: pool(test, Role::Auditor).await,
        keeper: pool(test, Role::Operator).await,
        projector: None,
        acts: Some(acts),
        places: Vec::new(),
        workers: 2,
        version: "test".to_owned(),
        now: || Timestamp::UNIX_EPOCH,
        ids: || Uuid::from_u128(9),
    }
}

async fn run(verifier: &Verifier, plan: Plan) -> Report {
    match verifier.run(plan, &mut |_| (), &CancellationToken::new()).await.unwrap() {
        Outcome::Finished(report) => *report,
        Outcome::Stopped(_) => panic!("nobody stopped it"),
    }
}

/// Somebody who owns the machine and knows the format changes events and links everything anew.
async fn rewrite(test: &PgPool, change: &'static str) -> u64 {
    sqlx::raw_sql(
        "ALTER TABLE es.events DISABLE TRIGGER ALL; ALTER TABLE es.events_00000 DISABLE TRIGGER ALL; ALTER TABLE es.head DISABLE TRIGGER ALL",
    )
    .execute(test)
    .await
    .unwrap();
    let changed = sqlx::query(change).execute(test).await.unwrap().rows_affected();
    sqlx::raw_sql(
        "DO $$ DECLARE e record; c bytea := decode(repeat('00', 32), 'hex'); l bytea; BEGIN
            FOR e IN SELECT * FROM es.events WHERE log = 1 ORDER BY position LOOP
                l := es.leaf(es.entry(e.log, e.position, e.stream_id, e.stream_type, e.stream_version, e.event_id, e.event_type,
                     e.schema_version, e.command_id, e.recorded_at, e.effective_on, e.actor_id, e.actor_name, e.actor_role,
                     e.actor_office, e.reason, e.correlation_id, e.causation_id, e.trace_context, e.payload::text, e.metadata::text));
                c := es.link(c, l);
                UPDATE es.events SET leaf = l, chain = c WHERE log = 1 AND position = e.position;
            END LOOP;
            UPDATE es.head SET chain = c WHERE log = 1;
        END $$",
    )
    .execute(test)
    .await
    .unwrap();
    changed
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_decision_that_was_altered_does_not_come_out_again(test: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let verifier = stage(&test, folder.path()).await;
    let whole = run(&verifier, Plan::default()).await;
    let decided: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'application.approved'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert!(decided > 1);
    assert_eq!((whole.exit, i64::try_from(whole.decisions.same)), (0, Ok(decided)), "{:?}", whole.faults);

    // The cap of one award, in the decision and in the award alike, with all hashes made anew and no checkpoint to contradict.
    let one = "UPDATE es.events SET payload = regexp_replace(payload::text, '(\"monthly_cap\": ?)[0-9]+', '\\1123')::json \
               WHERE log = 1 AND event_type IN ('application.approved', 'award.granted') AND coalesce(payload ->> 'award', stream_id::text) = \
               (SELECT min(payload ->> 'award') FROM es.events WHERE event_type = 'application.approved')";
    assert_eq!(rewrite(&test, one).await, 2);
    let altered = run(&verifier, Plan::default()).await;
    assert_eq!((altered.exit, altered.decisions.different.len()), (16, 1), "{:?}", altered.faults);
    assert_eq!(altered.decisions.same + 1, whole.decisions.same);

    // An award that is not what was decided could not have come about.
    let award = "UPDATE es.events SET payload = regexp_replace(payload::text, '(\"monthly_cap\": ?)[0-9]+', '\\1456')::json \
                 WHERE log = 1 AND event_type = 'award.granted' AND position = \
                 (SELECT max(position) FROM es.events WHERE event_type = 'award.granted')";
    assert_eq!(rewrite(&test, award).await, 1);
    let codes: Vec<u8> = run(&verifier, Plan::default()).await.faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, [16, 17]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_of_the_past_that_was_altered_changes_the_decisions_under_it(test: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let verifier = stage(&test, folder.path()).await;
    let caps = "UPDATE es.events SET payload = replace(payload::text, '10000', '10001')::json \
                WHERE log = 1 AND event_type = 'master.row_adopted' AND payload::text LIKE '%10000%'";
    assert!(rewrite(&test, caps).await > 0);
    let fresh = Verifier { acts: Some(acts(&test, KeyFiles::open(folder.path()).unwrap()).await), ..verifier };
    let altered = run(&fresh, Plan::default()).await;
    assert_eq!(altered.exit, 16, "{:?}", altered.faults);
    assert!(altered.decisions.same > 0 && !altered.decisions.different.is_empty(), "{:?}", altered.decisions);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_phase_goes_on_where_it_was_stopped(test: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let verifier = Verifier { projector: Some(pool(&test, Role::Projector).await), ..stage(&test, folder.path()).await };
    let whole = run(&verifier, Plan::default()).await;
    assert_eq!(whole.exit, 0, "{:?}", whole.faults);
    let file = folder.path().join("state.json");
    let (mut stops, mut first): (Vec<Step>, Vec<(Step, i64)>) = (Vec::new(), Vec::new());
    let report = loop {
        let stop = CancellationToken::new();
        let mut begun: Option<Step> = None;
        // Each time, one step further than before.
        let mut tell = |progress: Progress| {
            if begun != Some(progress.step) && progress.step != Step::Checkpoints {
                begun = Some(progress.step);
                first.push((progress.step, progress.done));
                if !stops.contains(&progress.step) {
                    stops.push(progress.step);
                    stop.cancel();
                }
            }
        };
        let plan = Plan { resumed: State::read(&file).unwrap(), from: None };
        match verifier.run(plan, &mut tell, &stop).await.unwrap() {
            Outcome::Finished(report) => break *report,
            Outcome::Stopped(state) => state.write(&file).unwrap(),
        }
    };
    assert_eq!(stops, [Step::Casework, Step::Access, Step::Decisions, Step::Projections]);
    let begins = |step: Step| first.iter().filter(|(one, _)| *one == step).map(|(_, done)| *done).collect::<Vec<_>>();
    let head = whole.logs[0].events;
    assert_eq!(begins(Step::Casework), [0, 0, head, head, head], "the log is not walked over twice");
    assert_eq!(begins(Step::Decisions)[2..], [i64::try_from(whole.decisions.same).unwrap()], "decisions are not run twice");
    assert_eq!(
        (report.exit, report.histories, report.decisions, report.projections.len()),
        (0, whole.histories, whole.decisions, whole.projections.len())
    );
    assert_eq!(report.logs[0].root, whole.logs[0].root);

    // What was verified is not looked at again, which is why the file belongs to whoever verifies.
    let state = State::read(&file).unwrap();
    assert_eq!(rewrite(&test, "UPDATE es.events SET metadata = '{ }' WHERE log = 1 AND position = 2").await, 1);
    let resumed = run(&verifier, Plan { resumed: state, from: None }).await;
    assert_eq!(resumed.faults.first().map(|fault| fault.code), Some(10), "the end no longer fits");
}
