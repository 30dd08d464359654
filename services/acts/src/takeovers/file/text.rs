//! Comma-separated text in UTF-8 or CP932.

use std::collections::BTreeSet;

use casework::takeover::{Cell, SheetRow};
use encoding_rs::SHIFT_JIS;

use super::{FileError, MOST_COLUMNS, MOST_ROWS};

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<SheetRow>, FileError> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<SheetRow> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| FileError::Csv(error.position().map_or(0, csv::Position::line)))?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).map_err(|_| FileError::TooMany)?;
        if line > MOST_ROWS || record.len() > usize::try_from(MOST_COLUMNS).unwrap_or(usize::MAX) {
            return Err(FileError::TooMany);
        }
        // A quote that was not closed swallows what follows.
        if record.iter().any(|value| value.matches('\n').count() > 50) {
            return Err(FileError::Csv(u64::from(line)));
        }
        rows.push(SheetRow { line, cells: record.iter().map(cell).collect(), merged: BTreeSet::new() });
    }
    if rows.is_empty() { Err(FileError::Empty) } else { Ok(rows) }
}

fn cell(value: &str) -> Cell {
    match value.trim() {
        "" => Cell::Empty,
        text if text.starts_with('=') => Cell::Formula,
        text => Cell::Text(text.to_owned()),
    }
}

fn decoded(bytes: &[u8]) -> Result<String, FileError> {
    if bytes.contains(&0) {
        return Err(FileError::Broken);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
    }
    // A line of CP932 is hardly ever UTF-8 by chance.
    let mut of_each = [None, None];
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if bytes.is_ascii() {
            continue;
        }
        let is_utf8 = std::str::from_utf8(bytes).is_ok();
        if !is_utf8 && SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes).is_none() {
            return Err(FileError::Encoding(line));
        }
        of_each[usize::from(is_utf8)].get_or_insert(line);
    }
    if let [Some(other), Some(utf8)] = of_each {
        return Err(FileError::Mixed(other.max(utf8)));
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned).ok_or(FileError::Encoding(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cp932(text: &str) -> Vec<u8> {
        SHIFT_JIS.encode(text).0.into_owned()
    }

    #[test]
    fn both_encodings_are_read_and_a_mixture_is_refused_by_line() {
        let text = "氏名,番号\n見本 花子,1\n";
        assert_eq!(rows(text.as_bytes()).unwrap(), rows(&cp932(text)).unwrap());
        assert_eq!(rows(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).unwrap()[0].cells[0], Cell::Text("氏名".to_owned()));
        let mixed = ["氏名,番号\n".as_bytes().to_vec(), cp932("見本 花子,1\n")].concat();
        assert_eq!(rows(&mixed), Err(FileError::Mixed(2)));
        assert_eq!(rows(b"a,b\n\xff\xff,1\n"), Err(FileError::Encoding(2)));
        assert_eq!(rows(b"a\0b"), Err(FileError::Broken));
    }

    #[test]
    fn formulas_are_marked_and_rows_keep_their_line() {
        let found = rows("a,=1+1\n\"x\ny\",2\nz,3\n".as_bytes()).unwrap();
        assert_eq!(found[0].cells[1], Cell::Formula);
        assert_eq!(found.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4]);
    }
}
