//! The forms of a sitting of the review board: days and texts typed wrong come back beside their field, and the sitting stays as it is.

use acceptance::{Demo, Visitor};
use anyhow::ensure;

use crate::lists::{Wrong, try_all};
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};
use crate::{Staff, unchanged};

/// Moves and calls off a sitting in every wrong way.
pub fn forms_of_a_sitting(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let clerk = &staff.clerk;
    let day = acceptance::board::today(clerk)?;
    let call = clerk.get("/sittings")?.form("/sittings")?.with_all([
        ("held_on", day.as_str()),
        ("cut_off_on", day.as_str()),
        ("venue", "県庁"),
        ("members", "見本 委員\n例題 委員"),
    ]);
    let called = clerk.send(&call)?;
    ensure!(called.status == 200 && called.path.len() > "/sittings/".len(), "{} {}", called.path, called.start());
    unchanged(demo, || wrong_forms(clerk, &called.path))
}

fn wrong_forms(clerk: &Visitor, address: &str) -> anyhow::Result<()> {
    let to = |act: &str| format!("{address}/{act}");
    let form = |act: &'static str| move || clerk.get(address)?.form(&to(act));
    let rest: &[(&str, &str)] = &[("venue", "別館"), ("move_why", "委員の都合のため。")];
    let mut wrongs = Vec::new();
    for field in ["held_on", "cut_off_on"] {
        wrongs.extend(["", "あした", SCRIPT, SQL, NO_DATES[0], NO_DATES[2]].map(|text| Wrong { field, text, rest }));
    }
    // A day that is over, for a sitting that is still to be held.
    wrongs.push(Wrong { field: "held_on", text: "R8.4.1", rest });
    for field in ["venue", "move_why"] {
        wrongs.extend(["", CONTROL].map(|text| Wrong { field, text, rest }));
    }
    try_all(clerk, &to("move"), form("move"), &wrongs)?;
    let empty = ["", "  ", CONTROL].map(|text| Wrong { field: "cancel_why", text, rest: &[] });
    try_all(clerk, &to("cancel"), form("cancel"), &empty)
}
