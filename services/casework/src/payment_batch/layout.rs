//! How the files of a batch are written: records, columns, widths. What the bank and the accounting system want is not known, so every layout is a row of
//! the masters that somebody confirms (要確認); nothing here claims to be one of theirs.

use events::codes;
use events::payment_batch::{DrawnUp, FrozenFile, PaymentFile, PaymentLine, PaymentRecord, RecordLayout};
use events::recipient_file::{FileEncoding, FileForm, FileLayout};
use events::reimbursement::{AccountKind, BankAccount};
use jiff::civil::Date;

use super::half_width::half_width;
use crate::file_layout::{self, FileColumn, LayoutColumn, UnusableColumn};
use crate::rules::Masters;

codes! {
    /// What a column holds.
    PaymentColumn, UnknownPaymentColumn, "支払のファイルの列の名前ではありません。" {
        /// 1 header, 2 data, 8 trailer, 9 end.
        Record = "record", "レコード区分";
        /// Nothing.
        Blank = "blank", "空白";
        /// 一覧番号, as year and number.
        Batch = "batch", "一覧番号";
        /// Counting from 1.
        Line = "line", "行番号";
        /// `YYYYMMDD`.
        PayOn = "pay_on", "振込予定日";
        /// `MMDD`.
        PayDay = "pay_day", "振込予定日（月日）";
        /// 受付番号.
        ReceiptNumber = "receipt_number", "受付番号";
        /// 金融機関.
        Bank = "bank", "金融機関";
        /// 支店.
        Branch = "branch", "支店";
        /// 1 普通, 2 当座.
        AccountKind = "account_kind", "預金の種別";
        /// Seven digits.
        AccountNumber = "account_number", "口座番号";
        /// 口座名義.
        Holder = "holder", "口座名義";
        /// The same in half-width kana.
        HolderHalf = "holder_half", "口座名義（半角）";
        /// Yen.
        Amount = "amount", "金額";
        /// Lines of the batch.
        Count = "count", "件数";
        /// Yen of all lines.
        Total = "total", "合計金額";
    }
}

impl FileColumn for PaymentColumn {
    const EXAMPLE: &'static str = "amount:10";

    fn code(self) -> &'static str {
        Self::code(self)
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Line | Self::AccountNumber | Self::Amount | Self::Count | Self::Total)
    }

    /// A text that a spreadsheet would calculate begins with an apostrophe, as in the other files that leave.
    fn guarded(value: String) -> String {
        if value.starts_with(['=', '+', '-', '@', '\t']) { format!("'{value}") } else { value }
    }
}

impl PaymentColumn {
    /// Only a line has it.
    const fn is_of_a_line(self) -> bool {
        use PaymentColumn::{AccountKind, AccountNumber, Amount, Bank, Branch, Holder, HolderHalf, Line, ReceiptNumber};
        matches!(self, Line | ReceiptNumber | Bank | Branch | AccountKind | AccountNumber | Holder | HolderHalf | Amount)
    }
}

/// Why a layout cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentLayoutError {
    /// A word that is no column with a width.
    #[error(transparent)]
    Column(#[from] UnusableColumn),
    /// No records of lines, or a column of a line in another record.
    #[error("支払のファイルの様式がそろっていません。データのレコードと、その列を確かめてください。")]
    Incomplete,
    /// A value is wider than its column.
    #[error("{line}行目の「{column}」が、様式の幅{width}に入りません。振込先か様式の幅を確かめてください。")]
    TooWide {
        /// The line, counting from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// Its width.
        width: u16,
    },
}

/// The records of a file by the masters of a day; a file without records of lines is not made.
pub fn records_of(masters: &Masters, file: PaymentFile, on: Date) -> Vec<RecordLayout> {
    let found = PaymentRecord::ALL.iter().filter_map(|record| {
        let row = masters.payment_file_layouts.at(&format!("{}_{}", file.code(), record.code()), on)?;
        let columns = row.value.columns.iter().map(|column| String::from(*column)).collect();
        let layout = FileLayout { form: row.value.form, encoding: row.value.encoding, heading: row.value.heading, columns };
        Some(RecordLayout { record: *record, layout })
    });
    found.collect()
}

/// A file whose layout can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentLayout {
    records: Vec<(PaymentRecord, FileForm, bool, Vec<LayoutColumn<PaymentColumn>>)>,
    encoding: FileEncoding,
    form: FileForm,
}

impl PaymentLayout {
    /// As it was frozen.
    ///
    /// # Errors
    /// [`PaymentLayoutError`].
    pub fn read(file: &FrozenFile) -> Result<Self, PaymentLayoutError> {
        let mut records = Vec::with_capacity(file.records.len());
        for one in &file.records {
            let columns = LayoutColumn::all(&one.layout.columns)?;
            let foreign =
                |column: &LayoutColumn<PaymentColumn>| column.column.is_of_a_line() && one.record != PaymentRecord::Data;
            if columns.is_empty() || columns.iter().any(foreign) {
                return Err(PaymentLayoutError::Incomplete);
            }
            records.push((one.record, one.layout.form, one.layout.heading, columns));
        }
        let data = file.records.iter().find(|one| one.record == PaymentRecord::Data);
        let data = &data.ok_or(PaymentLayoutError::Incomplete)?.layout;
        // The records of a file stand in one encoding.
        if file.records.iter().any(|one| one.layout.encoding != data.encoding) {
            return Err(PaymentLayoutError::Incomplete);
        }
        Ok(Self { records, encoding: data.encoding, form: data.form })
    }

    /// 文字コード.
    pub const fn encoding(&self) -> FileEncoding {
        self.encoding
    }

    /// CSV or fixed widths.
    pub const fn form(&self) -> FileForm {
        self.form
    }

    /// The text of a file, each line with its account, in their order.
    ///
    /// # Errors
    /// [`PaymentLayoutError::TooWide`].
    pub fn write(&self, drawn: &DrawnUp, accounts: &[BankAccount]) -> Result<String, PaymentLayoutError> {
        let mut text = String::new();
        for (record, form, heading, columns) in &self.records {
            if *heading && *form == FileForm::Csv {
                let names: Vec<&str> = columns.iter().map(|one| one.column.label()).collect();
                text.push_str(&names.join(","));
                text.push_str("\r\n");
            }
            if *record == PaymentRecord::Data {
                for (at, (line, account)) in (1..).zip(drawn.lines.iter().zip(accounts)) {
                    text.push_str(&self.record((*record, *form, columns), drawn, at, Some((line, account)))?);
                }
            } else {
                text.push_str(&self.record((*record, *form, columns), drawn, 0, None)?);
            }
        }
        Ok(text)
    }

    fn record(
        &self,
        (record, form, columns): (PaymentRecord, FileForm, &[LayoutColumn<PaymentColumn>]),
        drawn: &DrawnUp,
        at: usize,
        line: Option<(&PaymentLine, &BankAccount)>,
    ) -> Result<String, PaymentLayoutError> {
        let mut values = Vec::with_capacity(columns.len());
        for one in columns {
            let value = value(one.column, record, drawn, at, line);
            let too_wide = PaymentLayoutError::TooWide { line: at, column: one.column.label(), width: one.width };
            values.push(one.written(value, form, self.encoding).ok_or(too_wide)?);
        }
        Ok(file_layout::line(&values, form))
    }
}

fn value(
    column: PaymentColumn,
    record: PaymentRecord,
    drawn: &DrawnUp,
    at: usize,
    line: Option<(&PaymentLine, &BankAccount)>,
) -> String {
    let of_line =
        |told: fn(&PaymentLine, &BankAccount) -> String| line.map(|(line, account)| told(line, account)).unwrap_or_default();
    match column {
        PaymentColumn::Record => match record {
            PaymentRecord::Header => "1",
            PaymentRecord::Data => "2",
            PaymentRecord::Trailer => "8",
            PaymentRecord::End => "9",
        }
        .to_owned(),
        PaymentColumn::Blank => String::new(),
        PaymentColumn::Batch => format!("{}-{}", drawn.year, drawn.serial),
        PaymentColumn::Line => at.to_string(),
        PaymentColumn::PayOn => drawn.pay_on.strftime("%Y%m%d").to_string(),
        PaymentColumn::PayDay => drawn.pay_on.strftime("%m%d").to_string(),
        PaymentColumn::Count => drawn.lines.len().to_string(),
        PaymentColumn::Total => drawn.lines.iter().map(|line| line.amount.amount()).sum::<i64>().to_string(),
        PaymentColumn::ReceiptNumber => of_line(|line, _| line.receipt_number.to_string()),
        PaymentColumn::Amount => of_line(|line, _| line.amount.amount().to_string()),
        PaymentColumn::Bank => of_line(|_, account| account.bank.to_string()),
        PaymentColumn::Branch => of_line(|_, account| account.branch.to_string()),
        PaymentColumn::AccountKind => of_line(|_, account| {
            match account.kind {
                AccountKind::Ordinary => "1",
                AccountKind::Current => "2",
            }
            .to_owned()
        }),
        PaymentColumn::AccountNumber => of_line(|_, account| account.number.clone()),
        PaymentColumn::Holder => of_line(|_, account| account.holder.to_string()),
        PaymentColumn::HolderHalf => of_line(|_, account| half_width(&account.holder.to_string())),
    }
}
