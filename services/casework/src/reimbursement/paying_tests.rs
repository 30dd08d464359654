//! Another account is decided by another person, and while anything is in doubt nothing is paid.

use cqrs_es::Aggregate as _;
use events::ids::{AwardId, EventId, PaymentBatchId, RecipientId, StaffId};
use events::notice::Filer;
use events::payment_batch::{PaymentOutcome, TransferFault};
use events::reimbursement::{
    AccountChangeDropped, AccountChangeProposed, CorrectionProposed, Decided, Examined, PaymentPlanned, PaymentSettled, Received,
};
use events::vocabulary::{OfficeCode, ReceiptNumber, Yen};
use events::{Actor, Personal};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Reimbursement, ReimbursementAction, ReimbursementCommand, ReimbursementRefusal, offers};
use crate::application::samples::{approver, checker, counter, text};
use crate::{Fact, Refusal};

const DAY: Date = date(2026, 6, 20);

fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

fn decided() -> Reimbursement {
    let office = OfficeCode::parse("01").unwrap();
    let received = Received {
        receipt_number: ReceiptNumber::new(8, office, 7).unwrap(),
        recipient: RecipientId(Uuid::from_u128(31)),
        award: AwardId(Uuid::from_u128(32)),
        filed_on: DAY,
        due_on: DAY,
        receiving_office: office,
        responsible_office: office,
        filer: Filer::Guardian,
        months: vec![date(2026, 5, 1)],
        name: Personal::Erased,
        claim: Personal::Erased,
    };
    let mut claim = Reimbursement::default();
    claim.apply(Fact::new(received, counter().id));
    claim.apply(Fact::new(
        Examined { amount: yen(25_000), months: Personal::Erased, determination: Personal::Erased },
        checker().id,
    ));
    claim.apply(Fact::new(Decided { decided_on: DAY, amount: yen(25_000), refusal: None }, approver().id));
    claim
}

fn second() -> Actor {
    Actor { id: StaffId(Uuid::from_u128(99)), ..approver() }
}

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
    let mut claim = decided();
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
    let mut claim = decided();
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
    told(&mut claim, release(second())).unwrap();
    told(&mut claim, settle(PaymentOutcome::Rejected { fault: TransferFault::NoAccount })).unwrap();
    assert_eq!((claim.payment().paid(), claim.payment().fault(), claim.open_yen()), (0, Some(TransferFault::NoAccount), 25_000));

    told(&mut claim, plan(25_000)).unwrap();
    correct(&mut claim, 20_000);
    assert_eq!(told(&mut claim, release(second())), refused(ReimbursementRefusal::AnotherAmount), "it was corrected meanwhile");
    told(&mut claim, ReimbursementCommand::TakeBackPayment(checker(), batch)).unwrap();
    told(&mut claim, plan(20_000)).unwrap();
    told(&mut claim, release(second())).unwrap();
    told(&mut claim, settle(PaymentOutcome::Paid { on: DAY })).unwrap();
    assert_eq!(claim.payable(), Err(ReimbursementRefusal::NothingOpen));
    correct(&mut claim, 32_000);
    assert_eq!(claim.payable(), Ok(yen(12_000)), "only the difference");
    correct(&mut claim, 0);
    assert_eq!((claim.open_yen(), claim.payable()), (-20_000, Err(ReimbursementRefusal::NothingOpen)), "to be returned");
    assert_eq!(claim.payment().times(), 3);
}
