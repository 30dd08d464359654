//! How the files of a batch are written: records, columns, widths. What the bank and the accounting system want is not known, so every layout is a row of
//! the masters that somebody confirms (要確認); nothing here claims to be one of theirs.

use events::codes;
use events::payment_batch::{DrawnUp, FrozenFile, PaymentFile, PaymentLine, PaymentRecord, RecordLayout};
use events::recipient_file::{FileEncoding, FileForm, FileLayout};
use events::reimbursement::{AccountKind, BankAccount};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::half_width::half_width;
use crate::recipient_file::bytes_in;
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

impl PaymentColumn {
    /// Filled up with zeros from the left.
    const fn is_number(self) -> bool {
        matches!(self, Self::Line | Self::AccountNumber | Self::Amount | Self::Count | Self::Total)
    }

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
    #[error("様式の列「{0}」は使えません。amount:10 のように、列の名前と幅（1から200）を入れてください。")]
    Column(String),
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

/// A column and its width, in bytes of the encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentLayoutColumn {
    /// What it holds.
    pub column: PaymentColumn,
    /// How wide it is.
    pub width: u16,
}

impl TryFrom<String> for PaymentLayoutColumn {
    type Error = PaymentLayoutError;
    fn try_from(word: String) -> Result<Self, PaymentLayoutError> {
        let read = word.split_once(':').and_then(|(name, width)| {
            let column = name.parse().ok()?;
            Some(Self { column, width: width.parse().ok().filter(|width| (1..=200).contains(width))? })
        });
        read.ok_or(PaymentLayoutError::Column(word))
    }
}

impl From<PaymentLayoutColumn> for String {
    fn from(column: PaymentLayoutColumn) -> Self {
        format!("{}:{}", column.column.code(), column.width)
    }
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
    records: Vec<(PaymentRecord, FileForm, bool, Vec<PaymentLayoutColumn>)>,
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
            let columns: Vec<_> =
                one.layout.columns.iter().map(|word| PaymentLayoutColumn::try_from(word.clone())).collect::<Result<_, _>>()?;
            let foreign = |column: &PaymentLayoutColumn| column.column.is_of_a_line() && one.record != PaymentRecord::Data;
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
        (record, form, columns): (PaymentRecord, FileForm, &[PaymentLayoutColumn]),
        drawn: &DrawnUp,
        at: usize,
        line: Option<(&PaymentLine, &BankAccount)>,
    ) -> Result<String, PaymentLayoutError> {
        let mut values = Vec::with_capacity(columns.len());
        for one in columns {
            let value = value(one.column, record, drawn, at, line);
            let width = usize::from(one.width);
            let taken = bytes_in(self.encoding, &value);
            if taken > width {
                return Err(PaymentLayoutError::TooWide { line: at, column: one.column.label(), width: one.width });
            }
            values.push(match form {
                FileForm::Csv => cell(value),
                FileForm::Fixed if one.column.is_number() => "0".repeat(width - taken) + &value,
                FileForm::Fixed => value + &" ".repeat(width - taken),
            });
        }
        Ok(values.join(if form == FileForm::Csv { "," } else { "" }) + "\r\n")
    }
}

/// A text that a spreadsheet would calculate begins with an apostrophe, as in the other files that leave.
fn cell(value: String) -> String {
    let value = if value.starts_with(['=', '+', '-', '@', '\t']) { format!("'{value}") } else { value };
    if value.contains([',', '"', '\n', '\r']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
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
