//! 請求明細のファイル: rows with typed cells, or what cannot be read in them. Numbers are taken as they are told, in any width; whether they are right is
//! judged against the ledger.

use casework::claim_import::MOST;
use events::claim_import::{Care, ClaimRow, digits_of};
use events::vocabulary::Yen;

use crate::csv_file::{Cells, FileError, Wrong, exact_table};
use crate::month;

/// The columns, by the names of the first line.
pub(super) const COLUMNS: [&str; 8] =
    ["診療年月", "公費負担者番号", "受給者番号", "医療機関コード", "区分", "医療費総額", "公費負担額", "自己負担額"];

/// A row of the file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// The line of the file on which it begins.
    pub(super) line: u64,
    /// Its claim, or everything that cannot be read in it.
    pub(super) read: Result<ClaimRow, Vec<Wrong>>,
}

/// The rows of a text.
///
/// # Errors
/// [`FileError`]; a row with cells that cannot be read is no error of the file.
pub(super) fn read(text: &str) -> Result<Vec<Row>, FileError> {
    let rows = exact_table(text, &COLUMNS, MOST)?;
    Ok(rows.into_iter().map(|(line, cells)| Row { line, read: claim(line, &cells) }).collect())
}

fn claim(line: u64, cells: &[String]) -> Result<ClaimRow, Vec<Wrong>> {
    let [month, payer, number, institution, care, total, paid, share] = COLUMNS;
    let mut cells = Cells::new(&COLUMNS, cells);
    let digits =
        |places: usize| move |text: &str| digits_of(text, places).ok_or_else(|| format!("数字{places}桁で入れてください。"));
    let month = cells.take(month, month::read);
    let payer_number = cells.take(payer, digits(8));
    let recipient_number = cells.take(number, digits(7));
    let institution = cells.take(institution, digits(10));
    let kind = "区分は「入院」「外来」「調剤」「訪問看護」のどれかにしてください。";
    let care = cells.take(care, |text| Care::ALL.iter().copied().find(|care| care.label() == text).ok_or(kind));
    let (total, paid, share) =
        (cells.take(total, Yen::parse_input), cells.take(paid, Yen::parse_input), cells.take(share, Yen::parse_input));
    let numbers = payer_number.zip(recipient_number).zip(institution);
    match (month.zip(care), numbers, total.zip(paid.zip(share))) {
        (Some((month, care)), Some(((payer_number, recipient_number), institution)), Some((total, (paid, share))))
            if cells.wrong.is_empty() =>
        {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let (matched, faults) = (None, Vec::new());
            Ok(ClaimRow { line, month, payer_number, recipient_number, institution, care, total, paid, share, matched, faults })
        }
        _ => Err(cells.wrong),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn file(rows: &[&str]) -> String {
        std::iter::once(COLUMNS.join(",").as_str()).chain(rows.iter().copied()).collect::<Vec<_>>().join("\r\n")
    }

    #[test]
    fn a_claim_is_read_in_any_width() {
        let rows = read(&file(&["２０２６１０,52416013,１０００００１８,4110100015,外来,\"68,400円\",13680,0"])).unwrap();
        assert!(rows[0].read.is_err(), "eight digits are no recipient number");
        let rows = read(&file(&["２０２６１０,52416013,０００００１８,4110100015,外来,\"68,400円\",13680,0"])).unwrap();
        let claim = rows[0].read.clone().unwrap();
        assert_eq!((claim.line, claim.month, claim.recipient_number.as_str()), (2, date(2026, 10, 1), "0000018"));
        assert_eq!((claim.care, claim.total.amount()), (Care::Outpatient, 68_400));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_line_and_column() {
        let rows = read(&file(&["R8.10,52416013,0000018,4110100015,外来,1,1,0", "10月,5241,x,,通院,-1,,0"])).unwrap();
        assert!(rows[0].read.is_ok());
        let columns: Vec<_> = rows[1].read.clone().unwrap_err().into_iter().map(|wrong| wrong.column).collect();
        assert_eq!((rows[1].line, columns.as_slice()), (3, &COLUMNS[..7]));
        // A file that ends in the middle of a row.
        let cut = read(&file(&["R8.10,52416013,0000018,4110"])).unwrap();
        assert_eq!(cut[0].read.clone().unwrap_err().len(), 5);
    }

    #[test]
    fn another_form_is_refused_as_a_whole() {
        assert_eq!(read(""), Err(FileError::Empty));
        assert_eq!(read(&COLUMNS.join(",")), Err(FileError::Empty));
        let more = format!("{},氏名", COLUMNS.join(","));
        assert_eq!(read(&more), Err(FileError::UnknownColumn("氏名".to_owned())));
        assert!(matches!(read("診療年月,受給者番号\n"), Err(FileError::NoColumn(_))));
    }
}
