//! A household: somebody outside the ledger is recorded under a planted name, a number is typed wrong, a share is opened, somebody leaves.

use acceptance::{Case, Visitor};
use anyhow::Context as _;

use crate::drive::ok;
use crate::planted::{APPLICANT, APPLICANT_KANA, CHILD, NUMBER};

/// Drives every screen of a household.
pub fn share(counter: &Visitor, case: &Case) -> anyhow::Result<()> {
    let page = counter.get_until(&case.path, |page| {
        page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/recipients/")))
    })?;
    let links = page.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let address = format!("{}/household", person.split('?').next().unwrap_or(person));
    let page = counter.get_until(&address, |page| page.status == 200)?;
    counter.send(&page.form(&format!("{address}/kin"))?.with("kin_number", CHILD))?;
    let recording = format!("{address}/outside");
    counter.send(&page.form(&recording)?.with("outside_name", APPLICANT).with("outside_cap", CHILD))?;
    let outside = counter.get(&address)?.form(&recording)?.with_all([
        ("outside_number", NUMBER),
        ("outside_name", APPLICANT),
        ("outside_kana", APPLICANT_KANA),
        ("outside_birth_date", "S60.4.1"),
        ("outside_cap", "30000"),
        ("outside_start", "R1.5.1"),
        ("outside_end", "R30.12.31"),
    ]);
    ok(&counter.send(&outside)?)?;
    let shared = counter.get(&address)?;
    ok(&counter.send(&shared.form(&format!("{address}/change"))?)?)?;
    let leaving = counter.get(&address)?.form(&format!("{address}/leave"))?;
    ok(&counter.send(&leaving)?)
}
