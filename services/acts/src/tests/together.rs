//! Several cases take a step together: each for itself, each once, and what cannot is left out with its reason.

use casework::Refusal;
use casework::application::Stage as State;
use events::ids::ApplicationId;
use sqlx::PgPool;

use super::stage::{Stage, request, text};
use crate::{ActError, Chosen, ReceiveInput, Step};

async fn child(stage: &Stage, nth: u64) -> ApplicationId {
    let masters = stage.acts.masters().await.unwrap();
    let form = crate::seeding::sample_form_of(nth, &masters, super::stage::TODAY).unwrap();
    let input = ReceiveInput { form, ..stage.input().await };
    stage.acts.receive(&request(&stage.counter), input).await.unwrap().application
}

async fn chosen(stage: &Stage, application: ApplicationId) -> Chosen {
    let seen_version = stage.acts.case(application, None).await.unwrap().version;
    Chosen { application, seen_version, digest: String::new() }
}

async fn stage_of(stage: &Stage, case: ApplicationId) -> Option<State> {
    stage.acts.case(case, None).await.unwrap().application.stage()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_that_was_stopped_goes_on_and_nothing_is_done_twice(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (one, other, moved) = (child(&stage, 1).await, child(&stage, 2).await, child(&stage, 3).await);
    let list = [chosen(&stage, one).await, chosen(&stage, other).await, chosen(&stage, moved).await];
    stage.acts.withdraw(&request(&stage.counter), moved, super::stage::TODAY, None).await.unwrap();
    let asked = request(&stage.counter);
    // Stopped after the first.
    let begun = stage.acts.step_each(&asked, &Step::Forward, &list[..1]).await;
    assert!(begun[0].1.as_ref().is_ok_and(|done| !done.again));
    let told = stage.acts.step_each(&asked, &Step::Forward, &list).await;
    assert!(told[0].1.as_ref().is_ok_and(|done| done.again), "done before: {told:?}");
    assert!(told[1].1.as_ref().is_ok_and(|done| !done.again), "{told:?}");
    assert!(matches!(told[2].1, Err(ActError::Stale { .. })), "it moved after it was shown: {told:?}");
    assert_eq!((stage_of(&stage, one).await, stage_of(&stage, moved).await), (Some(State::Forwarded), Some(State::Withdrawn)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn examined_together_where_the_papers_are_there_and_put_before_the_board_for_one_reason(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (whole, open, doubtful) = (child(&stage, 1).await, child(&stage, 2).await, child(&stage, 3).await);
    for case in [whole, doubtful] {
        stage.take_up(case).await;
    }
    stage.acts.forward(&request(&stage.counter), open).await.unwrap();
    stage.acts.take_up(&request(&stage.checker), open).await.unwrap();
    let list = [chosen(&stage, whole).await, chosen(&stage, open).await];
    let told = stage.acts.step_each(&request(&stage.checker), &Step::Examine, &list).await;
    assert!(told[0].1.is_ok(), "{told:?}");
    assert!(matches!(told[1].1, Err(ActError::Refused(Refusal::DocumentsOpen(_)))), "{told:?}");
    assert_eq!((stage_of(&stage, whole).await, stage_of(&stage, open).await), (Some(State::Examined), Some(State::UnderCheck)));

    let list = [chosen(&stage, doubtful).await, chosen(&stage, whole).await];
    let board = Step::PutBeforeBoard(text("判断に迷うため。"));
    let told = stage.acts.step_each(&request(&stage.checker), &board, &list).await;
    assert!(told[0].1.is_ok(), "{told:?}");
    assert!(matches!(told[1].1, Err(ActError::Refused(Refusal::WrongStage { .. }))), "{told:?}");
    assert!(stage.acts.case(doubtful, None).await.unwrap().application.board().awaits());
    let as_counter = stage.acts.step_each(&request(&stage.counter), &board, &[chosen(&stage, open).await]).await;
    assert!(matches!(as_counter[0].1, Err(ActError::Refused(Refusal::WrongRole { .. }))), "{as_counter:?}");
}
