//! Proposals: several cases under one number, each decided, endorsed or sent back for itself.

use casework::Refusal;
use casework::application::{ProposalRefusal, Stage as State};
use casework::post::PostRefusal;
use events::StaffRole;
use events::ids::ApplicationId;
use events::master::{MasterStatus, RowAdopted};
use events::sitting::Verdict;
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, open, request, text};
use crate::{ActError, Chosen, Decided, DeputyInput, ProposalInput, RefuseInput};

fn reason() -> RefuseInput {
    RefuseInput {
        ground: "refusal.criteria_not_met".to_owned(), why: text("基準に該当すると認められないため。")
    }
}

/// Heard by the board, which said no.
async fn turned_down(stage: &Stage) -> ApplicationId {
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.heard(case, &[Verdict::Refuse]).await;
    case
}

async fn version(stage: &Stage, case: ApplicationId) -> i32 {
    stage.acts.case(case, None).await.unwrap().version
}

async fn input(stage: &Stage, application: ApplicationId, refusal: Option<RefuseInput>) -> ProposalInput {
    ProposalInput { application, seen_version: version(stage, application).await, refusal }
}

async fn chosen(stage: &Stage, application: ApplicationId) -> Chosen {
    let case = stage.acts.case(application, None).await.unwrap();
    let digest = case.application.conclusion().map(|found| found.digest.clone()).unwrap_or_default();
    Chosen { application, seen_version: case.version, digest }
}

fn row(key: &str, purpose: &str, text: &str) -> RowAdopted {
    RowAdopted {
        table: "phrases".to_owned(),
        key: key.to_owned(),
        valid_from: date(2026, 4, 1),
        valid_to: None,
        status: MasterStatus::Unknown,
        source: "見本".to_owned(),
        values: serde_json::json!({ "purpose": purpose, "text": text, "order": 930 }),
    }
}

fn refused_with<T: std::fmt::Debug>(outcome: &Result<T, ActError>, why: ProposalRefusal) {
    assert!(matches!(outcome, Err(ActError::Refused(Refusal::Proposal(told))) if *told == why), "{outcome:?}");
}

async fn stage_of(stage: &Stage, case: ApplicationId) -> Option<State> {
    stage.acts.case(case, None).await.unwrap().application.stage()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn several_are_proposed_under_one_number_and_decided_each_for_itself(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (granted, refused, early) = (stage.examined().await, turned_down(&stage).await, stage.receive().await.application);
    let inputs = [
        input(&stage, granted, None).await,
        input(&stage, refused, Some(reason())).await,
        input(&stage, early, Some(reason())).await,
    ];
    let asked = request(&stage.checker);
    let told = stage.acts.propose_each(&asked, &inputs).await.unwrap();
    assert_eq!(told.number, Some((8, 1)));
    let proposed: Vec<bool> = told.outcomes.iter().map(|(_, outcome)| outcome.is_ok()).collect();
    assert_eq!(proposed, [true, true, false], "what cannot be proposed stays, with its reason: {:?}", told.outcomes);
    let again = stage.acts.propose_each(&asked, &inputs).await.unwrap();
    assert_eq!((again.number, again.outcomes.len()), (told.number, 3), "sent twice, proposed once");
    assert_eq!(again.outcomes.iter().map(|(_, outcome)| outcome.is_ok()).collect::<Vec<_>>(), proposed);

    let list = [chosen(&stage, granted).await, chosen(&stage, refused).await];
    let by_author = stage.acts.decide_each(&request(&stage.checker), &list).await;
    assert!(by_author.iter().all(|(_, outcome)| outcome.is_err()), "four eyes: {by_author:?}");
    let other = RefuseInput { ground: "refusal.age".to_owned(), ..reason() };
    let otherwise = stage.acts.refuse(&request(&stage.approver), refused, other).await;
    refused_with(&otherwise, ProposalRefusal::AsProposed);
    refused_with(&stage.acts.approve(&request(&stage.approver), refused, None).await.map(drop), ProposalRefusal::AnotherOutcome);

    let deciding = request(&stage.approver);
    for _ in 0..2 {
        let outcomes = stage.acts.decide_each(&deciding, &list).await;
        assert!(matches!(outcomes[0].1, Ok(Decided::Approved(_))), "{outcomes:?}");
        assert!(matches!(outcomes[1].1, Ok(Decided::Refused)), "{outcomes:?}");
    }
    assert_eq!((stage_of(&stage, granted).await, stage_of(&stage, refused).await), (Some(State::Approved), Some(State::Refused)));
    let decided = stage.acts.case(refused, None).await.unwrap().refusal.unwrap();
    assert_eq!((decided.ground.as_str(), decided.why.open()), ("refusal.criteria_not_met", Some(&reason().why)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_refusal_is_proposed_without_instruction_reason_or_list(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = turned_down(&stage).await;
    let by = request(&stage.checker);
    refused_with(&stage.acts.propose_each(&by, &[]).await, ProposalRefusal::Size(crate::MOST_PROPOSED));
    let outcome = |told: crate::Proposing| told.outcomes.into_iter().next().unwrap().1;
    let blank = RefuseInput { ground: String::new(), ..reason() };
    let told = stage.acts.propose_each(&request(&stage.checker), &[input(&stage, case, Some(blank)).await]).await.unwrap();
    refused_with(&outcome(told), ProposalRefusal::NoReason);
    let stale = ProposalInput { seen_version: 1, ..input(&stage, case, Some(reason())).await };
    let told = stage.acts.propose_each(&request(&stage.checker), &[stale]).await.unwrap();
    assert!(matches!(outcome(told), Err(ActError::Stale { .. })));
    let rows = vec![RowAdopted { valid_from: date(2016, 4, 1), ..row("appeal.decision", "appeal", "／") }];
    stage.acts.adopt_master_rows(&request(&stage.approver), rows).await.unwrap();
    let told = stage.acts.propose_each(&request(&stage.checker), &[input(&stage, case, Some(reason())).await]).await.unwrap();
    assert!(matches!(outcome(told), Err(ActError::Refused(Refusal::LetterUnexplained))));
    assert_eq!(stage_of(&stage, case).await, Some(State::UnderCheck), "nothing was changed");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_way_of_several_steps_is_gone_by_other_people_each_time(test: PgPool) {
    let stage = Stage::set(&test).await;
    let way = row("route.refuse", "route", "審査会事務（代決：点検）、決裁（代決：点検）");
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![way]).await.unwrap();
    let case = turned_down(&stage).await;
    let alone = stage.acts.refuse(&request(&stage.approver), case, reason()).await;
    refused_with(&alone, ProposalRefusal::Needed);
    let told = stage.acts.propose_each(&request(&stage.checker), &[input(&stage, case, Some(reason())).await]).await.unwrap();
    assert!(told.outcomes[0].1.is_ok(), "{told:?}");

    let list = || async { [chosen(&stage, case).await] };
    let early = stage.acts.decide_each(&request(&stage.approver), &list().await).await.remove(0).1;
    refused_with(&early, ProposalRefusal::StepOpen("審査会事務"));
    let endorsed = stage.acts.endorse_each(&request(&stage.board_clerk), &list().await, None).await.remove(0).1;
    assert!(endorsed.is_ok(), "{endorsed:?}");
    // Sent back with a reason, it is on no proposal; proposed again, it begins anew.
    let why = text("理由をくわしく書く。");
    let back = stage.acts.send_back_each(&request(&stage.approver), &list().await, &why).await.remove(0).1;
    assert!(back.is_ok(), "{back:?}");
    assert_eq!(stage_of(&stage, case).await, Some(State::UnderCheck));
    stage.acts.propose_each(&request(&stage.checker), &[input(&stage, case, Some(reason())).await]).await.unwrap();

    let [deputy, second] = [open(&stage.acts, StaffRole::Checker, "00").await, open(&stage.acts, StaffRole::Checker, "00").await];
    let why = text("審査会事務の担当者が出張のため。");
    let own = stage.acts.endorse_each(&request(&stage.checker), &list().await, Some(&why)).await.remove(0).1;
    refused_with(&own, ProposalRefusal::SamePerson);
    let unarranged = stage.acts.endorse_each(&request(&deputy), &list().await, Some(&why)).await.remove(0).1;
    refused_with(&unarranged, ProposalRefusal::NotArranged("審査会事務"));
    let away = |holder: &events::Actor, deputy: &events::Actor| DeputyInput {
        holder: holder.id,
        deputy: deputy.id,
        from: TODAY,
        until: TODAY,
        reason: text("休暇のため。"),
    };
    let clerk = away(&stage.board_clerk, &deputy);
    let by_deputy = stage.acts.name_deputy(&request(&deputy), clerk.clone()).await;
    assert!(matches!(by_deputy, Err(ActError::Refused(Refusal::Post(PostRefusal::Oneself)))), "{by_deputy:?}");
    let arranging = request(&stage.board_clerk);
    let first = stage.acts.name_deputy(&arranging, clerk.clone()).await.unwrap();
    assert_eq!(stage.acts.name_deputy(&arranging, clerk).await.unwrap().position, first.position, "sent twice, recorded once");
    let standing = stage.acts.absences(TODAY).await.unwrap();
    assert_eq!(
        standing.iter().map(|away| (away.post, away.absence.deputy)).collect::<Vec<_>>(),
        [(StaffRole::BoardClerk, deputy.id)]
    );
    let stood_in = stage.acts.endorse_each(&request(&deputy), &list().await, Some(&why)).await.remove(0).1;
    assert!(stood_in.is_ok(), "{stood_in:?}");
    let unsaid = stage.acts.decide_each(&request(&second), &list().await).await.remove(0).1;
    refused_with(&unsaid, ProposalRefusal::NotStandingIn("決裁"));
    stage.acts.name_deputy(&request(&stage.approver), away(&stage.approver, &second)).await.unwrap();
    let why = text("決裁者が休暇のため。");
    assert!(stage.acts.endorse_each(&request(&second), &list().await, Some(&why)).await.remove(0).1.is_ok());
    let decided = stage.acts.decide_each(&request(&second), &list().await).await.remove(0).1;
    assert!(matches!(decided, Ok(Decided::Refused)), "{decided:?}");
    assert_eq!(stage_of(&stage, case).await, Some(State::Refused));

    // What the deputies did is looked over by each post, once, after the decision too.
    let remark = text("内容を確かめた。");
    let by_deputy = stage.acts.look_over_each(&request(&second), &list().await, None).await.remove(0).1;
    refused_with(&by_deputy, ProposalRefusal::OtherPost("審査会事務"));
    for holder in [&stage.second_approver, &stage.board_clerk] {
        let seen = stage.acts.look_over_each(&request(holder), &list().await, Some(&remark)).await.remove(0).1;
        assert!(seen.is_ok(), "{seen:?}");
    }
    let twice = stage.acts.look_over_each(&request(&stage.approver), &list().await, None).await.remove(0).1;
    assert!(matches!(twice, Err(ActError::Refused(_))), "{twice:?}");
    assert_eq!(stage_of(&stage, case).await, Some(State::Refused), "looking over changes nothing");
    let back = stage.acts.release_deputy(&request(&stage.board_clerk), stage.board_clerk.id, TODAY).await;
    assert!(back.is_ok(), "{back:?}");
    let left: Vec<StaffRole> = stage.acts.absences(TODAY).await.unwrap().iter().map(|away| away.post).collect();
    assert_eq!(left, [StaffRole::Approver]);
}
