//! The form by which a proposed value is set otherwise, with wrong values in each field: above all none that the law does not allow.

use acceptance::{Case, Visitor};

use crate::lists::{Wrong, try_all};
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};

/// Tries each field of the form.
pub fn wrong_overrides(checker: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let address = case.to("override");
    let reason = [("ground", "office_error"), ("stands_on", "窓口の記録"), ("why", "案内が誤っていたため。")];
    let day = [reason.as_slice(), &[("item", "end"), ("day", "R9.6.30")]].concat();
    let tier = [reason.as_slice(), &[("item", "tier")]].concat();
    let start = [reason.as_slice(), &[("item", "start")]].concat();
    let mut wrongs: Vec<Wrong<'_>> = Vec::new();
    for field in ["stands_on", "why"] {
        wrongs.extend(["", CONTROL, long].map(|text| Wrong { field, text, rest: &day }));
    }
    for field in ["item", "ground"] {
        wrongs.extend(["", SCRIPT].map(|text| Wrong { field, text, rest: &day }));
    }
    wrongs.extend(["", "VII", "0", SCRIPT].map(|text| Wrong { field: "tier", text, rest: &tier }));
    let dates = [NO_DATES[0], NO_DATES[1], "", "あした", SCRIPT, SQL, "H20.4.1", "R60.1.1"];
    wrongs.extend(dates.map(|text| Wrong { field: "day", text, rest: &day }));
    wrongs.extend(["H20.4.1", "R5.9.30"].map(|text| Wrong { field: "day", text, rest: &start }));
    try_all(checker, &address, || checker.get(&address)?.form(&address), &wrongs)
}
