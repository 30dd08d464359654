//! 取込のファイル: a CSV of people with 指定難病, read into typed rows. What cannot be read is told by line and column.

use acts::OutsideInput;
use events::household::OutsidePerson;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use events::vocabulary::{Kana, PersonName, RecipientNumber, ShortText, ValidityPeriod, Yen};

use crate::csv_file::{Cells, FileError, Wrong, table};

/// The columns, by the names of the first line.
pub(super) const COLUMNS: [&str; 8] =
    ["受給者番号", "指定難病の受給者番号", "氏名", "フリガナ", "生年月日", "上限月額", "有効期間の始まり", "有効期間の終わり"];

/// What a row asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The child of the ledger.
    pub(super) child: RecipientNumber,
    /// The person outside.
    pub(super) input: OutsideInput,
}

/// A row of the file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// The line of the file on which it begins.
    pub(super) line: u64,
    /// Its cells, in the order of [`COLUMNS`].
    pub(super) cells: Vec<String>,
    /// What it asks for, or everything that is wrong in it.
    pub(super) read: Result<Asked, Vec<Wrong>>,
}

/// The rows of a text.
///
/// # Errors
/// [`FileError`]; a row with wrong cells is no error of the file.
pub(super) fn read(text: &str) -> Result<Vec<Row>, FileError> {
    Ok(table(text, &COLUMNS)?.into_iter().map(|(line, cells)| Row { line, read: asked(&cells), cells }).collect())
}

fn asked(cells: &[String]) -> Result<Asked, Vec<Wrong>> {
    let [child, number, name, kana, birth, cap, start, end] = COLUMNS;
    let mut cells = Cells::new(&COLUMNS, cells);
    let child = cells.take(child, RecipientNumber::parse);
    let number = cells.take(number, ShortText::parse);
    let kana = cells.take(kana, Kana::parse);
    let name = match kana {
        Some(kana) => cells.take(name, |text| PersonName::new(text, kana.clone())),
        None => None,
    };
    let birth_date = cells.take(birth, |text| wareki::parse(text, EraPolicy::Refuse));
    let cap = cells.take(cap, Yen::parse_input);
    let day = |text: &str| wareki::parse(text, EraPolicy::Assume(Era::Reiwa));
    let (start, last) = (cells.take(start, day), cells.take(end, day));
    let validity = start.zip(last).and_then(|(start, last)| cells.take(end, |_| ValidityPeriod::new(start, last)));
    let person = number.zip(name).zip(birth_date);
    match (child, person, cap, validity) {
        (Some(child), Some(((number, name), birth_date)), Some(cap), Some(validity)) if cells.wrong.is_empty() => {
            let person = OutsidePerson { name, birth_date, number };
            Ok(Asked { child, input: OutsideInput { person, cap, validity } })
        }
        _ => Err(cells.wrong),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;

    use super::*;
    use crate::csv_file::{MOST, decode};

    fn good() -> String {
        let number = RecipientNumber::from_serial(1).unwrap();
        format!("{number},難7654321,見本 太郎,ミホン タロウ,S60.4.1,\"10,000円\",R8.1.1,R8.12.31")
    }

    fn file(rows: &[&str]) -> String {
        std::iter::once(COLUMNS.join(",").as_str()).chain(rows.iter().copied()).collect::<Vec<_>>().join("\r\n")
    }

    #[test]
    fn both_encodings_say_the_same() {
        let text = file(&[&good()]);
        let (cp932, _, unmappable) = SHIFT_JIS.encode(&text);
        assert!(!unmappable && std::str::from_utf8(&cp932).is_err());
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &marked, &cp932] {
            let rows = read(&decode(bytes).unwrap()).unwrap();
            let asked = rows[0].read.clone().unwrap();
            assert_eq!((rows.len(), rows[0].line, asked.input.cap.amount()), (1, 2, 10_000));
            assert_eq!(asked.input.person.name.written(), "見本 太郎");
        }
        assert_eq!(decode(b"\xff\xfe\x80\x81"), Err(FileError::Encoding));
    }

    #[test]
    fn columns_are_found_by_name_and_empty_lines_passed_over() {
        let turned = "有効期間の終わり,余分,受給者番号,指定難病の受給者番号,氏名,フリガナ,生年月日,上限月額,有効期間の始まり\n\
                      R8.12.31,x,1000018,難1,見本 太郎,ミホン タロウ,S60.4.1,0,R8.1.1\n,,,,,,,,\n";
        assert_eq!(read(turned).unwrap().len(), 1);
        assert_eq!(read("受給者番号,氏名\n1,2"), Err(FileError::NoColumn("指定難病の受給者番号")));
        assert_eq!(read(&file(&[])), Err(FileError::Empty));
        assert_eq!(read(""), Err(FileError::Empty));
        let good = good();
        let many: Vec<&str> = std::iter::repeat_n(good.as_str(), MOST + 1).collect();
        assert_eq!(read(&file(&many)), Err(FileError::TooMany(MOST)));
    }

    #[test]
    fn every_wrong_cell_is_named_by_its_column() {
        let good = good();
        let wrong = |row: &str| {
            let rows = read(&file(&[&good, row])).unwrap();
            assert!(rows[0].read.is_ok() && rows[1].line == 3, "the other rows are read");
            rows[1].read.clone().unwrap_err().into_iter().map(|one| one.column).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&good.replace("S60.4.1", "S64.13.45")), ["生年月日"]);
        assert_eq!(wrong(&good.replace("S60.4.1", "60.4.1")), ["生年月日"], "which era is not guessed");
        assert_eq!(wrong(&good.replace("R8.12.31", "R7.12.31")), ["有効期間の終わり"]);
        assert_eq!(wrong(&good.replace("\"10,000円\"", "無料")), ["上限月額"]);
        assert_eq!(wrong(&good.replace("ミホン タロウ", "見本")), ["フリガナ"]);
        assert_eq!(wrong("1,,,,,,,"), COLUMNS.iter().filter(|name| **name != "氏名").copied().collect::<Vec<_>>());
    }
}
