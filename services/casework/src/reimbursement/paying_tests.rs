//! Another account is decided by another person, and while anything is in doubt nothing is paid.

use cqrs_es::Aggregate as _;
use events::ids::{EventId, PaymentBatchId};
use events::payment_batch::{PaymentOutcome, TransferFault};
use events::reimbursement::{AccountChangeDropped, AccountChangeProposed, CorrectionProposed, PaymentPlanned, PaymentSettled};
use events::{Actor, Personal};
use uuid::Uuid;

use super::samples::{DAY, decided, second_approver, yen};
use super::{Reimbursement, ReimbursementAction, ReimbursementCommand, ReimbursementRefusal, offers};
use crate::application::samples::{approver, checker, counter, text};
use crate::{Fact, Refusal};

fn told(claim: &mut Reimbursement, command: ReimbursementCommand) -> Result<(), Refusal> {
    let by = command.who();
    let event = command.decide(claim)?;
    claim.apply(Fact { event, by });
    Ok(())
}

fn propose(who: Actor) -> ReimbursementCommand {
    ReimbursementCommand::ProposeAccount(
        who,
        Box::new(AccountChangeProposed { account: Personal::Erased, why: Personal::Open(text("口座を移したため。")) }),
    )
}

fn plan(amount: i64) -> ReimbursementCommand {
    let (batch, decision) = (PaymentBatchId(Uuid::from_u128(5)), EventId(Uuid::from_u128(6)));
    ReimbursementCommand::PlanPayment(checker(), PaymentPlanned { batch, decision, amount: yen(amount) })
}

fn refused(refusal: ReimbursementRefusal) -> Result<(), Refusal> {
    Err(refusal.into())
}

#[test]
fn another_account_is_proposed_by_one_and_decided_by_another() {
    let mut claim = decided(7, 25_000);
    let change = |who| ReimbursementCommand::ChangeAccount(who, DAY);
    assert_eq!(told(&mut claim, change(approver())), refused(ReimbursementRefusal::NoAccountChange));
    assert!(told(&mut claim, propose(counter())).is_err());
    told(&mut claim, propose(checker())).unwrap();
    assert_eq!(told(&mut claim, propose(checker())), refused(ReimbursementRefusal::AccountChangeWaits));
    assert_eq!(told(&mut claim, plan(25_000)), refused(ReimbursementRefusal::AccountChangeWaits));
    let own = Actor { id: checker().id, ..approver() };
    assert_eq!(told(&mut claim, change(own)), refused(ReimbursementRefusal::OwnAccountChange));
    let drop = || ReimbursementCommand::DropAccount(approver(), Box::new(AccountChangeDropped { why: Personal::Erased }));
    told(&mut claim, drop()).unwrap();
    assert_eq!(told(&mut claim, drop()), refused(ReimbursementRefusal::NoAccountChange));
    told(&mut claim, propose(checker())).unwrap();
    told(&mut claim, change(approver())).unwrap();
    assert_eq!(claim.account_change(), None);
    assert!(claim.hands().contains(&checker().id) && claim.hands().contains(&approver().id));
    let open: Vec<_> = offers(&claim, &checker()).into_iter().map(|(action, _)| action).collect();
    assert_eq!(open, [ReimbursementAction::ProposeCorrection, ReimbursementAction::ProposeAccount]);
}

#[test]
fn a_claim_is_paid_once_and_of_a_correction_the_difference() {
    let mut claim = decided(7, 25_000);
    let batch = PaymentBatchId(Uuid::from_u128(5));
    let release = |who| ReimbursementCommand::ReleasePayment(who, batch);
    let settle = |outcome| ReimbursementCommand::SettlePayment(checker(), PaymentSettled { batch, outcome });
    let correct = |claim: &mut Reimbursement, amount| {
        let proposed = CorrectionProposed { corrects: EventId(Uuid::from_u128(6)), amount: yen(amount), why: Personal::Erased };
        told(claim, ReimbursementCommand::ProposeCorrection(checker(), Box::new(proposed))).unwrap();
        assert!(claim.payable().is_err(), "nothing is paid while a correction waits");
        told(claim, ReimbursementCommand::Correct(approver(), DAY)).unwrap();
    };
    assert_eq!(told(&mut claim, plan(25_001)), refused(ReimbursementRefusal::AnotherAmount));
    told(&mut claim, plan(25_000)).unwrap();
    assert_eq!(told(&mut claim, plan(25_000)), refused(ReimbursementRefusal::InABatch));
    assert_eq!(told(&mut claim, settle(PaymentOutcome::Paid { on: DAY })), refused(ReimbursementRefusal::NotInThisBatch));
    assert_eq!(told(&mut claim, release(approver())), refused(ReimbursementRefusal::OwnPayment));
    told(&mut claim, release(second_approver())).unwrap();
    told(&mut claim, settle(PaymentOutcome::Rejected { fault: TransferFault::NoAccount })).unwrap();
    assert_eq!((claim.payment().paid(), claim.payment().fault(), claim.open_yen()), (0, Some(TransferFault::NoAccount), 25_000));

    told(&mut claim, plan(25_000)).unwrap();
    correct(&mut claim, 20_000);
    assert_eq!(
        told(&mut claim, release(second_approver())),
        refused(ReimbursementRefusal::AnotherAmount),
        "it was corrected meanwhile"
    );
    told(&mut claim, ReimbursementCommand::TakeBackPayment(checker(), batch)).unwrap();
    told(&mut claim, plan(20_000)).unwrap();
    told(&mut claim, release(second_approver())).unwrap();
    told(&mut claim, settle(PaymentOutcome::Paid { on: DAY })).unwrap();
    assert_eq!(claim.payable(), Err(ReimbursementRefusal::NothingOpen));
    correct(&mut claim, 32_000);
    assert_eq!(claim.payable(), Ok(yen(12_000)), "only the difference");
    correct(&mut claim, 0);
    assert_eq!((claim.open_yen(), claim.payable()), (-20_000, Err(ReimbursementRefusal::NothingOpen)), "to be returned");
    assert_eq!(claim.payment().times(), 3);
}
