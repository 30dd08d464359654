//! Post for somebody goes elsewhere, by planted words, and to the home again.

use acceptance::{Case, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{ADDRESS, APPLICANT, CHILD, CORRECTION, WAIVER};

/// Drives the forms of a mailing address.
pub fn mail(counter: &Visitor, checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let links = counter.get(&case.path)?.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let person = person.split('?').next().unwrap_or(person);
    let address = format!("{person}/mailing");
    let wrong =
        counter.send(&counter.get(person)?.form(&address)?.with_all([("mailing_address", ADDRESS), ("mailing_from", CHILD)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let told = [
        ("mailing_addressee", APPLICANT),
        ("mailing_address", ADDRESS),
        ("mailing_from", "R8.4.1"),
        ("mailing_ground", "other"),
        ("mailing_why", WAIVER),
    ];
    ok(&counter.send(&counter.get(person)?.form(&address)?.with_all(told))?)?;
    let ending = format!("{address}/end");
    let page = checker.get_until(person, |page| page.has_form(&ending))?;
    let wrong = checker.send(&page.form(&ending)?.with("mailing_end_why", CORRECTION))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let ended = page.form(&ending)?.with_all([("mailing_last_day", "R8.4.2"), ("mailing_end_why", CORRECTION)]);
    ok(&checker.send(&ended)?)
}
