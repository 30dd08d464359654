//! Revocations and corrections from the proposal to what follows: days, the card, money, and a renewal that may be made again.

use casework::Refusal;
use casework::award::RedressRefusal;
use events::award::{CorrectionGround, EndGround, MonthTotal, RevocationGround, Right};
use events::ids::{ApplicationId, AwardId};
use events::notice::{Filer, NoticeContent, ReturnOfCertificate};
use events::vocabulary::{ProcedureKind, Tier, ValidityPeriod, Yen};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Approval, ReceiveInput, ReceiveNoticeInput, RedressInput, RedressWish, Request};

async fn awarded(test: &PgPool) -> (Stage, Approval) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    (stage, approval)
}

async fn right(stage: &Stage, award: AwardId) -> Right {
    let standing = stage.acts.starting(award).await.unwrap().standing;
    Right { validity: standing.validity, ..standing.right }
}

fn revoking(from: Date) -> RedressInput {
    let wish = RedressWish::Revoke { ground: RevocationGround::GrantedInError, from };
    RedressInput { wish, months: Vec::new(), why: text("県内に住所がなかったため（見本）。") }
}

fn correcting(right: Right, ground: CorrectionGround) -> RedressInput {
    let Right { validity, tier, severity, haemophilia, .. } = right;
    let wish = RedressWish::Correct { ground, from: validity.start(), validity, tier, severity, haemophilia };
    RedressInput { wish, months: Vec::new(), why: text("課税証明書の読み違い（見本）。") }
}

async fn carried_out(stage: &Stage, award: AwardId, input: RedressInput, today: Date) {
    let at = |actor| Request { today, ..request(actor) };
    stage.acts.propose_redress(&at(&stage.checker), award, input).await.unwrap();
    stage.acts.decide_redress(&at(&stage.approver), award).await.unwrap();
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result.unwrap_err() {
        ActError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn head(test: &PgPool) -> i64 {
    store::head(test, events::Log::Casework).await.unwrap().position
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_wrong_tier_is_corrected_with_a_second_card_and_what_was_paid_too_much(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = right(&stage, first.award).await;
    assert_eq!((before.tier, before.monthly_cap.amount()), (Some(Tier::IV), 5_000));
    let mut input = correcting(Right { tier: Some(Tier::III), ..before }, CorrectionGround::Income);
    let month = TODAY.first_of_month();
    input.months = vec![MonthTotal { month, total: Yen::new(100_000).unwrap() }];
    let preview = stage.acts.preview_redress(first.award, input.wish, &input.months, TODAY).await.unwrap();
    assert_eq!(preview.money.balance(), -2_500, "5,000 was paid, 2,500 was due");
    assert!(preview.voids_certificate);
    let nothing = head(&test).await;
    assert_eq!(right(&stage, first.award).await, before, "looking stores nothing");

    let wish = request(&stage.checker);
    stage.acts.propose_redress(&wish, first.award, input.clone()).await.unwrap();
    stage.acts.propose_redress(&wish, first.award, input.clone()).await.unwrap();
    assert_eq!(head(&test).await, nothing + 1, "asked twice, told once");
    assert_eq!(right(&stage, first.award).await, before, "a proposal changes nothing");
    let second = stage.acts.propose_redress(&request(&stage.checker), first.award, input).await;
    assert_eq!(refusal(second), RedressRefusal::AlreadyProposed.into());

    let deciding = request(&stage.approver);
    stage.acts.decide_redress(&deciding, first.award).await.unwrap();
    stage.acts.decide_redress(&deciding, first.award).await.unwrap();
    let after = right(&stage, first.award).await;
    assert_eq!((after.tier, after.monthly_cap.amount(), after.validity), (Some(Tier::III), 2_500, before.validity));
    let newest = stage.acts.newest_certificate(first.award).await.unwrap();
    assert_eq!((newest.copy, newest.loaded.aggregate.counts()), (2, true));
    let earlier = stage.acts.starting(first.award).await.unwrap().earlier();
    assert_eq!(earlier.monthly_cap.amount(), 2_500, "the next application starts from what is right");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_that_was_ended_by_mistake_comes_back_with_a_new_card(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = right(&stage, first.award).await;
    let content = NoticeContent::Return(ReturnOfCertificate { ground: EndGround::Cured, certificate_returned: true, note: None });
    let input = ReceiveNoticeInput {
        recipient: first.recipient,
        award: first.award,
        filed_on: TODAY,
        happened_on: TODAY,
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        content,
    };
    let receipt = stage.acts.receive_notice(&request(&stage.counter), input).await.unwrap();
    stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await.unwrap();
    assert_eq!(right(&stage, first.award).await.validity.end(), TODAY);
    carried_out(&stage, first.award, correcting(before, CorrectionGround::EndedInError), TODAY).await;
    assert_eq!(right(&stage, first.award).await, before);
    let newest = stage.acts.newest_certificate(first.award).await.unwrap();
    assert_eq!((newest.copy, newest.loaded.aggregate.counts()), (2, true));
    let (open, _) = stage.acts.awards_without_certificate(0, 100_000).await.unwrap();
    assert!(open.is_empty(), "the worker finds nothing left to do");
}

async fn renewal(stage: &Stage, award: AwardId) -> ApplicationId {
    let form = stage.acts.prefilled(award, ProcedureKind::Change, TODAY).await.unwrap();
    let (kind, starting_from) = (ProcedureKind::Renewal, Some(award));
    let input = ReceiveInput { kind, starting_from, form, ..stage.input().await };
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    case
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_renewal_that_was_revoked_can_be_made_again_and_only_once(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let approve = async |case| stage.acts.approve(&request(&stage.approver), case, None).await;
    let renewed = approve(renewal(&stage, first.award).await).await.unwrap();
    let meanwhile = renewal(&stage, first.award).await;
    assert!(matches!(approve(meanwhile).await, Err(ActError::AlreadyTaken(_))), "one follower counts");
    let start = right(&stage, renewed.award).await.validity.start();
    carried_out(&stage, renewed.award, revoking(start), TODAY).await;
    assert!(stage.acts.starting(renewed.award).await.unwrap().standing.annulled);
    let card = stage.acts.newest_certificate(renewed.award).await.unwrap();
    assert!(!card.loaded.aggregate.counts(), "its card is void and none takes its place");
    assert!(
        matches!(
            stage.acts.issue_certificate(renewed.award, request(&stage.checker).correlation_id).await,
            Err(ActError::NotFound)
        ) || card.copy == 1
    );

    let again = approve(meanwhile).await.unwrap();
    assert_eq!(right(&stage, again.award).await.validity.start(), start);
    let third = renewal(&stage, first.award).await;
    assert!(matches!(approve(third).await, Err(ActError::AlreadyTaken(_))), "the second counts now");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_leaves_nothing_behind(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let now = right(&stage, first.award).await;
    let before = head(&test).await;
    let propose = async |input, today| {
        let asking = Request { today, ..request(&stage.checker) };
        refusal(stage.acts.propose_redress(&asking, first.award, input).await)
    };
    let late = now.validity.start().checked_add(5.years()).unwrap().tomorrow().unwrap();
    let limit = now.validity.start().tomorrow().unwrap();
    assert_eq!(propose(revoking(now.validity.start()), late).await, RedressRefusal::TooFarBack(limit).into());
    let outside = now.validity.end().tomorrow().unwrap();
    assert_eq!(propose(revoking(outside), TODAY).await, Refusal::OutsideTheAward(now.validity));
    assert_eq!(propose(correcting(now, CorrectionGround::Income), TODAY).await, Refusal::NothingChanged);
    let longer = ValidityPeriod::new(now.validity.start(), now.validity.end().checked_add(2.years()).unwrap()).unwrap();
    let too_long = correcting(Right { validity: longer, ..now }, CorrectionGround::Period);
    assert!(matches!(propose(too_long, TODAY).await, Refusal::Redress(RedressRefusal::EndsTooLate(_))));
    let no_tier = correcting(Right { tier: None, ..now }, CorrectionGround::Income);
    assert_eq!(propose(no_tier, TODAY).await, RedressRefusal::NoCap.into());
    for actor in [&stage.counter, &stage.approver, &stage.board_clerk] {
        let asked = stage.acts.propose_redress(&request(actor), first.award, revoking(now.validity.start())).await;
        assert!(matches!(refusal(asked), Refusal::Redress(RedressRefusal::WrongRole { .. })));
    }
    let unasked = stage.acts.decide_redress(&request(&stage.approver), first.award).await;
    assert_eq!(refusal(unasked), RedressRefusal::NothingWaits.into());
    assert_eq!(head(&test).await, before);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_replaced_in_the_meantime_is_not_decided_and_two_see_each_other(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let start = right(&stage, first.award).await.validity.start();
    stage.acts.propose_redress(&request(&stage.checker), first.award, revoking(start)).await.unwrap();
    let late = Request { seen_version: Some(1), ..request(&stage.approver) };
    let stale = stage.acts.decide_redress(&late, first.award).await;
    assert!(matches!(stale, Err(ActError::Stale { seen: 1, now: 2 })), "{stale:?}");
    stage.acts.drop_redress(&request(&stage.approver), first.award, text("住所をもう一度確かめる。")).await.unwrap();
    let dropped = stage.acts.decide_redress(&request(&stage.approver), first.award).await;
    assert_eq!(refusal(dropped), RedressRefusal::NothingWaits.into());
    carried_out(&stage, first.award, revoking(start), TODAY).await;
    let twice = stage.acts.propose_redress(&request(&stage.checker), first.award, revoking(start)).await;
    assert!(matches!(refusal(twice), Refusal::Notice(_)), "revoked once");
}
