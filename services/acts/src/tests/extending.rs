//! A mass extension from the order to the award: looked at, approved by another, no day covered twice, undone by a correction.

use casework::Refusal;
use casework::application::commands::AmendmentBasis;
use casework::extension::{ExtensionRefusal, ExtensionStage};
use events::Log;
use events::award::CorrectionGround;
use events::extension::{LeftGround, Plan};
use events::vocabulary::{ProcedureKind, RecipientNumber, ShortText, ValidityPeriod};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{
    ActError, AmendInput, Approval, ExcludedNumber, ExtensionInput, Go, ReceiveInput, RedressInput, RedressWish, Request,
    Unreached,
};

async fn granted(stage: &Stage) -> Approval {
    let case = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap()
}

async fn end_of(stage: &Stage, approval: &Approval) -> Date {
    stage.acts.starting(approval.award).await.unwrap().standing.validity.end()
}

fn input(end: Date, until: Date) -> ExtensionInput {
    ExtensionInput {
        plan: Plan { issued_on: TODAY, ends_from: end, ends_until: end, until },
        reference: ShortText::parse("令和8年厚生労働省令（見本）").unwrap(),
        excluded: Vec::new(),
    }
}

fn months_after(day: Date, months: i64) -> Date {
    day.checked_add(months.months()).unwrap()
}

fn why(error: ActError) -> ExtensionRefusal {
    match error {
        ActError::Refused(Refusal::Extension(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A renewal of an award, examined and not decided.
async fn renewing(stage: &Stage, approval: &Approval, on: Date) -> events::ids::ApplicationId {
    let mut form = stage.acts.prefilled(approval.award, ProcedureKind::Renewal, on).await.unwrap();
    // The tax of another year is entered anew.
    form.household = stage.input().await.form.household;
    let starting_from = Some(approval.award);
    let input = ReceiveInput { kind: ProcedureKind::Renewal, starting_from, application_date: on, form, ..stage.input().await };
    let counter = Request { today: on, ..request(&stage.counter) };
    let case = stage.acts.receive(&counter, input).await.unwrap().application;
    stage.examine(case).await;
    case
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_order_extends_whom_it_reaches_once_after_a_second_person_approved(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (one, other) = (granted(&stage).await, granted(&stage).await);
    let end = end_of(&stage, &one).await;
    let until = months_after(end, 6);
    caught_up(&test, &stage).await;
    let before = store::head(&test, Log::Casework).await.unwrap().position;

    let selection = stage.acts.preview_extension(&input(end, until), TODAY).await.unwrap();
    assert_eq!((selection.chosen.len(), selection.unchosen.len()), (2, 0));
    assert!(selection.chosen.iter().all(|chosen| chosen.until == until));
    let ask = async |wish: ExtensionInput| why(stage.acts.propose_extension(&request(&stage.checker), wish).await.unwrap_err());
    assert_eq!(ask(input(end, end)).await, ExtensionRefusal::NotLonger(end));
    let ahead =
        ExtensionInput { plan: Plan { issued_on: TODAY.tomorrow().unwrap(), ..input(end, until).plan }, ..input(end, until) };
    assert_eq!(ask(ahead).await, ExtensionRefusal::OrderAhead);
    let long_ago = months_after(TODAY, -13);
    let backdated = Plan { ends_from: long_ago, ends_until: end, ..input(end, until).plan };
    assert!(matches!(ask(ExtensionInput { plan: backdated, ..input(end, until) }).await, ExtensionRefusal::TooFarBack(_)));
    let stranger =
        ExcludedNumber { number: RecipientNumber::from_serial(99_999).unwrap(), why: ShortText::parse("誤り").unwrap() };
    let wish = ExtensionInput { excluded: vec![stranger], ..input(end, until) };
    assert!(matches!(ask(wish).await, ExtensionRefusal::NotAmong(_)));
    let role = stage.acts.propose_extension(&request(&stage.approver), input(end, until)).await;
    assert!(matches!(why(role.unwrap_err()), ExtensionRefusal::WrongRole { .. }));
    assert_eq!(store::head(&test, Log::Casework).await.unwrap().position, before, "nothing was told");

    let excluded =
        ExcludedNumber { number: other.recipient_number, why: ShortText::parse("転出の届が出ている").unwrap() };
    let wish = ExtensionInput { excluded: vec![excluded], ..input(end, until) };
    let selection = stage.acts.preview_extension(&wish, TODAY).await.unwrap();
    assert!(matches!(&selection.unchosen[..], [Unreached::Excluded(row, _)] if row.award == other.award));
    let (id, _) = stage.acts.propose_extension(&request(&stage.checker), wish).await.unwrap();
    assert_eq!(end_of(&stage, &one).await, end, "a proposal changes nothing");
    let own = events::Actor { id: stage.checker.id, ..stage.approver.clone() };
    assert_eq!(why(stage.acts.approve_extension(&request(&own), id).await.unwrap_err()), ExtensionRefusal::OwnProposal);

    let approving = request(&stage.approver);
    stage.acts.approve_extension(&approving, id).await.unwrap();
    assert_eq!(end_of(&stage, &one).await, end, "a worker extends");
    assert_eq!(stage.acts.next_extension().await.unwrap(), Some(id));
    assert_eq!(stage.acts.next_extension().await.unwrap(), None, "one worker at a time");
    stage.acts.carry_out_extension(id, TODAY, |_| Go::On).await.unwrap().unwrap();
    assert!(stage.acts.approve_extension(&approving, id).await.unwrap().again, "the same command answers the same");
    let case = stage.acts.extension(id).await.unwrap();
    assert_eq!(case.extension.stage(), Some(ExtensionStage::Done));
    assert_eq!(case.extension.outcome().map(|outcome| (outcome.extended, outcome.left.len())), Some((1, 0)));
    assert_eq!((end_of(&stage, &one).await, end_of(&stage, &other).await), (until, end));
    let again = stage.acts.carry_out_extension(id, TODAY, |_| Go::On).await.unwrap();
    assert_eq!(again.as_ref(), case.extension.outcome(), "at its end, it only tells what came of it");
    let twice = stage.acts.resume_extension(&request(&stage.second_approver), id).await;
    assert!(matches!(why(twice.unwrap_err()), ExtensionRefusal::WrongStage { .. }));

    // Undone for one award by a correction of its last day, as the table of undoing says.
    let right = stage.acts.starting(one.award).await.unwrap().standing.right;
    let shorter = ValidityPeriod::new(right.validity.start(), end).unwrap();
    let wish = RedressWish::Correct {
        ground: CorrectionGround::ALL[0],
        from: TODAY,
        validity: shorter,
        tier: right.tier,
        severity: right.severity,
        haemophilia: right.haemophilia,
    };
    let input = RedressInput { wish, months: Vec::new(), why: text("延長の対象ではなかったため。") };
    stage.acts.propose_redress(&request(&stage.checker), one.award, input).await.unwrap();
    stage.acts.decide_redress(&request(&stage.approver), one.award).await.unwrap();
    assert_eq!(end_of(&stage, &one).await, end);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_stopped_or_left_is_gone_on_with_and_nobody_is_extended_twice(test: PgPool) {
    let stage = Stage::set(&test).await;
    let awards = [granted(&stage).await, granted(&stage).await, granted(&stage).await];
    let end = end_of(&stage, &awards[0]).await;
    let until = months_after(end, 6);
    caught_up(&test, &stage).await;
    let (id, _) = stage.acts.propose_extension(&request(&stage.checker), input(end, until)).await.unwrap();
    assert_eq!(stage.acts.extension_progress(id).await.unwrap(), None);
    stage.acts.approve_extension(&request(&stage.approver), id).await.unwrap();
    let extended = async || {
        let mut count = 0;
        for award in &awards {
            count += usize::from(end_of(&stage, award).await == until);
        }
        count
    };

    // The worker is told to end after the first act: the next one takes it up.
    assert_eq!(stage.acts.next_extension().await.unwrap(), Some(id));
    assert_eq!(stage.acts.carry_out_extension(id, TODAY, |_| Go::Stop).await.unwrap(), None);
    assert_eq!(extended().await, 1);
    assert_eq!(stage.acts.next_extension().await.unwrap(), Some(id));
    // Somebody stops it: no worker takes it up until it is let go on, by an approver.
    stage.acts.stop_extension(id).await.unwrap();
    assert_eq!(stage.acts.carry_out_extension(id, TODAY, |_| Go::On).await.unwrap(), None);
    let progress = stage.acts.extension_progress(id).await.unwrap().unwrap();
    assert_eq!((progress.done, progress.of, progress.stopped), (1, Some(3), true), "the first was extended before");
    assert_eq!(stage.acts.next_extension().await.unwrap(), None);
    let counter = stage.acts.resume_extension(&request(&stage.counter), id).await;
    assert!(matches!(counter, Err(ActError::Refused(_))), "{counter:?}");
    stage.acts.resume_extension(&request(&stage.second_approver), id).await.unwrap();
    assert_eq!(stage.acts.next_extension().await.unwrap(), Some(id));
    // This worker dies without a word; after a minute of silence another goes on.
    assert_eq!(stage.acts.next_extension().await.unwrap(), None);
    sqlx::query("UPDATE desk.extension_jobs SET moved_at = moved_at - interval '2 minutes'").execute(&test).await.unwrap();
    assert_eq!(stage.acts.next_extension().await.unwrap(), Some(id));
    let told = stage.acts.carry_out_extension(id, TODAY.tomorrow().unwrap(), |_| Go::On).await.unwrap().unwrap();
    assert_eq!((told.extended, told.left.len(), extended().await), (3, 0, 3));
    let events: Vec<(String, i64)> =
        sqlx::query_as("SELECT stream_id::text, count(*) FROM es.events WHERE event_type = 'award.extended' GROUP BY stream_id")
            .fetch_all(&test)
            .await
            .unwrap();
    assert!(events.len() == 3 && events.iter().all(|(_, count)| *count == 1), "{events:?}");
    assert_eq!(stage.acts.next_extension().await.unwrap(), None);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_day_is_covered_twice_where_a_renewal_was_decided_or_waits(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (renewed, waiting) = (granted(&stage).await, granted(&stage).await);
    let end = end_of(&stage, &renewed).await;
    let until = months_after(end, 6);
    let in_time = end.checked_sub(30.days()).unwrap();
    let decided = renewing(&stage, &renewed, in_time).await;
    let open = renewing(&stage, &waiting, in_time).await;
    caught_up(&test, &stage).await;
    let at = |who: &events::Actor| Request { today: in_time, ..request(who) };
    let (id, _) = stage.acts.propose_extension(&at(&stage.checker), input(end, until)).await.unwrap();
    assert_eq!(stage.acts.extension(id).await.unwrap().extension.awards().len(), 2);

    // The renewal of one is decided between proposal and decision.
    stage.acts.approve(&at(&stage.approver), decided, None).await.unwrap();
    stage.acts.approve_extension(&at(&stage.approver), id).await.unwrap();
    stage.acts.carry_out_extension(id, in_time, |_| Go::On).await.unwrap().unwrap();
    let case = stage.acts.extension(id).await.unwrap();
    let outcome = case.extension.outcome().unwrap();
    let left: Vec<_> = outcome.left.iter().map(|left| (left.award, left.ground)).collect();
    assert_eq!((outcome.extended, left), (1, vec![(renewed.award, LeftGround::Followed)]));
    assert_eq!((end_of(&stage, &renewed).await, end_of(&stage, &waiting).await), (end, until));

    // The renewal that waited would begin within the extension: refused, mended, and then it begins after it.
    let refused = stage.acts.approve(&at(&stage.approver), open, None).await.unwrap_err();
    assert!(matches!(refused, ActError::Refused(Refusal::EarlierAwardChanged)), "{refused:?}");
    let items = vec![events::application::CorrectionItem {
        about: "household".to_owned(),
        phrase: "correction.missing_document".to_owned(),
    }];
    stage.acts.send_back(&at(&stage.approver), open, text("延長後の末日から続けるため。")).await.unwrap();
    let due_on = in_time.checked_add(7.days()).unwrap();
    let returned = crate::ReturnInput { items, due_on, note: text("有効期間の延長による。") };
    stage.acts.return_for_correction(&at(&stage.checker), open, returned).await.unwrap();
    let form = stage.acts.case(open, None).await.unwrap().form.open().cloned().unwrap();
    let amended = AmendInput {
        application_date: in_time,
        arrival: None,
        basis: AmendmentBasis::IN_ANSWER,
        form,
        why: text("有効期間の延長による。"),
        child_my_number: None,
        applicant_my_number: None,
    };
    stage.acts.amend(&at(&stage.counter), open, amended).await.unwrap();
    stage.acts.resubmit(&at(&stage.counter), open).await.unwrap();
    stage.acts.take_up(&at(&stage.checker), open).await.unwrap();
    stage.acts.examine(&at(&stage.checker), open).await.unwrap();
    let next = stage.acts.approve(&at(&stage.approver), open, None).await.unwrap();
    let start = stage.acts.starting(next.award).await.unwrap().standing.validity.start();
    assert_eq!(start, until.tomorrow().unwrap());
}
