//! A spreadsheet (xlsx) or comma-separated text (CSV) from tables: what a screen lists, to be taken along. Every text is a text and never
//! a formula, whatever it begins with; dates are dates and numbers are numbers, so that they can be sorted and added up.

use encoding_rs::SHIFT_JIS;
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::problem::Problem;

/// A value in a cell.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// One sheet: a line about it, headings, rows.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sheet {
    /// Name on its tab.
    pub(crate) name: &'static str,
    /// What it shows, in a line above the headings.
    pub(crate) about: String,
    /// Headings with the width of their columns in characters.
    pub(crate) columns: Vec<(&'static str, u8)>,
    /// Rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Row of the headings; above it the line about the sheet.
const HEADINGS: u32 = 2;

/// The file.
///
/// # Errors
/// [`Problem::Internal`] where it is larger than a spreadsheet can be.
pub(crate) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, Problem> {
    made(sheets).map_err(|error| {
        tracing::error!(%error, "a spreadsheet was not made");
        Problem::Internal
    })
}

fn made(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for sheet in sheets {
        fill(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_background_color("F1F1F4").set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    // What looks like a formula is marked as text, so that it stays one when somebody edits the cell.
    let quoted = text.clone().set_quote_prefix();
    let number = Format::new().set_align(FormatAlign::Top).set_num_format("#,##0");
    let day = Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd");
    page.set_name(sheet.name)?;
    page.write_string_with_format(0, 0, &sheet.about, &Format::new().set_bold())?;
    for (at, (title, width)) in (0..).zip(&sheet.columns) {
        page.set_column_width(at, f64::from(*width))?;
        page.write_string_with_format(HEADINGS, at, *title, &heading)?;
    }
    for (row, cells) in (HEADINGS + 1..).zip(&sheet.rows) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(value) => {
                    page.write_string_with_format(row, at, value, if looks_like_formula(value) { &quoted } else { &text })?
                }
                #[expect(clippy::cast_precision_loss, reason = "counts and positions lie far below 2^53")]
                Cell::Number(value) => page.write_number_with_format(row, at, *value as f64, &number)?,
                Cell::Day(value) => page.write_datetime_with_format(row, at, excel(*value)?, &day)?,
                Cell::Empty => page,
            };
        }
    }
    let last = HEADINGS + u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX - HEADINGS);
    let columns = u16::try_from(sheet.columns.len()).unwrap_or(1).max(1);
    page.autofilter(HEADINGS, 0, last, columns - 1)?;
    page.set_freeze_panes(HEADINGS + 1, 0)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEADINGS, HEADINGS)?;
    Ok(())
}

/// Headings and rows as CSV: UTF-8 with the mark by which spreadsheets know it, lines as RFC 4180 has them, every value quoted. A program
/// that opens it may calculate what looks like a formula, whatever the quotes: such a text begins with an apostrophe.
pub(crate) fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut text = String::from('\u{feff}');
    let headings = sheet.columns.iter().map(|(title, _)| (*title).to_owned()).collect();
    let rows = sheet.rows.iter().map(|row| row.iter().map(plain).collect());
    for values in std::iter::once::<Vec<String>>(headings).chain(rows) {
        let quoted: Vec<String> = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// The same in the encoding of older programs (CP932), or the characters that cannot be written in it, each once.
pub(crate) fn csv_cp932(sheet: &Sheet) -> Result<Vec<u8>, Vec<char>> {
    let text = csv(sheet);
    let text = String::from_utf8_lossy(&text);
    let text = text.trim_start_matches('\u{feff}');
    let (bytes, _, lossy) = SHIFT_JIS.encode(text);
    if !lossy {
        return Ok(bytes.into_owned());
    }
    let mut unwritable: Vec<char> = text.chars().filter(|c| SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4])).2).collect();
    unwritable.sort_unstable();
    unwritable.dedup();
    Err(unwritable)
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

/// Media type of comma-separated text.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Media type of comma-separated text for older programs.
pub(crate) const CSV_CP932: &str = "text/csv; charset=Shift_JIS";

/// Media type of a spreadsheet.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn comma_separated_text_is_marked_quoted_and_calculates_nothing() {
        let sheet = Sheet {
            name: "一覧",
            about: "見本の表".to_owned(),
            columns: vec![("文", 20), ("数", 8), ("日", 12)],
            rows: vec![
                vec!["=1+1".into(), (-5).into(), Cell::Day(date(2026, 11, 20))],
                vec!["見本,\"花子\"\n1行".into(), Cell::Empty, Cell::Empty],
                vec!["＝SUM(A1)".into(), 12.into(), Cell::Empty],
            ],
        };
        let text = String::from_utf8(csv(&sheet)).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"文\",\"数\",\"日\"\r\n\"'=1+1\",\"-5\",\"2026-11-20\"\r\n\"見本,\"\"花子\"\"\n1行\",\"\",\"\"\r\n\"'＝SUM(A1)\",\"12\",\"\"\r\n"
        );
    }

    #[test]
    fn older_programs_get_their_encoding_or_the_list_of_what_cannot_be_written() {
        let sheet =
            |text: &str| Sheet {
                name: "一覧", about: String::new(), columns: vec![("文", 20)], rows: vec![vec![text.into()]]
            };
        let written = csv_cp932(&sheet("髙﨑 花子")).unwrap();
        assert_eq!(SHIFT_JIS.decode(&written).0, "\"文\"\r\n\"髙﨑 花子\"\r\n");
        assert_eq!(csv_cp932(&sheet("𠮷田 𠮷子 ﾊﾅｺ ①")), Err(vec!['𠮷']));
    }

    #[test]
    fn what_was_written_is_read_back_and_nothing_is_a_formula() {
        let dangerous = ["=1+1", "+81", "-2", "@SUM(A1)", "=HYPERLINK(\"http://example.jp\")"];
        let mut rows: Vec<Vec<Cell>> = dangerous.iter().map(|text| vec![Cell::from(*text), Cell::Empty, Cell::Empty]).collect();
        rows.push(vec!["見本".into(), 1_234.into(), Cell::Day(date(2026, 11, 20))]);
        let sheet =
            Sheet { name: "一覧", about: "見本の表".to_owned(), columns: vec![("文", 20), ("数", 8), ("日", 12)], rows };
        let bytes = workbook(&[sheet]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert!(book.worksheet_formula("一覧").unwrap().used_cells().next().is_none());
        let range = book.worksheet_range("一覧").unwrap();
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(0, 0), Data::String("見本の表".to_owned()));
        assert_eq!(cell(2, 1), Data::String("数".to_owned()));
        for (row, text) in (3..).zip(dangerous) {
            assert_eq!(cell(row, 0), Data::String(text.to_owned()));
        }
        assert_eq!(cell(8, 1), Data::Float(1_234.0));
        // Days since the end of 1899.
        assert!(matches!(cell(8, 2), Data::DateTime(day) if (day.as_f64() - 46_346.0).abs() < f64::EPSILON));
    }
}
