//! A row of the sheet judged: what records it becomes, or why none. Every row ends in one of them.

use std::collections::BTreeSet;

use events::vocabulary::{PayerNumber, wareki};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::columns::plain;
use super::{Column, Columns, Names, OldRecord};

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// A formula, or the error it gave: what it shows depends on other cells and is not what somebody entered.
    Formula,
}

impl Cell {
    /// As it looks.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            // What Excel writes as 1000018 and not as 1000018.0.
            Self::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => wareki::short(*day),
            Self::Formula => "（数式）".to_owned(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A row as it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct SheetRow {
    /// Its number in the sheet, from 1.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Columns whose value comes from a merged cell above.
    pub merged: BTreeSet<usize>,
}

/// How rows are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The headings, as they look.
    pub headings: Vec<String>,
    /// What they say.
    pub columns: Columns,
    /// 公費負担者番号 where no column says it.
    pub payer_number: PayerNumber,
}

/// How a row comes out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 引き継げる.
    Right,
    /// 引き継げるが、確かめてほしいことがある.
    Warned,
    /// 引き継げない.
    Refused,
    /// No record.
    Skipped,
}

impl Verdict {
    /// All.
    pub const ALL: &'static [Self] = &[Self::Right, Self::Warned, Self::Refused, Self::Skipped];

    /// As kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Warned => "warned",
            Self::Refused => "refused",
            Self::Skipped => "skipped",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Right => "引き継げる",
            Self::Warned => "注意して引き継げる",
            Self::Refused => "引き継げない",
            Self::Skipped => "記録ではない行",
        }
    }

    /// By its code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.code() == code)
    }
}

/// What is said of a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Remark {
    /// The column, as staff call it; empty where it is about the row.
    pub column: String,
    /// What is wrong or to be looked at, and what to do.
    pub text: String,
}

/// One child of a row, judged.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// The row of the sheet.
    pub line: u32,
    /// Its place among the children of the row, from 1.
    pub child: u32,
    /// How it comes out.
    pub verdict: Verdict,
    /// Why.
    pub remarks: Vec<Remark>,
    /// What it becomes; none where it is refused or skipped.
    pub record: Option<OldRecord>,
    /// The name as it stands in the sheet.
    pub name: String,
    /// 受給者番号 as it stands in the sheet.
    pub number: String,
}

impl Judged {
    /// Refuses it for a reason that came up later.
    pub fn refuse(&mut self, column: Column, text: impl Into<String>) {
        self.verdict = Verdict::Refused;
        self.remarks.push(Remark { column: column.label().to_owned(), text: text.into() });
        self.record = None;
    }

    fn skipped(row: &SheetRow, why: &str) -> Self {
        Self {
            line: row.line,
            child: 1,
            verdict: Verdict::Skipped,
            remarks: vec![Remark { column: String::new(), text: why.to_owned() }],
            record: None,
            name: String::new(),
            number: String::new(),
        }
    }
}

/// Judges a row by itself; a row of several children gives several.
pub fn judge(row: &SheetRow, layout: &Layout, names: &Names<'_>) -> Vec<Judged> {
    if let Some(why) = no_record(row, layout) {
        return vec![Judged::skipped(row, why)];
    }
    match children(row, layout) {
        Ok(rows) => (1..).zip(&rows).map(|(child, row)| one(row, child, layout, names)).collect(),
        Err(text) => {
            let mut judged = one(row, 1, layout, names);
            judged.refuse(Column::Name, text);
            vec![judged]
        }
    }
}

fn one(row: &SheetRow, child: u32, layout: &Layout, names: &Names<'_>) -> Judged {
    let at = |column| layout.columns.place(column).and_then(|at| row.cells.get(at)).map(Cell::text).unwrap_or_default();
    let (name, number) = (at(Column::Name), at(Column::RecipientNumber));
    let (record, wrong, doubts) = OldRecord::read(row, layout, names);
    let verdict = match &record {
        None => Verdict::Refused,
        Some(_) if doubts.is_empty() => Verdict::Right,
        Some(_) => Verdict::Warned,
    };
    let remarks = wrong.into_iter().chain(doubts).collect();
    Judged { line: row.line, child, verdict, remarks, record, name, number }
}

/// Why a row is no record at all.
fn no_record(row: &SheetRow, layout: &Layout) -> Option<&'static str> {
    // A merged cell that reaches into an empty row makes no record of it.
    let own = |at: usize| !row.merged.contains(&at);
    let filled: Vec<usize> = (0..row.cells.len()).filter(|at| own(*at) && !row.cells[*at].is_empty()).collect();
    if filled.is_empty() {
        return Some("空の行です。");
    }
    let at = |column| layout.columns.place(column).filter(|at| filled.contains(at));
    let identified = [Column::Name, Column::RecipientNumber, Column::BirthDate].into_iter().filter_map(at).count();
    let total = |at: &usize| {
        let text = plain(&row.cells[*at].text());
        ["合計", "小計", "総計", "件数", "総数", "計"]
            .iter()
            .any(|word| text == *word || (word.len() > 3 && text.starts_with(word)))
    };
    if at(Column::BirthDate).is_none() && filled.iter().any(total) {
        return Some("合計の行です。");
    }
    let mapped: Vec<usize> = layout.columns.0.values().copied().collect();
    let repeated = mapped.iter().filter(|at| {
        let heading = layout.headings.get(**at).map(|heading| plain(heading)).unwrap_or_default();
        !heading.is_empty() && row.cells.get(**at).is_some_and(|cell| plain(&cell.text()) == heading)
    });
    if repeated.count() * 2 > mapped.len() {
        return Some("見出しを繰り返した行です。");
    }
    if identified == 0 && filled.len() == 1 {
        return Some("区切りの行です。");
    }
    None
}

/// The lines of a cell in which several children stand.
fn lines(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => {
            text.split(['\n', '\r', '／']).map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// One row a child: what stands in as many lines as there are children is divided, what stands once holds for all of them.
fn children(row: &SheetRow, layout: &Layout) -> Result<Vec<SheetRow>, String> {
    let cell = |column| layout.columns.place(column).and_then(|at| row.cells.get(at));
    let names = cell(Column::Name).map(lines).unwrap_or_default().len();
    if names < 2 {
        return Ok(vec![row.clone()]);
    }
    for column in [Column::RecipientNumber, Column::BirthDate] {
        let found = cell(column).map(lines).unwrap_or_default().len();
        if found != names {
            return Err(format!(
                "1行に{names}人の氏名がありますが、「{}」は{found}人分です。1人1行に分けてください。",
                column.label()
            ));
        }
    }
    Ok((0..names)
        .map(|child| {
            let cells = row.cells.iter().map(|cell| {
                let lines = lines(cell);
                if lines.len() == names { Cell::Text(lines[child].clone()) } else { cell.clone() }
            });
            SheetRow { line: row.line, cells: cells.collect(), merged: row.merged.clone() }
        })
        .collect())
}
