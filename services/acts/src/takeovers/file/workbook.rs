//! Spreadsheets, cell by cell: a cell far away makes no room for those between.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};
use casework::takeover::Cell;
use jiff::civil::Date;

use super::{FileError, MOST_COLUMNS, MOST_ROWS, Place, Sheet, in_rows};

/// Most bytes of text that the cells of a workbook hold together.
pub(super) const LARGEST_TEXT: u64 = 256 * 1024 * 1024;

/// A cell, where it lies within the bounds; what is empty takes no place.
fn keep(cells: &mut BTreeMap<Place, Cell>, place: Place, cell: Cell) -> Result<(), FileError> {
    if cell == Cell::Empty {
        return Ok(());
    }
    if place.0 >= MOST_ROWS || place.1 >= MOST_COLUMNS {
        return Err(FileError::TooMany);
    }
    cells.insert(place, cell);
    Ok(())
}

pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FileError::Broken)?;
    let (mut sheets, mut text) = (Vec::new(), 0_u64);
    for name in book.sheet_names() {
        let mut cells = BTreeMap::new();
        {
            // A sheet of charts has no cells.
            let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
            while let Some(found) = reader.next_cell_with_formula().map_err(|_| FileError::Broken)? {
                let calculated = found.formula.is_some_and(|formula| !formula.is_empty());
                let cell = if calculated { Cell::Formula } else { of_ref(found.value) };
                // One long text may stand in every cell.
                text += if let Cell::Text(text) = &cell { u64::try_from(text.len()).unwrap_or(u64::MAX) } else { 0 };
                if text > LARGEST_TEXT {
                    return Err(FileError::Bomb);
                }
                keep(&mut cells, found.pos, cell)?;
            }
        }
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|_| FileError::Broken)?;
        let merged: Vec<_> = merged.iter().map(|region| (region.start, region.end)).collect();
        sheets.push(Sheet { name: Some(name), rows: in_rows(cells, &merged)? });
    }
    Ok(sheets)
}

pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|_| FileError::Broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut cells = BTreeMap::new();
        let range = book.worksheet_range(&name).map_err(|_| FileError::Broken)?;
        let first = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            keep(&mut cells, place(first, row, column)?, of_data(value))?;
        }
        let formulas = book.worksheet_formula(&name).map_err(|_| FileError::Broken)?;
        let first = formulas.start().unwrap_or_default();
        for (row, column, _) in formulas.used_cells().filter(|(.., formula)| !formula.is_empty()) {
            keep(&mut cells, place(first, row, column)?, Cell::Formula)?;
        }
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|_| FileError::Broken)?;
        let merged: Vec<_> = merged.iter().map(|region| (region.start, region.end)).collect();
        sheets.push(Sheet { name: Some(name), rows: in_rows(cells, &merged)? });
    }
    Ok(sheets)
}

fn place(first: Place, row: usize, column: usize) -> Result<Place, FileError> {
    let of = |number: usize| u32::try_from(number).map_err(|_| FileError::TooMany);
    Ok((first.0.saturating_add(of(row)?), first.1.saturating_add(of(column)?)))
}

fn of_data(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "numbers of a spreadsheet are floats")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => of_text(text),
        Data::Bool(yes) => of_text(if *yes { "TRUE" } else { "FALSE" }),
        Data::DateTime(moment) => of_moment(moment),
        Data::Error(_) => Cell::Formula,
    }
}

fn of_ref(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => of_text(text),
        other => of_data(&Data::from(other)),
    }
}

fn of_text(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.replace("_x000D_", "")) }
}

fn of_moment(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let of = |number: u8| i8::try_from(number).unwrap_or(0);
    let day = Date::new(i16::try_from(year).unwrap_or(0), of(month), of(day));
    day.map_or_else(|_| Cell::Number(moment.as_f64()), Cell::Day)
}
