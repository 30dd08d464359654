//! How a file is written: which columns, in which order, how wide, as CSV or with fixed widths. The organisations' real layouts are not published,
//! so every layout is a row of the masters that somebody confirms (要確認); nothing here claims to be one of theirs.

use events::codes;
use events::recipient_file::{FileEncoding, FileForm, FileLayout, Item, ItemKind};
use events::vocabulary::Severity;
use jiff::civil::Date;

use crate::file_layout::{self, FileColumn, LayoutColumn, UnusableColumn, bytes_in};

codes! {
    /// What a column holds.
    Column, UnknownColumn, "様式の列の名前ではありません。" {
        /// Counting from 1.
        Line = "line", "行番号";
        /// `YYYYMM`.
        Month = "month", "提出年月";
        /// 1 新規, 2 変更, 3 喪失.
        Kind = "kind", "異動区分";
        /// 1 where it is told again.
        Again = "again", "再送";
        /// Eight digits.
        PayerNumber = "payer_number", "公費負担者番号";
        /// Seven digits.
        RecipientNumber = "recipient_number", "受給者番号";
        /// フリガナ.
        Kana = "kana", "フリガナ";
        /// `YYYYMMDD`.
        BirthDate = "birth_date", "生年月日";
        /// `YYYYMMDD`.
        StartsOn = "starts_on", "有効期間の始まり";
        /// `YYYYMMDD`; of an award none of whose days counts the eve of its first.
        EndsOn = "ends_on", "有効期間の終わり";
        /// Yen.
        MonthlyCap = "monthly_cap", "自己負担上限月額";
        /// I to VI.
        Tier = "tier", "階層区分";
        /// 1 一般, 2 重症, 3 人工呼吸器等.
        Severity = "severity", "重症等の区分";
    }
}

impl FileColumn for Column {
    const EXAMPLE: &'static str = "recipient_number:7";

    fn code(self) -> &'static str {
        Self::code(self)
    }

    fn is_number(self) -> bool {
        matches!(self, Self::MonthlyCap | Self::Line)
    }
}

/// Why a layout cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A word that is no column with a width.
    #[error(transparent)]
    Column(#[from] UnusableColumn),
    /// No columns.
    #[error("様式に列がありません。")]
    Empty,
    /// A value is wider than its column.
    #[error("{line}行目の「{column}」が、様式の幅{width}に入りません。様式の幅を確かめてください。")]
    TooWide {
        /// The line, counting from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// Its width.
        width: u16,
    },
}

/// One line and what the ledger says of the person.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The line.
    pub item: &'a Item,
    /// フリガナ; empty where it was erased.
    pub kana: String,
    /// 生年月日; none where it was erased.
    pub birth_date: Option<Date>,
}

/// A layout that can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    form: FileForm,
    encoding: FileEncoding,
    heading: bool,
    columns: Vec<LayoutColumn<Column>>,
}

impl Layout {
    /// As it was frozen.
    ///
    /// # Errors
    /// [`LayoutError`].
    pub fn read(frozen: &FileLayout) -> Result<Self, LayoutError> {
        let columns = LayoutColumn::all(&frozen.columns)?;
        if columns.is_empty() {
            return Err(LayoutError::Empty);
        }
        Ok(Self { form: frozen.form, encoding: frozen.encoding, heading: frozen.heading, columns })
    }

    /// Whether it names persons, so that somebody's name or birth date is looked up for it.
    pub fn names_persons(&self) -> bool {
        self.columns.iter().any(|one| matches!(one.column, Column::Kana | Column::BirthDate))
    }

    /// The text of a file for a month, lines ended as Windows does. Values are exact: the file is read by a program.
    ///
    /// # Errors
    /// [`LayoutError::TooWide`].
    pub fn write(&self, month: Date, lines: &[Line<'_>]) -> Result<String, LayoutError> {
        let mut text = String::new();
        if self.heading {
            let names: Vec<_> = self.columns.iter().map(|one| one.column.label().to_owned()).collect();
            // Headings stand where there is room for them; in files of fixed width they are cut and never refused.
            text.push_str(&match self.form {
                FileForm::Csv => names.join(","),
                FileForm::Fixed => names.iter().zip(&self.columns).map(|(name, one)| self.cut(name, one.width)).collect(),
            });
            text.push_str("\r\n");
        }
        for (number, line) in (1..).zip(lines) {
            let mut values = Vec::with_capacity(self.columns.len());
            for one in &self.columns {
                let value = value(one.column, month, number, line);
                let too_wide = LayoutError::TooWide { line: number, column: one.column.label(), width: one.width };
                values.push(one.written(value, self.form, self.encoding).ok_or(too_wide)?);
            }
            text.push_str(&file_layout::line(&values, self.form));
        }
        Ok(text)
    }

    fn cut(&self, text: &str, width: u16) -> String {
        let width = usize::from(width);
        let mut kept = text.to_owned();
        while bytes_in(self.encoding, &kept) > width {
            kept.pop();
        }
        let blanks = width - bytes_in(self.encoding, &kept);
        kept + &" ".repeat(blanks)
    }
}

fn value(column: Column, month: Date, number: usize, line: &Line<'_>) -> String {
    let (item, entry) = (line.item, &line.item.entry);
    let day = |day: Date| day.strftime("%Y%m%d").to_string();
    match column {
        Column::Line => number.to_string(),
        Column::Month => month.strftime("%Y%m").to_string(),
        Column::Kind => match item.kind {
            ItemKind::New => "1",
            ItemKind::Changed => "2",
            ItemKind::Lost => "3",
        }
        .to_owned(),
        Column::Again => u8::from(item.again).to_string(),
        Column::PayerNumber => entry.payer_number.to_string(),
        Column::RecipientNumber => entry.recipient_number.to_string(),
        Column::Kana => line.kana.clone(),
        Column::BirthDate => line.birth_date.map(day).unwrap_or_default(),
        Column::StartsOn => day(entry.validity.start()),
        Column::EndsOn if entry.annulled => entry.validity.start().yesterday().map(day).unwrap_or_default(),
        Column::EndsOn => day(entry.validity.end()),
        Column::MonthlyCap => entry.monthly_cap.amount().to_string(),
        Column::Tier => entry.tier.map_or("", events::vocabulary::Tier::code).to_owned(),
        Column::Severity => match entry.severity {
            Severity::General => "1",
            Severity::Severe => "2",
            Severity::Ventilator => "3",
        }
        .to_owned(),
    }
}
