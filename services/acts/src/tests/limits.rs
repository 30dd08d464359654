//! What comes in the wrong order, a day too late or too early, or from too far back: refused with the reason, and nothing is written.

use casework::Refusal;
use casework::award::RedressRefusal;
use events::Log;
use events::application::{ApplicationForm, Transfer};
use events::award::CorrectionGround;
use events::ids::ApplicationId;
use events::notice::{Filer, LossOfCertificate, NoticeContent, Reissue};
use events::sitting::Verdict;
use events::vocabulary::{FreeText, ProcedureKind, ValidityPeriod};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, HearingInput, ReceiveInput, ReceiveNoticeInput, RedressInput, RedressWish, RefuseInput, Request};

async fn head(stage: &Stage) -> i64 {
    store::head(stage.acts.pool(), Log::Casework).await.unwrap().position
}

/// The act is refused, and the log is as it was.
async fn refused<T: std::fmt::Debug>(stage: &Stage, what: &str, act: impl Future<Output = Result<T, ActError>>) -> Refusal {
    let before = head(stage).await;
    let done = act.await;
    assert_eq!(head(stage).await, before, "{what} wrote something");
    match done {
        Err(ActError::Refused(refusal)) => refusal,
        other => panic!("{what}: {other:?}"),
    }
}

/// A form as it would be told on a day, of a child born on another.
fn told_on(mut form: ApplicationForm, day: Date, born: Date) -> ApplicationForm {
    form.child.birth_date = born;
    for opinion in &mut form.opinions {
        opinion.diagnosis_date = day - 10.days();
        opinion.written_on = Some(day - 5.days());
    }
    form
}

/// Received and checked on a day; whether the check can be ended.
async fn examined_on(stage: &Stage, kind: ProcedureKind, day: Date, born: Date) -> Result<ApplicationId, ActError> {
    let mut form = told_on(stage.form().await, day, born);
    if kind == ProcedureKind::TransferIn {
        let validity = ValidityPeriod::new(day - 60.days(), day + 200.days()).unwrap();
        form.transfer =
            Some(Transfer { authority: FreeText::parse("見本県").unwrap(), validity, lost_on: Some(day - 1.day()) });
        form.applicant.relation = events::vocabulary::Relation::Oneself;
        form.household.patient_income = form.household.guardian_income;
    }
    let input = ReceiveInput { kind, application_date: day, form, ..stage.input().await };
    let at = |actor| Request { today: day, ..request(actor) };
    let case = stage.acts.receive(&at(&stage.counter), input).await?.application;
    stage.take_up(case).await;
    stage.acts.examine(&at(&stage.checker), case).await.map(|_| case)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_application_comes_at_the_latest_on_the_eve_of_the_18th_birthday(test: PgPool) {
    let stage = Stage::set(&test).await;
    let new = async |day, born| examined_on(&stage, ProcedureKind::New, day, born).await;
    assert!(new(date(2026, 11, 20), date(2008, 11, 21)).await.is_ok(), "the eve");
    let birthday = new(date(2026, 11, 20), date(2008, 11, 20)).await;
    assert!(matches!(birthday, Err(ActError::Refused(_))), "{birthday:?}");
    assert!(new(date(2026, 2, 28), date(2008, 2, 29)).await.is_ok(), "born on 29 February, 18 on 1 March");
    let march = new(date(2026, 3, 1), date(2008, 2, 29)).await;
    assert!(matches!(march, Err(ActError::Refused(_))), "{march:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_family_moves_in_at_the_latest_on_the_eve_of_the_20th_birthday(test: PgPool) {
    let stage = Stage::set(&test).await;
    let moving = async |day, born| examined_on(&stage, ProcedureKind::TransferIn, day, born).await;
    let case = moving(date(2026, 11, 19), date(2006, 11, 21)).await;
    assert!(!matches!(&case, Err(ActError::Refused(Refusal::NotEligible))), "two days before: {case:?}");
    let birthday = moving(date(2026, 11, 20), date(2006, 11, 20)).await;
    assert!(matches!(birthday, Err(ActError::Refused(_))), "{birthday:?}");
    let leap = moving(date(2028, 2, 29), date(2008, 2, 29)).await;
    assert!(matches!(leap, Err(ActError::Refused(_))), "born and 20 on 29 February: {leap:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_step_waits_for_the_one_before_it(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let case = stage.receive().await.application;
    let (counter, checker, approver) = (|| request(&stage.counter), || request(&stage.checker), || request(&stage.approver));
    refused(&stage, "taken up before it is forwarded", acts.take_up(&checker(), case)).await;
    refused(&stage, "examined before it is taken up", Box::pin(acts.examine(&checker(), case))).await;
    refused(&stage, "approved before it is examined", Box::pin(acts.approve(&approver(), case, None))).await;
    refused(&stage, "resubmitted without a return", acts.resubmit(&counter(), case)).await;
    refused(&stage, "recalled without a return", acts.recall(&checker(), case)).await;
    refused(&stage, "reminded without a return", Box::pin(acts.remind(&checker(), case, TODAY + 9.days()))).await;
    stage.take_up(case).await;
    refused(&stage, "forwarded twice", acts.forward(&counter(), case)).await;
    refused(&stage, "taken up twice", acts.take_up(&checker(), case)).await;
    let unheard = RefuseInput { ground: "refusal.age".to_owned(), why: text("年齢を超えているため。") };
    refused(&stage, "refused without the board", Box::pin(acts.refuse(&approver(), case, unheard))).await;
    acts.examine(&checker(), case).await.unwrap();
    refused(&stage, "put before the board after the check", acts.put_before_board(&checker(), case, text("迷う。"))).await;
    acts.approve(&approver(), case, None).await.unwrap();
    refused(&stage, "approved twice", Box::pin(acts.approve(&request(&stage.second_approver), case, None))).await;
    refused(&stage, "withdrawn after the decision", Box::pin(acts.withdraw(&counter(), case, TODAY, None))).await;
    refused(&stage, "sent back after the decision", acts.send_back(&approver(), case, text("もう一度。"))).await;
    refused(&stage, "held after the decision", acts.hold(&approver(), case, TODAY + 9.days(), text("待つ。"))).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_board_says_nothing_about_a_withdrawn_case(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.acts.put_before_board(&request(&stage.checker), case, text("判断に迷うため。")).await.unwrap();
    let sitting = stage.sitting(case).await;
    stage.acts.withdraw(&request(&stage.counter), case, TODAY, None).await.unwrap();
    let diseases = stage.acts.case(case, None).await.unwrap().application.diseases().to_vec();
    let opinions = diseases.into_iter().map(|disease| casework::application::commands::Opinion {
        disease,
        verdict: Verdict::Approve,
        remark: None,
    });
    let input = HearingInput { opinions: opinions.collect(), recused: Vec::new() };
    refused(&stage, "heard after the withdrawal", stage.acts.hear_board(&request(&stage.board_clerk), sitting, case, input))
        .await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_reaches_back_behind_its_limit(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let award = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let standing = stage.acts.starting(award.award).await.unwrap().standing;
    let (start, end) = (standing.validity.start(), standing.validity.end());
    let correcting = |from: Date, validity: ValidityPeriod| RedressInput {
        wish: RedressWish::Correct {
            ground: CorrectionGround::Period,
            from,
            validity,
            tier: standing.right.tier,
            severity: standing.right.severity,
            haemophilia: false,
        },
        months: Vec::new(),
        why: text("日付の誤り。"),
    };
    let checker = || request(&stage.checker);
    let years_ago = ValidityPeriod::new(start - 6.years(), end).unwrap();
    let refusal = refused(
        &stage,
        "six years back",
        stage.acts.propose_redress(&checker(), award.award, correcting(start - 6.years(), years_ago)),
    )
    .await;
    assert!(matches!(refusal, Refusal::Redress(RedressRefusal::TooFarBack(_))), "{refusal:?}");
    let early = ValidityPeriod::new(start - 1.year(), end).unwrap();
    let refusal = refused(
        &stage,
        "a year before",
        stage.acts.propose_redress(&checker(), award.award, correcting(start - 1.year(), early)),
    )
    .await;
    assert!(matches!(refusal, Refusal::Redress(RedressRefusal::StartsTooEarly(_))), "{refusal:?}");
    let late = ValidityPeriod::new(start, end + 2.years()).unwrap();
    let refusal =
        refused(&stage, "two years more", stage.acts.propose_redress(&checker(), award.award, correcting(start, late))).await;
    assert!(matches!(refusal, Refusal::Redress(RedressRefusal::EndsTooLate(_))), "{refusal:?}");

    let lost = |happened_on| ReceiveNoticeInput {
        recipient: award.recipient,
        award: award.award,
        filed_on: TODAY,
        happened_on,
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        content: NoticeContent::Reissue(Reissue { cause: LossOfCertificate::Lost, certificate_returned: false }),
    };
    let counter = || request(&stage.counter);
    refused(&stage, "lost before the award", stage.acts.receive_notice(&counter(), lost(start - 1.day()))).await;
    refused(&stage, "lost tomorrow", stage.acts.receive_notice(&counter(), lost(TODAY + 1.day()))).await;
    refused(&stage, "lost after the award", stage.acts.receive_notice(&counter(), lost(end + 1.day()))).await;

    let ahead = ReceiveInput { application_date: TODAY + 1.day(), ..stage.input().await };
    refused(&stage, "applied for tomorrow", Box::pin(stage.acts.receive(&counter(), ahead))).await;
    let second = stage.receive().await.application;
    refused(&stage, "withdrawn before it came", Box::pin(stage.acts.withdraw(&counter(), second, TODAY - 1.day(), None))).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_stays_within_the_award_and_a_renewal_after_it(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let award = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let end = stage.acts.starting(award.award).await.unwrap().standing.validity.end();
    let day = end + 1.day();
    let mut form = stage.acts.prefilled(award.award, ProcedureKind::Change, day).await.unwrap();
    form.change_grounds = vec![events::vocabulary::ChangeGround::Income];
    let input = ReceiveInput {
        kind: ProcedureKind::Change,
        starting_from: Some(award.award),
        application_date: day,
        form,
        ..stage.input().await
    };
    let late = Request { today: day, ..request(&stage.counter) };
    let before = head(&stage).await;
    match stage.acts.receive(&late, input).await {
        // Taken as what it still can be, never as a change of what is over.
        Ok(receipt) => {
            let kind = stage.acts.case(receipt.application, None).await.unwrap().application.kind();
            assert_ne!(kind, Some(ProcedureKind::Change));
        }
        Err(ActError::Refused(_)) => assert_eq!(head(&stage).await, before),
        Err(other) => panic!("{other:?}"),
    }
}
