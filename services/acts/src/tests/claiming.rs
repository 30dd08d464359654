//! Reimbursement from the counter to the decision: computed by the rule, paid once a month of an award, nothing said twice.

use casework::Refusal;
use casework::reimbursement::{ReimbursementRefusal, ReimbursementStage};
use events::notice::Filer;
use events::reimbursement::{AccountKind, BankAccount, Claim, ClaimMonth};
use events::vocabulary::{Kana, Yen};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Approval, ReceiveClaimInput, Request};

pub(super) fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

/// 100,000 yen of care of which 30,000 were paid.
pub(super) fn month(month: Date) -> ClaimMonth {
    ClaimMonth {
        month,
        institution: text("見本病院"),
        certified: true,
        total: Some(yen(100_000)),
        paid: yen(30_000),
        meals_paid: yen(14_700),
        on_the_sheet: Some(yen(0)),
        other_public: yen(0),
        high_cost: yen(0),
    }
}

pub(super) async fn awarded(test: &PgPool) -> (Stage, Approval) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    (stage, approval)
}

/// The day on which TODAY's month can be claimed.
pub(super) fn later() -> Date {
    TODAY.last_of_month().checked_add(10.days()).unwrap()
}

pub(super) fn at(actor: &events::Actor) -> Request {
    Request { today: later(), ..request(actor) }
}

pub(super) fn input(stage: &Stage, approval: &Approval, months: Vec<ClaimMonth>) -> ReceiveClaimInput {
    let account = BankAccount {
        bank: text("見本銀行"),
        branch: text("例題支店"),
        kind: AccountKind::Ordinary,
        number: "0012345".to_owned(),
        holder: Kana::parse("ミホン タロウ").unwrap(),
    };
    ReceiveClaimInput {
        recipient: approval.recipient,
        award: approval.award,
        filed_on: later(),
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        claim: Claim { months, account },
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_the_rule_computes_is_paid_and_no_month_twice(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let first = TODAY.first_of_month();
    let wish = at(&stage.counter);
    let claimed = || input(&stage, &approval, vec![month(first), month(first)]);
    let receipt = stage.acts.receive_claim(&wish, claimed()).await.unwrap();
    let again = stage.acts.receive_claim(&wish, claimed()).await.unwrap();
    assert_eq!((again.reimbursement, again.done.again), (receipt.reimbursement, true));
    let id = receipt.reimbursement;
    stage.acts.examine_claim(&at(&stage.checker), id).await.unwrap();
    let case = stage.acts.reimbursement(id).await.unwrap();
    // Cap 5,000: the first institution takes all of it, so the second pays back everything; half of the meals each.
    assert_eq!(case.reimbursement.amount(), Some(yen(25_000 + 7_350 + 30_000 + 7_350)));
    stage.acts.pay_claim(&at(&stage.approver), id).await.unwrap();
    assert_eq!(stage.acts.reimbursement(id).await.unwrap().reimbursement.stage(), Some(ReimbursementStage::Paid));

    // What was paid was wrong: proposed by one, decided by another, and the correction names the decision.
    let paid = stage.acts.reimbursement(id).await.unwrap().decision;
    let before = yen(25_000 + 7_350 + 30_000 + 7_350);
    let propose = async |amount| {
        stage.acts.propose_claim_correction(&at(&stage.checker), id, yen(amount), text("領収書を数え違えていたため。")).await
    };
    let refused = |error: ActError| match error {
        ActError::Refused(Refusal::Reimbursement(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(propose(before.amount()).await.unwrap_err()), ReimbursementRefusal::SameAmount);
    propose(32_350).await.unwrap();
    let own = events::Actor { id: stage.checker.id, ..stage.approver.clone() };
    assert_eq!(refused(stage.acts.correct_claim(&at(&own), id).await.unwrap_err()), ReimbursementRefusal::OwnCorrection);
    stage.acts.drop_claim_correction(&at(&stage.approver), id, text("領収書を確かめ直す。")).await.unwrap();
    assert_eq!(stage.acts.reimbursement(id).await.unwrap().reimbursement.amount(), Some(before), "a proposal changes nothing");
    propose(32_350).await.unwrap();
    let correcting = at(&stage.approver);
    let done = stage.acts.correct_claim(&correcting, id).await.unwrap();
    assert_eq!(stage.acts.correct_claim(&correcting, id).await.unwrap().position, done.position, "sent twice, done once");
    let case = stage.acts.reimbursement(id).await.unwrap();
    let corrected = case.corrections[0];
    assert_eq!(
        (Some(corrected.corrects), corrected.before, corrected.to_return(), corrected.to_pay()),
        (paid, before, 37_350, 0)
    );
    assert_eq!(case.reimbursement.stage(), Some(ReimbursementStage::Paid));
    // Nothing should have been paid at all: all of it is to be returned, and a later correction names this one.
    propose(0).await.unwrap();
    stage.acts.correct_claim(&at(&stage.approver), id).await.unwrap();
    let case = stage.acts.reimbursement(id).await.unwrap();
    assert_eq!((case.reimbursement.stage(), case.corrections[1].to_return()), (Some(ReimbursementStage::Undone), 32_350));
    assert_ne!(Some(case.corrections[1].corrects), paid);

    let second = stage.acts.receive_claim(&at(&stage.counter), input(&stage, &approval, vec![month(first)])).await.unwrap();
    stage.acts.examine_claim(&at(&stage.checker), second.reimbursement).await.unwrap();
    let twice = stage.acts.pay_claim(&at(&stage.approver), second.reimbursement).await;
    assert!(matches!(twice, Err(ActError::AlreadyTaken(why)) if why.contains("同じ診療月")), "{twice:?}");
    stage.acts.refuse_claim(&at(&stage.approver), second.reimbursement, text("支給済みのため（見本）。")).await.unwrap();
    let late = stage.acts.withdraw_claim(&at(&stage.counter), second.reimbursement, text("取下げ")).await;
    let wrong_stage =
        |error: &ActError| matches!(error, ActError::Refused(Refusal::Reimbursement(ReimbursementRefusal::WrongStage { .. })));
    assert!(wrong_stage(&late.unwrap_err()));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_not_known_is_not_guessed_and_two_see_each_other(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let unknown = ClaimMonth { on_the_sheet: None, ..month(TODAY.first_of_month()) };
    let receipt = stage.acts.receive_claim(&at(&stage.counter), input(&stage, &approval, vec![unknown])).await.unwrap();
    let id = receipt.reimbursement;
    let pending = stage.acts.examine_claim(&at(&stage.checker), id).await.unwrap_err();
    assert!(pending.to_string().contains("管理票"), "{pending}");
    let late = Request { seen_version: Some(9), ..at(&stage.approver) };
    assert!(matches!(stage.acts.refuse_claim(&late, id, text("見本")).await, Err(ActError::Stale { seen: 9, now: 1 })));
    let early = Request { today: TODAY, ..request(&stage.counter) };
    let this_month = ReceiveClaimInput { filed_on: TODAY, ..input(&stage, &approval, vec![month(TODAY.first_of_month())]) };
    let refused = stage.acts.receive_claim(&early, this_month).await.unwrap_err();
    assert!(matches!(refused, ActError::Refused(Refusal::Reimbursement(ReimbursementRefusal::NotYet(_)))), "{refused:?}");
}
