//! A file of the old ledger opened: a spreadsheet (xlsx, xls) or comma-separated text in UTF-8 or CP932. Whatever it holds, reading it takes
//! bounded memory, and what is no such file is refused with the reason.

mod bounds;
mod compound;
mod records;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

use std::collections::BTreeMap;

use casework::takeover::{Cell, Columns, Layout, SheetRow};
use events::vocabulary::PayerNumber;

/// Largest file, bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// Most rows of a sheet.
const MOST_ROWS: u32 = 60_000;
/// Most columns of a sheet.
const MOST_COLUMNS: u32 = 256;
/// Most cells into which the values of merged cells are handed down.
const MOST_HANDED_DOWN: u64 = 4_000_000;
/// Rows among which the headings are looked for.
const HEADINGS_WITHIN: usize = 40;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("ファイルが空です。何も取り込んでいません。")]
    Empty,
    /// More than [`LARGEST`].
    #[error("ファイルが大きすぎます（32MBまで）。シートを分けて保存し直してください。何も取り込んでいません。")]
    TooLarge,
    /// It unpacks to more than a ledger can be.
    #[error(
        "圧縮を解くと大きくなりすぎるファイルです。台帳のシートだけを新しいブックに写して保存し直してください。何も取り込んでいません。"
    )]
    Bomb,
    /// Not what it looks like.
    #[error(
        "表計算のファイルとして読めません。途中で切れているか、壊れています。Excelで開いて保存し直してください。何も取り込んでいません。"
    )]
    Broken,
    /// It opens with a password only.
    #[error(
        "パスワードの付いたファイルは読めません。Excelで開いてパスワードを外し、保存し直してください。何も取り込んでいません。"
    )]
    Password,
    /// Cells far away from the others.
    #[error(
        "書き込みのあるセルの範囲が広すぎます（台帳から離れた行や列に何かが入っています）。台帳の部分だけを新しいブックに写して保存し直してください。何も取り込んでいません。"
    )]
    Spread,
    /// More rows than a sheet may have.
    #[error(
        "行か列が多すぎます（60,000行、256列まで）。台帳の部分だけを新しいブックに写して保存し直してください。何も取り込んでいません。"
    )]
    TooMany,
    /// Neither UTF-8 nor CP932.
    #[error(
        "{0}行目の文字を読み取れません。CSV（UTF-8）か、CSV（コンマ区切り、Shift_JIS）で保存し直してください。何も取り込んでいません。"
    )]
    Encoding(usize),
    /// Both in one file.
    #[error(
        "{0}行目だけ文字コードが違います（UTF-8とShift_JISが混ざっています）。1つの文字コードで保存し直してください。何も取り込んでいません。"
    )]
    Mixed(usize),
    /// A quote that is not closed.
    #[error("{0}行目からCSVとして読めません。引用符の閉じ忘れがないか確かめてください。何も取り込んでいません。")]
    Csv(u64),
    /// No sheet of that name.
    #[error("「{0}」というシートはありません。シートを選び直してください。")]
    NoSheet(String),
    /// No row of headings.
    #[error("台帳の見出し（受給者番号、氏名、生年月日など）のある行が見つかりません。シートか見出しの行を選び直してください。")]
    NoHeadings,
    /// Columns that a record cannot be without.
    #[error("次の列がありません：{0}。どの列が何かを選んでください。")]
    Missing(String),
}

/// A file that was opened.
#[derive(Clone, PartialEq, Debug)]
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    /// Its name; none where the file has no sheets.
    pub name: Option<String>,
    /// Its rows, in order; empty ones between others stand as empty rows.
    pub rows: Vec<SheetRow>,
}

impl Book {
    /// Opens a file.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn open(bytes: &[u8]) -> Result<Self, FileError> {
        if bytes.len() > LARGEST {
            return Err(FileError::TooLarge);
        }
        let sheets = match bytes {
            [] => return Err(FileError::Empty),
            [b'P', b'K', 3, 4, ..] => {
                bounds::unpacked(bytes)?;
                workbook::xlsx(bytes)?
            }
            [0xd0, 0xcf, 0x11, 0xe0, ..] => {
                records::measured(bytes)?;
                workbook::xls(bytes)?
            }
            _ => vec![Sheet { name: None, rows: text::rows(bytes)? }],
        };
        Ok(Self { sheets })
    }

    /// The sheet that was named, or else the one whose headings say most.
    ///
    /// # Errors
    /// [`FileError::NoSheet`], [`FileError::NoHeadings`].
    pub fn sheet(&self, name: Option<&str>) -> Result<&Sheet, FileError> {
        if let Some(name) = name {
            let named = self.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name));
            return named.ok_or_else(|| FileError::NoSheet(name.to_owned()));
        }
        let score = |sheet: &&Sheet| sheet.headings().map_or(0, |(_, columns)| columns.0.len());
        // Of equals the first.
        self.sheets.iter().rev().max_by_key(score).ok_or(FileError::NoHeadings)
    }
}

impl Sheet {
    /// The row of the headings and what they say: the row, among the first, that says most.
    pub fn headings(&self) -> Option<(u32, Columns)> {
        let rows = self.rows.iter().take(HEADINGS_WITHIN);
        let found = rows.map(|row| (row.line, Columns::recognised(&texts(row))));
        found.rev().max_by_key(|(_, columns)| columns.0.len()).filter(|(_, columns)| columns.0.len() >= 3)
    }

    /// How the headings of a row look.
    pub fn texts_of(&self, line: u32) -> Vec<String> {
        self.rows.iter().find(|row| row.line == line).map(texts).unwrap_or_default()
    }

    /// How the rows under the headings are read.
    pub fn layout(&self, line: u32, columns: Columns, payer_number: PayerNumber) -> Layout {
        Layout { headings: self.texts_of(line), columns, payer_number }
    }

    /// The rows under the headings.
    pub fn under(&self, line: u32) -> impl Iterator<Item = &SheetRow> {
        self.rows.iter().filter(move |row| row.line > line)
    }
}

fn texts(row: &SheetRow) -> Vec<String> {
    row.cells.iter().map(Cell::text).collect()
}

/// Row and column of a cell, from 0.
type Place = (u32, u32);

/// Cells by place, as rows: what was read cell by cell put in order, with the values of merged cells handed down, as far as there is room for
/// them: one long text may be merged over a whole column, and regions may lie over each other.
fn in_rows(cells: BTreeMap<Place, Cell>, merged: &[(Place, Place)]) -> Result<Vec<SheetRow>, FileError> {
    let Some(last) = cells.keys().map(|(row, _)| *row).max() else { return Ok(Vec::new()) };
    let (mut handed, mut text) = (0_u64, 0_u64);
    for ((top, left), (bottom, _)) in merged {
        let Some(value) = cells.get(&(*top, *left)) else { continue };
        let rows = u64::from((*bottom).min(last).saturating_sub(*top));
        let length = if let Cell::Text(text) = value { u64::try_from(text.len()).unwrap_or(u64::MAX) } else { 0 };
        (handed, text) = (handed.saturating_add(rows), text.saturating_add(rows.saturating_mul(length)));
        if handed > MOST_HANDED_DOWN {
            return Err(FileError::Spread);
        }
        if text > workbook::LARGEST_TEXT {
            return Err(FileError::Bomb);
        }
    }
    let mut rows: Vec<SheetRow> =
        (0..=last).map(|row| SheetRow { line: row + 1, cells: Vec::new(), merged: std::collections::BTreeSet::new() }).collect();
    let mut put = |(row, column): Place, cell: Cell, from_above: bool| {
        let (Some(row), Ok(at)) = (usize::try_from(row).ok().and_then(|row| rows.get_mut(row)), usize::try_from(column)) else {
            return;
        };
        if row.cells.len() <= at {
            row.cells.resize(at + 1, Cell::Empty);
        }
        row.cells[at] = cell;
        if from_above {
            row.merged.insert(at);
        }
    };
    for ((top, left), (bottom, _)) in merged {
        let Some(value) = cells.get(&(*top, *left)) else { continue };
        for row in top + 1..=(*bottom).min(last) {
            put((row, *left), value.clone(), true);
        }
    }
    for (place, cell) in cells {
        // Programs write the covered cells of a merged region as empty ones.
        if cell != Cell::Empty {
            put(place, cell, false);
        }
    }
    Ok(rows)
}
