//! The start of the planted child is set by hand, in vain and then by the book; one value is taken back, the other confirmed by the decider.

use acceptance::{Case, Visitor};
use anyhow::ensure;

use crate::drive::ok;
use crate::planted::{CHILD, CORRECTION, NOTE};

/// Drives the page; the tier stays set by hand. The name of the item to confirm is `tier`.
pub fn override_by_hand(checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("override");
    let set = |typed: &[(&str, &str)]| {
        let form =
            checker.get(&address)?.form(&address)?.with_all([("ground", "other"), ("stands_on", NOTE), ("why", CORRECTION)]);
        checker.send(&form.with_all(typed.iter().copied()))
    };
    ensure!(set(&[("item", "start"), ("day", CHILD)])?.status == 422, "a name is taken for a day");
    ok(&set(&[("item", "end"), ("day", "R9.6.30")])?)?;
    let back = format!("{address}/withdraw");
    let form = checker.get(&address)?.form(&back)?.with_all([("withdrawn", "end"), ("withdraw_why", CORRECTION)]);
    ok(&checker.send(&form)?)?;
    let mut kept = set(&[("item", "tier"), ("tier", "III")])?;
    // The rules may say so already.
    if kept.status == 422 {
        kept = set(&[("item", "tier"), ("tier", "IV")])?;
    }
    ok(&kept)
}
