//! Workbooks of before 2007: read like today's, and bounded before they are read.

use std::collections::BTreeMap;

use casework::takeover::Cell;

use super::{Book, FileError, in_rows};

/// Both are written by `samples/old_ledger.py`.
const OLD: &[u8] = include_bytes!("../../../samples/old_ledger.xls");
const NEW: &[u8] = include_bytes!("../../../samples/old_ledger.xlsx");
/// Bytes before the stream of the workbook.
const HEAD: usize = 512;

fn words(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

/// Places of the records of a kind, from the beginning of the stream.
fn records(kind: u16) -> Vec<usize> {
    let (mut at, mut found) = (HEAD, Vec::new());
    while at + 4 < OLD.len() && (words(OLD, at), words(OLD, at + 2)) != (0, 0) {
        if words(OLD, at) == usize::from(kind) {
            found.push(at);
        }
        at += 4 + words(OLD, at + 2);
    }
    found
}

/// The file with other bytes at a place.
fn with(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = OLD.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn entry_of_workbook() -> usize {
    let name = utf16("Workbook");
    OLD.windows(name.len()).position(|bytes| bytes == name).unwrap()
}

#[test]
fn an_old_workbook_holds_what_the_new_one_holds() {
    let (old, new) = (Book::open(OLD).unwrap(), Book::open(NEW).unwrap());
    assert_eq!(old.sheets.len(), 2);
    let ledger = |book: &Book| book.sheet(None).unwrap().clone();
    assert_eq!(ledger(&old).name.as_deref(), Some("R7台帳"));
    assert_eq!(ledger(&old).headings(), ledger(&new).headings());
    for (old, new) in ledger(&old).rows.iter().zip(&ledger(&new).rows) {
        assert_eq!(old, new, "line {}", old.line);
    }
    assert_eq!(old, new);
}

#[test]
fn a_password_is_told() {
    // A new workbook with a password lies under this name in a compound file; an old one says so in a record of its own.
    let packed = with(entry_of_workbook(), &utf16("EncryptedPackage"));
    assert_eq!(Book::open(&packed), Err(FileError::Password));
    let second = HEAD + 4 + words(OLD, HEAD + 2);
    assert_eq!(Book::open(&with(second, &[0x2f, 0])), Err(FileError::Password));
}

#[test]
fn a_cut_off_one_is_broken_wherever_it_is_cut() {
    for length in (8..entry_of_workbook()).step_by(97) {
        assert_eq!(Book::open(&OLD[..length]), Err(FileError::Broken), "{length}");
    }
}

#[test]
fn a_chain_that_never_ends_is_not_followed() {
    let directory = usize::try_from(u32::from_le_bytes(OLD[48..52].try_into().unwrap())).unwrap();
    let lists = usize::try_from(u32::from_le_bytes(OLD[76..80].try_into().unwrap())).unwrap();
    let next = 512 * (lists + 1) + 4 * directory;
    let round = with(next, &u32::try_from(directory).unwrap().to_le_bytes());
    assert_eq!(Book::open(&round), Err(FileError::Broken));
    let start = entry_of_workbook() + 116;
    assert_eq!(Book::open(&with(start, &0x00ff_ffff_u32.to_le_bytes())), Err(FileError::Broken));
}

#[test]
fn what_would_become_too_large_is_refused_before_it_does() {
    let cell = *records(0x00fd).last().unwrap() + 4;
    assert_eq!(Book::open(&with(cell, &65_000_u16.to_le_bytes())), Err(FileError::TooMany));
    let wide = with(records(0x00fd)[1] + 6, &255_u16.to_le_bytes());
    assert!(Book::open(&wide).is_ok(), "a cell far to the right of a short sheet does no harm");
    let mut far = wide;
    far[cell..cell + 2].copy_from_slice(&59_000_u16.to_le_bytes());
    assert_eq!(Book::open(&far), Err(FileError::Spread));
    let range = records(0x0200)[1] + 4;
    assert_eq!(Book::open(&with(range + 4, &u32::MAX.to_le_bytes())), Err(FileError::Broken));
}

/// A file of some kilobytes may merge one long text over a column that is as long as a sheet, or a short one again and again.
#[test]
fn a_merged_value_is_handed_down_only_as_far_as_there_is_room() {
    let cells = |text: &str| BTreeMap::from([((0, 0), Cell::Text(text.to_owned())), ((59_999, 1), Cell::Number(1.0))]);
    let column = ((0, 0), (59_999, 0));
    assert_eq!(in_rows(cells(&"長".repeat(32_767)), &[column]), Err(FileError::Bomb), "6 GB");
    assert_eq!(in_rows(cells("佐"), &[column; 100]), Err(FileError::Spread));
    let rows = in_rows(cells("佐賀市"), &[column]).unwrap();
    assert_eq!((rows.len(), rows[59_998].cells[0].clone()), (60_000, Cell::Text("佐賀市".to_owned())));
}
