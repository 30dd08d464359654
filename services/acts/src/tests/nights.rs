//! A night: told once whoever tries, found once, settled by itself, closed by those it belongs to.

use casework::Refusal;
use casework::nightly::NightlyRefusal;
use events::Log;
use events::award::EndGround;
use events::nightly::{Outcome, TaskKind};
use events::vocabulary::{ProcedureKind, ProtectionGround};
use jiff::Span;
use jiff::civil::{Date, date};
use projections::ledger;
use projections::tasks::{self, State, TaskFilter, TaskRow};
use sqlx::PgPool;
use store::Role;
use tokio_util::sync::CancellationToken;

use super::stage::{PATIENCE, Stage, TODAY, open, request, text};
use crate::{ActError, ProtectionInput, ReceiveInput, TaskInput};

/// The read models that a night reads, brought up to the log.
pub(super) async fn caught_up(test: &PgPool, stage: &Stage) {
    let pool = store::connect_with((*test.connect_options()).clone(), Role::Projector, 8).await.unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn(store::run_projections(pool.clone(), projections::all(), uuid::Uuid::from_u128(77), stop.clone()));
    let head = store::head(stage.acts.pool(), Log::Casework).await.unwrap().position;
    for name in [
        "ledger",
        "worklist",
        "tasks",
        "protections",
        "designations",
        "letter_releases",
        "letters",
        "inquiries",
        "recipient_files",
        "claims",
        "payments",
        "reimbursements",
        "notices",
        "same_persons",
        "retention",
    ] {
        assert!(store::wait_for(&pool, name, head, PATIENCE).await.unwrap(), "{name}");
    }
    stop.cancel();
    running.await.unwrap();
}

async fn open_tasks(stage: &Stage) -> Vec<TaskRow> {
    tasks::page(stage.acts.pool(), TaskFilter::default(), None, 50).await.unwrap()
}

fn days_before(day: Date, days: i64) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_missing_renewal_is_found_once_settled_by_the_application_and_the_gap_is_closed_by_its_office(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let award = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap().award;
    let end = stage.acts.starting(award).await.unwrap().standing.validity.end();
    caught_up(&test, &stage).await;

    let first = days_before(end, 20);
    let (one, other) = tokio::join!(stage.acts.run_night(first), stage.acts.run_night(first));
    let told: Vec<_> = [one.unwrap(), other.unwrap()].into_iter().flatten().collect();
    assert_eq!(told.len(), 1, "two workers, one night");
    assert_eq!((told[0].found, told[0].persons, told[0].renewals["asked"]), (1, 1, 1));
    assert_eq!(stage.acts.run_night(first).await.unwrap(), None, "done for this day");
    caught_up(&test, &stage).await;
    let found = open_tasks(&stage).await;
    assert_eq!(found.iter().map(|row| row.finding.kind).collect::<Vec<_>>(), [TaskKind::RenewalUnanswered]);

    // Found before is not found again; the night says how long none was run.
    let second = days_before(end, 17);
    let ran = stage.acts.run_night(second).await.unwrap().unwrap();
    assert_eq!((ran.found, ran.settled, ran.after), (0, 0, Some(first)));

    let form = stage.acts.prefilled(award, ProcedureKind::Change, TODAY).await.unwrap();
    let input = ReceiveInput { kind: ProcedureKind::Renewal, starting_from: Some(award), form, ..stage.input().await };
    stage.acts.receive(&request(&stage.counter), input).await.unwrap();
    caught_up(&test, &stage).await;
    let third = days_before(end, 16);
    let ran = stage.acts.run_night(third).await.unwrap().unwrap();
    assert_eq!((ran.renewals["applied"], ran.settled), (1, 1), "{ran:?}");
    assert_eq!(ran.standing.get("gap_ahead"), Some(&1));
    caught_up(&test, &stage).await;
    let gap = open_tasks(&stage).await.into_iter().find(|row| row.finding.kind == TaskKind::GapAhead).unwrap();

    let close = async |who: &events::Actor| {
        let input = TaskInput { night: gap.night, outcome: Outcome::Done, why: text("決裁を急ぐよう伝えた。") };
        stage.acts.close_task(&request(who), gap.task, input).await
    };
    let elsewhere = open(&stage.acts, events::StaffRole::Counter, "02").await;
    assert!(matches!(close(&elsewhere).await, Err(ActError::Refused(Refusal::Nightly(NightlyRefusal::OtherOffice(_))))));
    assert!(matches!(close(&stage.board_clerk).await, Err(ActError::Refused(Refusal::Nightly(NightlyRefusal::Role)))));
    close(&stage.checker).await.unwrap();
    assert!(matches!(close(&stage.approver).await, Err(ActError::Refused(Refusal::Nightly(NightlyRefusal::AlreadyClosed)))));
    let unknown = TaskInput { night: first, outcome: Outcome::Done, why: text("－") };
    let nowhere = stage.acts.close_task(&request(&stage.checker), gap.task, unknown).await;
    assert!(matches!(nowhere, Err(ActError::NotFound)), "not found in that night");
    caught_up(&test, &stage).await;
    let row = tasks::task(stage.acts.pool(), gap.task).await.unwrap().unwrap();
    assert_eq!((row.state, row.closed.map(|(day, _)| day)), (State::Done, Some(TODAY)));
    // What staff closed stays closed, though it is still so.
    let ran = stage.acts.run_night(days_before(end, 15)).await.unwrap().unwrap();
    assert_eq!((ran.standing["gap_ahead"], ran.settled), (1, 0));
    caught_up(&test, &stage).await;
    assert!(open_tasks(&stage).await.iter().all(|row| row.finding.kind != TaskKind::GapAhead));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_whose_days_ran_out_is_ended_by_the_night_once_and_what_concerns_its_days_is_still_decided(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let award = approval.award;
    let end = stage.acts.starting(award).await.unwrap().standing.validity.end();
    caught_up(&test, &stage).await;
    assert_eq!(stage.acts.run_night(end).await.unwrap().unwrap().ended, 0, "the last day still counts");

    let night = end.tomorrow().unwrap();
    let (one, other) = tokio::join!(stage.acts.run_night(night), stage.acts.run_night(night));
    let told: Vec<_> = [one.unwrap(), other.unwrap()].into_iter().flatten().collect();
    assert_eq!(told.iter().map(|ran| ran.ended).collect::<Vec<_>>(), [1], "two workers, one night");
    // The ledger lags behind: the award itself says that it has ended.
    let next = stage.acts.run_night(night.tomorrow().unwrap()).await.unwrap().unwrap();
    assert_eq!(next.ended, 0);
    let ends: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'award.ended'").fetch_one(&test).await.unwrap();
    assert_eq!(ends, 1);
    caught_up(&test, &stage).await;
    let rows = ledger::of_recipient(stage.acts.pool(), approval.recipient, ledger::AsOf::default()).await.unwrap();
    let row = rows.first().unwrap();
    assert_eq!((row.ended, row.validity.end()), (Some(ledger::Ended::Lost(EndGround::Expired)), end));

    let known = stage.acts.known(approval.recipient, award, end).await.unwrap();
    assert!(!known.standing.ended, "a notice about its days is still taken");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_turns_18_is_written_to_in_the_night_that_finds_it(test: PgPool) {
    let stage = Stage::set(&test).await;
    let birthday = days_before(TODAY, -50);
    let mut input = stage.input().await;
    input.form.child.birth_date = birthday.checked_sub(Span::new().years(18)).unwrap();
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    caught_up(&test, &stage).await;
    let eve = stage.acts.run_night(birthday.yesterday().unwrap()).await.unwrap().unwrap();
    assert_eq!(eve.standing.get("turned18"), None);
    stage.acts.run_night(birthday).await.unwrap().unwrap();
    let kinds = async || -> Vec<String> {
        let letters = "SELECT payload ->> 'kind' FROM es.events WHERE event_type = 'letter.issued' ORDER BY position";
        sqlx::query_scalar(letters).fetch_all(&test).await.unwrap()
    };
    assert_eq!(kinds().await, ["approval_notice", "coming_of_age"]);
    caught_up(&test, &stage).await;
    let task = open_tasks(&stage).await.into_iter().find(|row| row.finding.kind == TaskKind::Turned18).unwrap();
    assert!(stage.acts.birthday_letter(task.night, task.task).await.unwrap().is_some());
    stage.acts.run_night(birthday.tomorrow().unwrap()).await.unwrap().unwrap();
    assert_eq!(kinds().await.len(), 2, "once");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_end_of_a_protection_is_found_until_another_term_is_recorded(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let until = date(2027, 3, 31);
    let input =
        |until| ProtectionInput {
            ground: ProtectionGround::DomesticViolence, until: Some(until), reason: text("市の通知書")
        };
    stage.acts.record_protection(&request(&stage.checker), case, input(until)).await.unwrap();
    caught_up(&test, &stage).await;
    let found = || async {
        let tasks = open_tasks(&stage).await;
        tasks.iter().filter(|row| row.finding.kind == TaskKind::ProtectionEnds).map(|row| row.finding.about).collect::<Vec<_>>()
    };
    stage.acts.run_night(days_before(until, 31)).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(found().await, [] as [uuid::Uuid; 0]);
    stage.acts.run_night(days_before(until, 30)).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(found().await, [case.0]);

    // Another year: settled by the next night.
    stage.acts.record_protection(&request(&stage.checker), case, input(date(2028, 3, 31))).await.unwrap();
    caught_up(&test, &stage).await;
    stage.acts.run_night(until).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(found().await, [] as [uuid::Uuid; 0]);
}
