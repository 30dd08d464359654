//! A list that comes as a file: CSV in UTF-8 or CP932, its columns found by the names of the first line. What cannot be read is told by line
//! and column.

use encoding_rs::SHIFT_JIS;
use serde::Serialize;

/// Most rows of a file: what one person can look through before saying yes.
pub(crate) const MOST: usize = 1_000;

/// Why a file is no list of people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileError {
    #[error("文字コードを読み取れません。CSV（UTF-8）か、CSV（コンマ区切り、Shift_JIS）で保存し直してください。")]
    Encoding,
    #[error("CSVとして読み取れません（{0}行目）。引用符の閉じ忘れがないか確かめてください。")]
    Broken(u64),
    #[error("1行目に「{0}」の列がありません。列の名前を確かめてください。")]
    NoColumn(&'static str),
    #[error("取り込む行がありません。1行目に列の名前、2行目から1人1行で入れてください。")]
    Empty,
    #[error("1行目の「{0}」という列は使いません。列の名前を確かめてください。")]
    UnknownColumn(String),
    #[error("行が多すぎます。1つのファイルは{0}行までにしてください。")]
    TooMany(usize),
}

/// What is wrong in a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Wrong {
    /// The column.
    pub(crate) column: &'static str,
    /// Why.
    pub(crate) why: String,
}

/// The text of a file.
///
/// # Errors
/// [`FileError::Encoding`].
pub(crate) fn decode(bytes: &[u8]) -> Result<String, FileError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.trim_start_matches('\u{feff}').to_owned());
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes).ok_or(FileError::Encoding)?;
    Ok(text.into_owned())
}

/// The rows of a text: the line on which each begins, and its cells in the order of `columns`. Empty rows are passed over.
///
/// # Errors
/// [`FileError`].
pub(crate) fn table(text: &str, columns: &[&'static str]) -> Result<Vec<(u64, Vec<String>)>, FileError> {
    read(text, columns, MOST, false)
}

/// The same for a file that a program wrote: as many rows as `most`, and no column beside those of the form.
///
/// # Errors
/// [`FileError`].
pub(crate) fn exact_table(text: &str, columns: &[&'static str], most: usize) -> Result<Vec<(u64, Vec<String>)>, FileError> {
    read(text, columns, most, true)
}

fn read(text: &str, columns: &[&'static str], most: usize, exact: bool) -> Result<Vec<(u64, Vec<String>)>, FileError> {
    // Of lines that end with two characters the reader counts the second to the next.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut places: Option<Vec<usize>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| FileError::Broken(error.position().map_or(0, csv::Position::line)))?;
        let Some(places) = &places else {
            let place = |column: &&'static str| {
                record.iter().position(|head| *head.trim() == **column).ok_or(FileError::NoColumn(column))
            };
            if exact && let Some(odd) = record.iter().map(str::trim).find(|head| !columns.contains(head)) {
                return Err(FileError::UnknownColumn(odd.chars().take(20).collect()));
            }
            places = Some(columns.iter().map(place).collect::<Result<_, _>>()?);
            continue;
        };
        let cells: Vec<String> = places.iter().map(|place| record.get(*place).unwrap_or_default().trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if rows.len() == most {
            return Err(FileError::TooMany(most));
        }
        rows.push((record.position().map_or(0, csv::Position::line), cells));
    }
    if rows.is_empty() { Err(FileError::Empty) } else { Ok(rows) }
}

/// Cells under the names of their columns.
pub(crate) struct Cells<'a> {
    columns: &'a [&'static str],
    row: &'a [String],
    /// What was found wrong so far.
    pub(crate) wrong: Vec<Wrong>,
}

impl<'a> Cells<'a> {
    /// The cells of a row, in the order of the columns.
    pub(crate) const fn new(columns: &'a [&'static str], row: &'a [String]) -> Self {
        Self { columns, row, wrong: Vec::new() }
    }

    /// What stands in a column; empty where nothing does.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let place = self.columns.iter().position(|known| *known == column);
        place.and_then(|place| self.row.get(place)).map(String::as_str).unwrap_or_default()
    }

    /// The value of a column that must be filled, or what is wrong with it.
    pub(crate) fn take<T, E: std::fmt::Display>(
        &mut self,
        column: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(column);
        let read =
            if text.is_empty() { Err("空欄です。".to_owned()) } else { parse(text).map_err(|error| error.to_string()) };
        read.map_err(|why| self.wrong.push(Wrong { column, why })).ok()
    }
}
