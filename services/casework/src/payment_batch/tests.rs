//! Whatever happens in whatever order, no claim is paid more than was decided; and each hand does only what is its own.

use std::collections::BTreeSet;

use cqrs_es::Aggregate as _;
use events::ids::{AwardId, EventId, PaymentBatchId, RecipientId, ReimbursementId};
use events::notice::Filer;
use events::payment_batch::{FrozenFile, PaymentFile, PaymentRecord, RecordLayout, TransferFault};
use events::recipient_file::{FileEncoding, FileForm, FileLayout};
use events::reimbursement::{
    AccountChangeProposed, AccountKind, BankAccount, CorrectionProposed, Decided, Examined, PaymentPlanned, PaymentSettled,
    Received,
};
use events::vocabulary::{FreeText, Kana, OfficeCode, ReceiptNumber, Yen};
use events::{EventSet as _, Personal};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::application::samples::{approver, checker, counter, text};
use crate::reimbursement::{Reimbursement, ReimbursementCommand};

const DAY: Date = date(2026, 6, 20);
const LATER: Date = date(2026, 6, 30);

fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

fn event_id(n: u128) -> EventId {
    EventId(Uuid::from_u128(n))
}

fn second_approver() -> Actor {
    Actor { id: StaffId(Uuid::from_u128(99)), ..approver() }
}

/// A claim of which the first approver decided an amount.
fn claim(n: u32, amount: i64) -> Reimbursement {
    let office = OfficeCode::parse("01").unwrap();
    let received = Received {
        receipt_number: ReceiptNumber::new(8, office, n).unwrap(),
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
    let examined = Examined { amount: yen(amount), months: Personal::Erased, determination: Personal::Erased };
    let decided = Decided { decided_on: DAY, amount: yen(amount), refusal: None };
    let mut claim = Reimbursement::default();
    claim.apply(Fact::new(received, counter().id));
    claim.apply(Fact::new(examined, checker().id));
    claim.apply(Fact::new(decided, approver().id));
    claim
}

fn frozen_file(file: PaymentFile, record: PaymentRecord, form: FileForm, columns: &[&str]) -> FrozenFile {
    let columns = columns.iter().map(|word| (*word).to_owned()).collect();
    let layout = FileLayout { form, encoding: FileEncoding::Cp932, heading: true, columns };
    FrozenFile { file, records: vec![RecordLayout { record, layout }], digest: String::new() }
}

fn line(n: u32, amount: i64) -> PaymentLine {
    PaymentLine {
        reimbursement: ReimbursementId(Uuid::from_u128(u128::from(n))),
        receipt_number: ReceiptNumber::new(8, OfficeCode::parse("01").unwrap(), n).unwrap(),
        recipient: RecipientId(Uuid::from_u128(31)),
        decision: event_id(1),
        amount: yen(amount),
        account: event_id(2),
        account_mark: "ab".to_owned(),
    }
}

fn drawn(lines: Vec<PaymentLine>) -> DrawnUp {
    let files = vec![frozen_file(PaymentFile::Accounting, PaymentRecord::Data, FileForm::Csv, &["line:5", "amount:10"])];
    DrawnUp { year: 8, serial: 1, pay_on: LATER, lines, files }
}

fn as_frozen() -> ClaimNow {
    ClaimNow {
        decision: Some(event_id(1)),
        correcting: false,
        account: Some((event_id(2), "ab".to_owned())),
        account_changing: false,
        hands: BTreeSet::new(),
    }
}

fn after(commands: Vec<(Actor, PaymentBatchCommand)>) -> PaymentBatch {
    let mut batch = PaymentBatch::default();
    for (who, command) in commands {
        let event = batch.decide(command, &who).unwrap();
        batch.take(Fact { event, by: who.id });
    }
    batch
}

fn draw(lines: Vec<PaymentLine>) -> PaymentBatchCommand {
    PaymentBatchCommand::DrawUp(Box::new(drawn(lines)), DAY)
}

fn delivered() -> PaymentBatch {
    after(vec![
        (checker(), draw(vec![line(1, 25_000), line(2, 700)])),
        (approver(), PaymentBatchCommand::Release(vec![as_frozen(), as_frozen()])),
        (checker(), PaymentBatchCommand::Deliver(DAY)),
    ])
}

#[test]
fn a_batch_is_drawn_up_of_something_once() {
    let refused = |lines, who: &Actor| PaymentBatch::default().decide(draw(lines), who).unwrap_err();
    assert_eq!(refused(vec![line(1, 5)], &counter()), PaymentBatchRefusal::HandledByCheckers);
    assert_eq!(refused(Vec::new(), &checker()), PaymentBatchRefusal::Nothing);
    assert_eq!(refused(vec![line(1, 5), line(1, 5)], &checker()), PaymentBatchRefusal::Twice);
    assert_eq!(refused((1..=201).map(|n| line(n, 5)).collect(), &checker()), PaymentBatchRefusal::TooMany);
    let today = DrawnUp { pay_on: DAY, ..drawn(vec![line(1, 5)]) };
    let today = PaymentBatchCommand::DrawUp(Box::new(today), DAY);
    assert_eq!(PaymentBatch::default().decide(today, &checker()), Err(PaymentBatchRefusal::PayDay));
    let waiting = after(vec![(checker(), draw(vec![line(1, 5)]))]);
    assert_eq!(waiting.decide(draw(vec![line(1, 5)]), &checker()), Err(PaymentBatchRefusal::AlreadyDrawn));
}

#[test]
fn a_second_person_releases_what_is_still_as_it_was_frozen() {
    let waiting = after(vec![(checker(), draw(vec![line(1, 25_000)]))]);
    let release = |now: ClaimNow, who: &Actor| waiting.decide(PaymentBatchCommand::Release(vec![now]), who);
    assert_eq!(release(as_frozen(), &checker()), Err(PaymentBatchRefusal::ReleasedByOthers));
    let own = Actor { role: StaffRole::Approver, ..checker() };
    assert_eq!(release(as_frozen(), &own), Err(PaymentBatchRefusal::OwnBatch));
    for (now, doubt) in [
        (ClaimNow { correcting: true, ..as_frozen() }, Doubt::Correcting),
        (ClaimNow { decision: Some(event_id(7)), ..as_frozen() }, Doubt::Corrected),
        (ClaimNow { account_changing: true, ..as_frozen() }, Doubt::AccountChanging),
        (ClaimNow { account: Some((event_id(7), "ab".to_owned())), ..as_frozen() }, Doubt::AccountChanged),
        (ClaimNow { account: Some((event_id(2), "cd".to_owned())), ..as_frozen() }, Doubt::AccountChanged),
        (ClaimNow { account: None, ..as_frozen() }, Doubt::AccountChanged),
        (ClaimNow { hands: BTreeSet::from([approver().id]), ..as_frozen() }, Doubt::OwnWork),
    ] {
        let refused = release(now, &approver()).unwrap_err().to_string();
        assert!(refused.contains("1行目（8-01-0001）") && refused.contains(doubt.label()), "{refused}");
    }
    assert!(release(as_frozen(), &approver()).is_ok());
    assert_eq!(waiting.decide(PaymentBatchCommand::Deliver(DAY), &checker()), Err(PaymentBatchRefusal::NotReleased));
    let back = after(vec![(checker(), draw(vec![line(1, 5)])), (checker(), PaymentBatchCommand::TakeBack)]);
    assert_eq!(back.decide(PaymentBatchCommand::TakeBack, &checker()), Err(PaymentBatchRefusal::NotWaiting));
    assert_eq!(delivered().decide(PaymentBatchCommand::TakeBack, &checker()), Err(PaymentBatchRefusal::GoneAlready));
}

#[test]
fn every_line_is_answered_once_with_its_amount() {
    let paid = |line, amount| LineResult { line, amount: yen(amount), outcome: PaymentOutcome::Paid { on: LATER } };
    let mut batch = delivered();
    let take = |batch: &PaymentBatch, results| batch.decide(PaymentBatchCommand::TakeResults(results, LATER), &checker());
    assert_eq!(take(&batch, Vec::new()), Err(PaymentBatchRefusal::NoResult));
    assert_eq!(take(&batch, vec![paid(3, 700)]), Err(PaymentBatchRefusal::OtherLine(3)));
    assert_eq!(take(&batch, vec![paid(0, 700)]), Err(PaymentBatchRefusal::OtherLine(0)));
    assert_eq!(take(&batch, vec![paid(2, 701)]), Err(PaymentBatchRefusal::OtherAmount(2)));
    assert_eq!(take(&batch, vec![paid(2, 700), paid(2, 700)]), Err(PaymentBatchRefusal::AnsweredTwice(2)));
    let early = LineResult { outcome: PaymentOutcome::Paid { on: date(2026, 6, 1) }, ..paid(2, 700) };
    assert_eq!(take(&batch, vec![early]), Err(PaymentBatchRefusal::PaidDay(2)));
    let event = take(&batch, vec![paid(2, 700)]).unwrap();
    batch.take(Fact { event, by: checker().id });
    assert_eq!((batch.stage(), batch.result(1)), (Stage::Delivered, None));
    assert_eq!(take(&batch, vec![paid(2, 700)]), Err(PaymentBatchRefusal::AnsweredTwice(2)), "a file comes in once");
    let fault = PaymentOutcome::Rejected { fault: TransferFault::NoAccount };
    let event = take(&batch, vec![LineResult { outcome: fault, ..paid(1, 25_000) }]).unwrap();
    batch.take(Fact { event, by: checker().id });
    assert_eq!((batch.stage(), batch.result(1)), (Stage::Closed, Some(fault)));
    assert_eq!(take(&batch, vec![paid(1, 25_000)]), Err(PaymentBatchRefusal::Closed));
    assert_eq!(take(&PaymentBatch::default(), vec![paid(1, 5)]), Err(PaymentBatchRefusal::NotDelivered));
}

fn account(bank: &str) -> BankAccount {
    BankAccount {
        bank: FreeText::parse(bank).unwrap(),
        branch: text("例題支店"),
        kind: AccountKind::Ordinary,
        number: "0012345".to_owned(),
        holder: Kana::parse("ミホン タロウ").unwrap(),
    }
}

#[test]
fn files_have_fixed_records_and_no_formula() {
    let fixed = frozen_file(
        PaymentFile::Transfer,
        PaymentRecord::Data,
        FileForm::Fixed,
        &["record:1", "bank:10", "account_kind:1", "account_number:7", "holder_half:12", "amount:10", "blank:2"],
    );
    let drawn = drawn(vec![line(1, 25_000)]);
    let text = PaymentLayout::read(&fixed).unwrap().write(&drawn, &[account("見本銀行")]).unwrap();
    assert_eq!(text, "2見本銀行  10012345ﾐﾎﾝ ﾀﾛｳ     0000025000  \r\n");
    let wide = PaymentLayout::read(&fixed).unwrap().write(&drawn, &[account("見本銀行例題")]);
    assert_eq!(wide, Err(PaymentLayoutError::TooWide { line: 1, column: "金融機関", width: 10 }));
    let csv = frozen_file(PaymentFile::Accounting, PaymentRecord::Data, FileForm::Csv, &["line:5", "bank:40"]);
    let text = PaymentLayout::read(&csv).unwrap().write(&drawn, &[account("=1+2,3")]).unwrap();
    assert_eq!(text, "行番号,金融機関\r\n1,\"'=1+2,3\"\r\n");
    for columns in [["amount"], ["amount:0"], ["name:5"]] {
        let wrong = frozen_file(PaymentFile::Accounting, PaymentRecord::Data, FileForm::Csv, &columns);
        assert!(matches!(PaymentLayout::read(&wrong), Err(PaymentLayoutError::Column(_))));
    }
    let end = frozen_file(PaymentFile::Transfer, PaymentRecord::End, FileForm::Fixed, &["record:1"]);
    assert_eq!(PaymentLayout::read(&end), Err(PaymentLayoutError::Incomplete));
}

/// Something somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Draw(Vec<usize>),
    Release(usize, bool),
    TakeBack(usize),
    Deliver(usize),
    Answer(usize, u32, bool),
    Propose(usize, i64),
    Correct(usize),
    ProposeAccount(usize),
    ChangeAccount(usize),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        4 => prop::collection::vec(0_usize..3, 1..3).prop_map(Try::Draw),
        4 => (0_usize..6, any::<bool>()).prop_map(|(batch, second)| Try::Release(batch, second)),
        1 => (0_usize..6).prop_map(Try::TakeBack),
        4 => (0_usize..6).prop_map(Try::Deliver),
        6 => (0_usize..6, 1_u32..3, any::<bool>()).prop_map(|(batch, line, paid)| Try::Answer(batch, line, paid)),
        2 => (0_usize..3, 0_i64..5).prop_map(|(claim, thousands)| Try::Propose(claim, thousands * 1_000)),
        2 => (0_usize..3).prop_map(Try::Correct),
        1 => (0_usize..3).prop_map(Try::ProposeAccount),
        1 => (0_usize..3).prop_map(Try::ChangeAccount),
    ];
    prop::collection::vec(one, 1..80)
}

/// Claims with the newest decision and the event of their account, and batches: written together or not at all, as acts do.
struct World {
    claims: Vec<(Reimbursement, EventId, EventId)>,
    batches: Vec<PaymentBatch>,
    told: u128,
}

impl World {
    fn new() -> Self {
        let claims = (1..=3).map(|n| (claim(n, 3_000), event_id(1), event_id(2))).collect();
        Self { claims, batches: Vec::new(), told: 10 }
    }

    fn now(&self, line: &PaymentLine) -> ClaimNow {
        let (claim, decision, account) = &self.claims[place(line)];
        ClaimNow {
            decision: Some(*decision),
            correcting: claim.correction().is_some(),
            account: Some((*account, account.to_string())),
            account_changing: claim.account_change().is_some(),
            hands: claim.hands().clone(),
        }
    }

    /// Decides the batch's command and one for each of the named lines; all are taken or none.
    fn act(
        &mut self,
        at: usize,
        who: &Actor,
        command: PaymentBatchCommand,
        lines: &[PaymentLine],
        of_claim: impl Fn(&PaymentLine) -> Option<ReimbursementCommand>,
    ) {
        let Some(batch) = self.batches.get(at) else { return };
        let Ok(event) = batch.decide(command, who) else { return };
        let mut told = Vec::new();
        for line in lines {
            let Some(command) = of_claim(line) else { continue };
            let Ok(event) = command.decide(&self.claims[place(line)].0) else { return };
            told.push((place(line), event));
        }
        self.batches[at].take(Fact { event, by: who.id });
        for (place, event) in told {
            self.claims[place].0.apply(Fact { event, by: who.id });
        }
    }

    fn on_claim(&mut self, at: usize, command: ReimbursementCommand) {
        let by = command.who();
        let (claim, decision, account) = &mut self.claims[at];
        let Ok(event) = command.decide(claim) else { return };
        self.told += 1;
        match event.event_type() {
            "reimbursement.corrected" => *decision = event_id(self.told),
            "reimbursement.account_changed" => *account = event_id(self.told),
            _ => {}
        }
        claim.apply(Fact { event, by });
    }

    fn try_it(&mut self, wish: Try) {
        match wish {
            Try::Draw(claims) => {
                let lines: Vec<PaymentLine> = claims.iter().filter_map(|at| self.line_of(*at)).collect();
                self.batches.push(PaymentBatch::default());
                let (at, batch) = (self.batches.len() - 1, PaymentBatchId(Uuid::from_u128(self.batches.len() as u128)));
                self.act(at, &checker(), draw(lines.clone()), &lines, |line| {
                    let planned = PaymentPlanned { batch, decision: line.decision, amount: line.amount };
                    Some(ReimbursementCommand::PlanPayment(checker(), planned))
                });
            }
            Try::Release(at, second) => {
                let who = if second { second_approver() } else { approver() };
                let lines = self.lines(at);
                let now = lines.iter().map(|line| self.now(line)).collect();
                let batch = id(at);
                self.act(at, &who, PaymentBatchCommand::Release(now), &lines, |_| {
                    Some(ReimbursementCommand::ReleasePayment(who.clone(), batch))
                });
            }
            Try::TakeBack(at) => {
                let lines = self.lines(at);
                self.act(at, &checker(), PaymentBatchCommand::TakeBack, &lines, |_| {
                    Some(ReimbursementCommand::TakeBackPayment(checker(), id(at)))
                });
            }
            Try::Deliver(at) => self.act(at, &checker(), PaymentBatchCommand::Deliver(DAY), &[], |_| None),
            Try::Answer(at, number, paid) => {
                let Some(line) = self.batches.get(at).and_then(|batch| batch.line(number)).cloned() else { return };
                let fault = PaymentOutcome::Rejected { fault: TransferFault::Other };
                let outcome = if paid { PaymentOutcome::Paid { on: LATER } } else { fault };
                let result = LineResult { line: number, amount: line.amount, outcome };
                self.act(at, &checker(), PaymentBatchCommand::TakeResults(vec![result], LATER), &[line], |_| {
                    Some(ReimbursementCommand::SettlePayment(checker(), PaymentSettled { batch: id(at), outcome }))
                });
            }
            Try::Propose(at, amount) => {
                let proposed = CorrectionProposed { corrects: self.claims[at].1, amount: yen(amount), why: Personal::Erased };
                self.on_claim(at, ReimbursementCommand::ProposeCorrection(checker(), Box::new(proposed)));
            }
            Try::Correct(at) => self.on_claim(at, ReimbursementCommand::Correct(approver(), DAY)),
            Try::ProposeAccount(at) => {
                let proposed = AccountChangeProposed { account: Personal::Erased, why: Personal::Erased };
                self.on_claim(at, ReimbursementCommand::ProposeAccount(checker(), Box::new(proposed)));
            }
            Try::ChangeAccount(at) => self.on_claim(at, ReimbursementCommand::ChangeAccount(approver(), DAY)),
        }
    }

    /// What the screen would offer; a claim that stands in a batch is tried with its whole amount all the same.
    fn line_of(&self, at: usize) -> Option<PaymentLine> {
        let (claim, decision, account) = &self.claims[at];
        let amount = claim.payable().ok().or_else(|| claim.decided())?;
        let number = u32::try_from(at).ok()? + 1;
        let line = line(number, amount.amount());
        Some(PaymentLine { decision: *decision, account: *account, account_mark: account.to_string(), ..line })
    }

    fn lines(&self, at: usize) -> Vec<PaymentLine> {
        self.batches.get(at).map(|batch| batch.lines().to_vec()).unwrap_or_default()
    }
}

fn id(at: usize) -> PaymentBatchId {
    PaymentBatchId(Uuid::from_u128(at as u128 + 1))
}

fn place(line: &PaymentLine) -> usize {
    usize::try_from(line.reimbursement.0.as_u128()).unwrap() - 1
}

proptest! {
    #[test]
    fn no_claim_is_ever_paid_more_than_was_decided(story in tries()) {
        let mut world = World::new();
        let mut most = [3_000_i64; 3];
        for wish in story {
            let before: Vec<_> = world.claims.iter().map(|(claim, ..)| *claim.payment()).collect();
            world.try_it(wish);
            for (at, (claim, ..)) in world.claims.iter().enumerate() {
                let decided = claim.decided().map_or(0, Yen::amount);
                most[at] = most[at].max(decided);
                let payment = claim.payment();
                prop_assert!(payment.paid() <= most[at]);
                // What is planned or released in this moment is what is open of the decision, and no more.
                if before[at].planned() != payment.planned() && let Some(planned) = payment.planned() {
                    prop_assert_eq!(payment.paid() + planned.amount.amount(), decided);
                }
                // The claim is in one live batch or in none, and what batches paid is what the claim says.
                let number = at as u128 + 1;
                let mut live = 0;
                let mut paid = 0;
                for batch in &world.batches {
                    for (line, frozen) in (1..).zip(batch.lines()).filter(|(_, line)| line.reimbursement.0.as_u128() == number) {
                        match batch.result(line) {
                            Some(PaymentOutcome::Paid { .. }) => paid += frozen.amount.amount(),
                            Some(PaymentOutcome::Rejected { .. }) => {}
                            None if batch.stage() == Stage::TakenBack => {}
                            None => live += 1,
                        }
                    }
                }
                prop_assert_eq!(paid, payment.paid());
                prop_assert_eq!(live, usize::from(payment.planned().is_some()));
                prop_assert_eq!(
                    decided,
                    payment.paid() + payment.planned().map_or(0, |planned| planned.amount.amount()) + claim.open_yen()
                );
            }
        }
    }
}
