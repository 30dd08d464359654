//! Batches of payments, as they were meant.

use events::Event;
use events::ids::{EventId, RecipientId, ReimbursementId, StaffId};
use events::payment_batch::{
    Delivered, DrawnUp, FrozenFile, LineResult, PaymentBatchEvent, PaymentFile, PaymentLine, PaymentOutcome, PaymentRecord,
    RecordLayout, Released, ResultsTaken, TakenBack,
};
use events::recipient_file::{FileEncoding, FileForm, FileLayout};
use jiff::civil::date;
use serde_json::json;

use super::{id, of};

pub fn samples() -> Vec<Event> {
    let line = PaymentLine {
        reimbursement: ReimbursementId(id(7)),
        receipt_number: of(json!("8-01-0414")),
        recipient: RecipientId(id(3)),
        decision: EventId(id(8)),
        amount: of(json!(12_350)),
        account: EventId(id(9)),
        account_mark: "cd".repeat(32),
    };
    let layout = FileLayout {
        form: FileForm::Csv,
        encoding: FileEncoding::Cp932,
        heading: true,
        columns: vec!["line:5".to_owned(), "receipt_number:9".to_owned(), "amount:10".to_owned()],
    };
    let records = vec![RecordLayout { record: PaymentRecord::Data, layout }];
    let file = FrozenFile { file: PaymentFile::Accounting, records, digest: "ab".repeat(32) };
    let result = LineResult { line: 1, amount: of(json!(12_350)), outcome: PaymentOutcome::Paid { on: date(2027, 1, 29) } };
    let events: [PaymentBatchEvent; 5] = [
        DrawnUp { year: 8, serial: 3, pay_on: date(2027, 1, 29), lines: vec![line], files: vec![file] }.into(),
        Released { drawn_by: StaffId(id(6)) }.into(),
        TakenBack {}.into(),
        Delivered { on: date(2027, 1, 25) }.into(),
        ResultsTaken { results: vec![result] }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
