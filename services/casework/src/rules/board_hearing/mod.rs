//! 審査会に付議する申請: which kinds of application always go before the review board. The law asks for the board's opinion only before a
//! refusal (児童福祉法第19条の3第4項); whether an office sends all or the doubtful ones is its own rule, so it is a dated master row.

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use crate::rules::Masters;

/// Key of the master row: 0 none but those a checker puts there, 1 every new application, 2 every application.
const ROW: &str = "board.cases";

/// Whether every application of this kind goes before the board, as the masters say for the day of the application.
pub fn must_be_heard(kind: Option<ProcedureKind>, applied_on: Date, masters: &Masters) -> bool {
    match masters.program.at(ROW, applied_on).map_or(0, |row| row.value.value) {
        0 => false,
        1 => kind == Some(ProcedureKind::New),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use events::master::{MasterStatus, RowAdopted};
    use jiff::civil::date;

    use super::*;

    fn masters(value: u8) -> Masters {
        let mut masters = Masters::default();
        let row = RowAdopted {
            table: "program".to_owned(),
            key: ROW.to_owned(),
            valid_from: date(2026, 4, 1),
            valid_to: None,
            status: MasterStatus::Unknown,
            source: "見本".to_owned(),
            values: serde_json::json!({ "value": value, "unit": "区分", "label": "見本" }),
        };
        masters.adopt(1, &row).unwrap();
        masters
    }

    #[test]
    fn the_row_of_the_day_says_who_goes() {
        let on = date(2026, 4, 1);
        let [new, renewal] = [Some(ProcedureKind::New), Some(ProcedureKind::Renewal)];
        assert!(!must_be_heard(new, on, &masters(0)));
        assert!(must_be_heard(new, on, &masters(1)) && !must_be_heard(renewal, on, &masters(1)));
        assert!(must_be_heard(renewal, on, &masters(2)));
        assert!(!must_be_heard(renewal, date(2026, 3, 31), &masters(2)), "before the row counts, simple cases pass by");
    }
}
