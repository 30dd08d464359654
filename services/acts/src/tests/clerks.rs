//! Clerks: taken, handed over in one go, left behind by somebody whose account is locked.

use casework::Refusal;
use casework::application::ClerkRefusal;
use events::StaffRole;
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::ClerkDesk;
use sqlx::PgPool;

use super::stage::{Stage, open, request, text};
use crate::{ActError, Chosen};

async fn clerk(stage: &Stage, case: ApplicationId, desk: ClerkDesk) -> Option<StaffId> {
    stage.acts.case(case, None).await.unwrap().application.clerks().at(desk)
}

async fn chosen(stage: &Stage, application: ApplicationId) -> Chosen {
    let seen_version = stage.acts.case(application, None).await.unwrap().version;
    Chosen { application, seen_version, digest: String::new() }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn several_cases_are_handed_over_each_for_itself_and_sending_it_twice_does_it_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let colleague = open(&stage.acts, StaffRole::Counter, "01").await;
    let (one, other) = (stage.receive().await.application, stage.receive().await.application);
    assert_eq!(clerk(&stage, one, ClerkDesk::Office).await, Some(stage.counter.id), "whoever receives it is its clerk");
    let cases = [chosen(&stage, one).await, Chosen { seen_version: 99, ..chosen(&stage, other).await }];
    let (request, why) = (request(&stage.counter), text("休暇の間、引き継ぐため。"));
    for round in 1..=2 {
        let outcomes = stage.acts.hand_over_each(&request, &cases, (Some(colleague.id), &why)).await;
        assert!(outcomes[0].1.is_ok(), "round {round}: {:?}", outcomes[0].1);
        assert!(matches!(outcomes[1].1, Err(ActError::Stale { .. })), "round {round}");
    }
    assert_eq!(clerk(&stage, one, ClerkDesk::Office).await, Some(colleague.id));
    assert_eq!(clerk(&stage, other, ClerkDesk::Office).await, Some(stage.counter.id), "what moved meanwhile stays");
    assert_eq!(stage.acts.case(one, None).await.unwrap().version, cases[0].seen_version + 1, "once");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_is_not_taken_from_somebody_in_silence_unless_they_are_gone(test: PgPool) {
    let stage = Stage::set(&test).await;
    let colleague = open(&stage.acts, StaffRole::Counter, "01").await;
    let case = stage.receive().await.application;
    let refused = stage.acts.take_case(&request(&colleague), case, None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Clerk(ClerkRefusal::ReasonNeeded)))), "{refused:?}");
    let of_the_division = stage.acts.take_case(&request(&stage.checker), case, Some(text("引き継ぐため。"))).await;
    assert!(matches!(of_the_division, Err(ActError::Refused(Refusal::Clerk(ClerkRefusal::OtherDesk(_))))));

    stage.acts.lock_account(&request(&stage.approver), stage.counter.id, 10).await.unwrap();
    stage.acts.take_case(&request(&colleague), case, None).await.unwrap();
    assert_eq!(clerk(&stage, case, ClerkDesk::Office).await, Some(colleague.id));

    let to_the_locked = chosen(&stage, case).await;
    let why = text("戻ったため。");
    let outcomes = stage.acts.hand_over_each(&request(&colleague), &[to_the_locked], (Some(stage.counter.id), &why)).await;
    assert!(matches!(outcomes[0].1, Err(ActError::Refused(Refusal::Clerk(ClerkRefusal::Gone)))), "{:?}", outcomes[0].1);
    let released = chosen(&stage, case).await;
    let outcomes = stage.acts.hand_over_each(&request(&colleague), &[released], (None, &why)).await;
    assert!(outcomes[0].1.is_ok());
    assert_eq!(clerk(&stage, case, ClerkDesk::Office).await, None);
}
