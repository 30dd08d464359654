//! How the file of a takeover is read: its sheet, the line of its headings, its columns; chosen by a person or found.

use std::collections::BTreeMap;

use acts::TakeoverFile;
use casework::takeover::{Cell, Column, Columns};
use events::takeover::Prepared;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::words;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::papers::reason;

/// Rows of the file that are shown under the headings.
const SHOWN: usize = 3;

/// A value and what it is called.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// A column that may be chosen.
#[derive(Clone, Serialize)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) label: &'static str,
    pub(super) needed: bool,
}

/// How the file can be read.
#[derive(Clone, Serialize)]
pub(super) struct Reading {
    pub(super) sheets: Vec<Choice>,
    pub(super) layouts: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) columns: Vec<Asked>,
    pub(super) shown: Vec<Vec<String>>,
}

/// The columns as they were chosen, counted from 0.
pub(super) fn columns(prepared: &Prepared) -> BTreeMap<Column, usize> {
    let place = |(code, at): (&String, &u32)| Some((Column::of(code)?, usize::try_from(at.checked_sub(1)?).ok()?));
    prepared.columns.iter().filter_map(place).collect()
}

/// How the file is read now, filled into the form, and what else may be chosen.
pub(super) async fn reading(cx: &Cx, file: &TakeoverFile) -> Result<Option<(Reading, Vec<(String, String)>)>, Problem> {
    let Ok(book) = cx.acts().takeover_book(file.id).await else { return Ok(None) };
    let named = file.prepared.as_ref().and_then(|prepared| prepared.sheet.as_ref()?.open()).map(FreeText::as_str);
    let Ok(sheet) = book.sheet(named) else { return Ok(None) };
    let (line, columns) = match &file.prepared {
        Some(prepared) => (prepared.header_line, Columns(columns(prepared))),
        None => sheet.headings().unwrap_or((1, Columns::default())),
    };
    let texts = sheet.texts_of(line);
    let places = (1..).zip(&texts).map(|(at, text)| Choice {
        value: usize::to_string(&at),
        label: format!("{} {}", words::letters(at - 1), text.replace('\n', " ")),
    });
    let named = |name: &Option<String>| name.clone().map(|name| Choice { value: name.clone(), label: name });
    let layouts = cx.acts().takeover_layouts().await?;
    let mut filled = vec![
        ("sheet".to_owned(), sheet.name.clone().unwrap_or_default()),
        ("header_line".to_owned(), line.to_string()),
        ("how".to_owned(), "chosen".to_owned()),
    ];
    let masters = cx.masters().await?;
    let payer = file.prepared.as_ref().map(|prepared| prepared.payer_number.to_string());
    let payer = payer.or_else(|| masters.payer_numbers.on(cx.today).next().map(|row| row.key.clone()));
    filled.push(("payer_number".to_owned(), payer.unwrap_or_default()));
    filled.extend(columns.0.iter().map(|(column, at)| (format!("column_{}", column.code()), (at + 1).to_string())));
    let shown = sheet.under(line).take(SHOWN).map(|row| row.cells.iter().map(Cell::text).collect()).collect();
    let reading = Reading {
        sheets: book.sheets.iter().filter_map(|sheet| named(&sheet.name)).collect(),
        layouts: layouts.into_iter().map(|layout| Choice { value: layout.name.clone(), label: layout.name }).collect(),
        places: places.collect(),
        columns: asked(),
        shown: std::iter::once(texts.clone()).chain::<Vec<Vec<String>>>(shown).collect(),
    };
    Ok(Some((reading, filled)))
}

pub(super) fn asked() -> Vec<Asked> {
    let asked = |column: &Column| Asked {
        name: format!("column_{}", column.code()),
        label: column.label(),
        needed: Column::NEEDED.contains(column),
    };
    Column::ALL.iter().map(asked).collect()
}

/// How the file is read, in words.
pub(super) fn read_as(file: &TakeoverFile) -> Vec<String> {
    let Some(prepared) = &file.prepared else { return Vec::new() };
    let sheet = prepared.sheet.as_ref().map(|name| format!("シート「{}」", reason(Some(name))));
    let place = |(column, at): (&Column, &usize)| format!("{} {}", column.label(), words::letters(*at));
    let columns: Vec<String> = columns(prepared).iter().map(place).collect();
    let heading = format!("見出し {}行目　公費負担者番号 {}", prepared.header_line, prepared.payer_number);
    sheet.into_iter().chain([heading, columns.join("、")]).collect()
}
