//! 二重入力: whether the money of an application is typed by two people. Whether an office works so is its own rule, so it is a dated master
//! row, off until the prefecture switches it on.

use jiff::civil::Date;

use crate::rules::Masters;

/// Key of the master row: 1 on, 0 off.
const ROW: &str = "double_entry.amounts";

/// Whether the amounts of an application received on a day are entered twice.
pub fn asked(received_on: Date, masters: &Masters) -> bool {
    masters.program.at(ROW, received_on).is_some_and(|row| row.value.value == 1)
}

#[cfg(test)]
mod tests {
    use events::master::{MasterStatus, RowAdopted};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_is_off_until_the_day_it_is_switched_on() {
        let mut masters = Masters::default();
        let on = date(2026, 4, 1);
        assert!(!asked(on, &masters));
        let row = RowAdopted {
            table: "program".to_owned(),
            key: ROW.to_owned(),
            valid_from: on,
            valid_to: None,
            status: MasterStatus::Unknown,
            source: "見本".to_owned(),
            values: serde_json::json!({ "value": 1, "unit": "有無", "label": "見本" }),
        };
        masters.adopt(1, &row).unwrap();
        assert!(asked(on, &masters) && !asked(date(2026, 3, 31), &masters));
    }
}
