//! A spreadsheet as offices keep it for years: a fictional old ledger with its usual sins, and what must become of every row, said by whoever
//! made the row. The count owes nothing to how rows are read.

mod row;

use casework::rules::Masters;
use events::takeover::Verdicts;
use events::vocabulary::RecipientNumber;
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::dice::Dice;
use row::{Fate, Old, Value, World, draw};

/// The headings, as somebody wrote them.
const HEADINGS: [&str; 24] = [
    "受給者\n番号",
    "ﾌﾘｶﾞﾅ",
    "氏　名",
    "生年月日",
    "性別",
    "〒",
    "住　所",
    "保護者",
    "保護者ﾌﾘｶﾞﾅ",
    "続柄",
    "電話",
    "保険",
    "保険者番号",
    "記号",
    "被保険者番号",
    "病名",
    "階層",
    "重症区分",
    "限度額",
    "有効期間（自）",
    "有効期間（至）",
    "決定日",
    "交付日",
    "備考",
];
/// Place of 住所.
const ADDRESS: u16 = 6;
/// Rows between one subtotal and the next.
const STRETCH: u32 = 40;

/// A ledger that was made up.
pub struct OldLedger {
    /// The spreadsheet (xlsx).
    pub bytes: Vec<u8>,
    /// How its rows must come out.
    pub expected: Verdicts,
    /// Children who must stand in the ledger afterwards.
    pub children: u32,
}

/// A ledger of so many rows of children, the same for the same seed.
///
/// # Errors
/// [`XlsxError`] where it is more than a spreadsheet can hold.
pub fn old_ledger(masters: &Masters, rows: u32, seed: u64, on: Date) -> Result<OldLedger, XlsxError> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("表紙")?;
    cover.write_string(0, 0, "この台帳の人はすべて架空の人です。")?;
    let sheet = book.add_worksheet();
    sheet.set_name("R7台帳")?;
    let title = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 23, "小児慢性特定疾病医療受給者台帳（見本）", &title)?;
    headings(sheet, 2)?;
    let mut dice = Dice::new(seed, 0x01d);
    let (mut at, mut expected, mut children, mut serial) = (3, Verdicts::default(), 0, 1_000);
    let world = World::of(masters, on);
    let mut before: Option<Old> = None;
    for number in 0..rows {
        if number > 0 && number % STRETCH == 0 {
            at = between(sheet, at, number, &mut expected)?;
        }
        let old = draw(&world, &mut dice, number, &mut serial, before.as_ref());
        for (column, value) in (0..).zip(&old.cells) {
            put(sheet, at, column, value)?;
        }
        if old.under_merged {
            let address = before.as_ref().map(|before| before.cells[usize::from(ADDRESS)].text()).unwrap_or_default();
            sheet.merge_range(at - 1, ADDRESS, at, ADDRESS, &address, &Format::new())?;
        }
        at += 1;
        match old.fate {
            Fate::Right(people) => expected.right += people,
            Fate::Warned => expected.warned += 1,
            Fate::Refused => expected.refused += 1,
        }
        children += old.new_children;
        before = Some(old);
    }
    at += 1;
    sheet.write_string(at, 0, "合計")?;
    sheet.write_number(at, 2, f64::from(rows))?;
    // The empty row above it, and itself.
    expected.skipped += 2;
    Ok(OldLedger { bytes: book.save_to_buffer()?, expected, children })
}

fn headings(sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(row, column, heading)?;
    }
    Ok(())
}

/// A subtotal, an empty row, the headings once more.
fn between(sheet: &mut Worksheet, at: u32, number: u32, expected: &mut Verdicts) -> Result<u32, XlsxError> {
    sheet.write_string(at, 2, "小計")?;
    sheet.write_number(at, 18, f64::from(number))?;
    headings(sheet, at + 2)?;
    expected.skipped += 3;
    Ok(at + 3)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Nothing => {}
        Value::Text(text) => drop(sheet.write_string(row, column, text)?),
        Value::Number(number) => drop(sheet.write_number(row, column, *number)?),
        Value::Day(day) => {
            let part = |number: i8| u8::try_from(number).unwrap_or(1);
            let moment = ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))?;
            sheet.write_datetime_with_format(row, column, moment, &Format::new().set_num_format("yyyy/m/d"))?;
        }
        Value::Formula(formula) => drop(sheet.write_formula(row, column, *formula)?),
    }
    Ok(())
}

/// The number of a serial, as it stands in the sheet.
fn number(serial: u32) -> String {
    RecipientNumber::from_serial(serial).map(|number| number.to_string()).unwrap_or_default()
}
