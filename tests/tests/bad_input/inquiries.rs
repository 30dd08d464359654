//! The form that asks somebody outside, with wrong values in each field: above all nothing goes out that looks like a My Number.

use acceptance::{Case, Visitor};

use crate::lists::{Wrong, try_all};
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};

/// Tries each field of the form.
pub fn wrong_inquiries(checker: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let address = case.to("inquiries");
    let good = [
        ("party", "institution"),
        ("ground", "opinion_unclear"),
        ("addressee", "見本病院"),
        ("address", "佐賀市見本町1-1"),
        ("questions", "検査の値をお知らせください。"),
    ];
    let mut wrongs: Vec<Wrong<'_>> = Vec::new();
    for field in ["addressee", "address", "questions"] {
        wrongs.extend(["", CONTROL, long].map(|text| Wrong { field, text, rest: &good }));
    }
    for field in ["party", "ground"] {
        wrongs.extend(["", SCRIPT].map(|text| Wrong { field, text, rest: &good }));
    }
    wrongs.push(Wrong { field: "questions", text: "番号は1234-5678-9012です。", rest: &good });
    let dates = [NO_DATES[0], NO_DATES[1], "", "あした", SCRIPT, SQL, "R8.1.1", "R40.1.1"];
    wrongs.extend(dates.map(|text| Wrong { field: "due_on", text, rest: &good }));
    try_all(checker, &address, || checker.get(&address)?.form(&address), &wrongs)
}
