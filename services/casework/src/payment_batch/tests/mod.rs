//! Each hand does only what is its own on a batch; every line of it is answered once.

mod files;
mod whatever_happens;

use std::collections::BTreeSet;

use events::ids::{EventId, RecipientId, ReimbursementId};
use events::payment_batch::{FrozenFile, PaymentFile, PaymentRecord, RecordLayout, TransferFault};
use events::recipient_file::{FileEncoding, FileForm, FileLayout};
use events::vocabulary::{OfficeCode, ReceiptNumber};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::application::samples::{approver, checker, counter};
use crate::reimbursement::samples::{DAY, yen};

const LATER: Date = date(2026, 6, 30);

fn event_id(n: u128) -> EventId {
    EventId(Uuid::from_u128(n))
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
        (approver(), PaymentBatchCommand::Release(vec![as_frozen(), as_frozen()], DAY)),
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
    let release = |now: ClaimNow, who: &Actor| waiting.decide(PaymentBatchCommand::Release(vec![now], DAY), who);
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
fn a_batch_whose_file_may_be_out_is_not_undone_by_who_handles_it() {
    let released = after(vec![
        (checker(), draw(vec![line(1, 25_000)])),
        (approver(), PaymentBatchCommand::Release(vec![as_frozen()], LATER)),
    ]);
    assert_eq!(released.decide(PaymentBatchCommand::TakeBack, &checker()), Err(PaymentBatchRefusal::FileMayBeOut));
    assert!(released.decide(PaymentBatchCommand::TakeBack, &approver()).is_ok());
    assert_eq!(released.as_frozen(&[as_frozen()]), Ok(()));
    let own = ClaimNow { hands: BTreeSet::from([approver().id]), ..as_frozen() };
    assert_eq!(released.as_frozen(&[own]), Ok(()), "whose hands it went through was asked when it was released");
    let moved = released.as_frozen(&[ClaimNow { account: Some((event_id(7), "ab".to_owned())), ..as_frozen() }]);
    assert!(moved.unwrap_err().to_string().contains("1行目（8-01-0001）は、一覧を作った後に振込先が変わりました"));
}

#[test]
fn no_day_leaves_a_batch_where_nobody_gets_on() {
    let waiting = after(vec![(checker(), draw(vec![line(1, 700)]))]);
    let after_the_day = LATER.tomorrow().unwrap();
    let late = waiting.decide(PaymentBatchCommand::Release(vec![as_frozen()], after_the_day), &approver());
    assert_eq!(late, Err(PaymentBatchRefusal::PayDayOver), "a file of a day that is over");
    assert!(waiting.decide(PaymentBatchCommand::TakeBack, &checker()).is_ok());
    // The bank paid on the planned day; that it had the file was recorded only afterwards.
    let delivered = after(vec![
        (checker(), draw(vec![line(1, 700)])),
        (approver(), PaymentBatchCommand::Release(vec![as_frozen()], DAY)),
        (checker(), PaymentBatchCommand::Deliver(after_the_day)),
    ]);
    let paid = |on| LineResult { line: 1, amount: yen(700), outcome: PaymentOutcome::Paid { on } };
    let take = |on| delivered.decide(PaymentBatchCommand::TakeResults(vec![paid(on)], after_the_day), &checker());
    assert!(take(LATER).is_ok());
    assert_eq!(take(LATER.yesterday().unwrap()), Err(PaymentBatchRefusal::PaidDay(1)));
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
