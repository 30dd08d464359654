//! The bytes of the files of a batch.

use events::payment_batch::{PaymentFile, PaymentRecord};
use events::recipient_file::FileForm;
use events::reimbursement::{AccountKind, BankAccount};
use events::vocabulary::{FreeText, Kana};

use super::{drawn, frozen_file, line};
use crate::application::samples::text;
use crate::payment_batch::{PaymentLayout, PaymentLayoutError};

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
