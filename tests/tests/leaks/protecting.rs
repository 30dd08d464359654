//! A protected family: recorded, its address hidden from everybody and everywhere, shown to the one who says what for, and ended by
//! somebody else.

use acceptance::{Case, Visitor};
use anyhow::ensure;

use crate::drive::{is_letter, ok};
use crate::planted::{ADDRESS, CHILD, CORRECTION, PHONE, PURPOSE, WAIVER};

/// Drives every screen of a protection.
pub fn protect(counter: &Visitor, checker: &Visitor, approver: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("protection");
    ensure!(counter.get(&case.to("form"))?.body.contains(ADDRESS), "the address is hidden from the first");
    let wrong = counter.send(&counter.get(&address)?.form(&address)?.with("until", CHILD))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let recording = counter.get(&address)?.form(&address)?;
    ok(&counter.send(&recording.with_all([("ground", "domestic_violence"), ("until", "R30.3.31"), ("reason", WAIVER)]))?)?;

    let hidden = |who: &Visitor| -> anyhow::Result<()> {
        let links = who.get(&case.path)?.links()?;
        let person = links.into_iter().filter(|link| link.starts_with("/recipients/"));
        let own = ["form", "trail", "compare?all=1", "history", "protection"].map(|part| case.to(part));
        for path in person.chain(own).chain([case.path.clone()]) {
            let page = who.get(&path)?;
            ok(&page)?;
            ensure!(!page.body.contains(ADDRESS) && !page.body.contains(PHONE), "{path} tells where the family lives");
            ensure!(page.text().contains("支援措置中"), "{path} does not say that the family is protected");
        }
        Ok(())
    };
    hidden(approver)?;
    hidden(counter)?;
    let found = |address: &str, phone: &str| -> anyhow::Result<String> {
        let form = approver.get("/ledger")?.form("/search")?;
        let page = approver.send(&form.with_all([("q", CHILD), ("address", address), ("phone", phone)]))?;
        ok(&page)?;
        Ok(page.text())
    };
    for [address, phone] in [[ADDRESS, ""], ["", PHONE], ["架空町", ""]] {
        ensure!(found(address, phone)?.contains("さがしました。0件"), "{address}{phone} hints where the family lives");
    }
    ensure!(!found("", "")?.contains("さがしました。0件"), "the name is no secret");
    let links = approver.get(&case.path)?.links()?;
    for paper in links.iter().filter(|link| link.starts_with("/certificates/") || is_letter(link)) {
        let page = approver.get(paper)?;
        ensure!(page.path.ends_with("/protection"), "{paper} was opened: {} {}", page.path, page.status);
    }

    let revealing = format!("{address}/reveal");
    let wrong = approver.send(&approver.get(&address)?.form(&revealing)?)?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let shown = approver.send(&approver.get(&address)?.form(&revealing)?.with("purpose", PURPOSE))?;
    ok(&shown)?;
    ensure!(shown.body.contains(ADDRESS), "asked for with a purpose, and not shown: {}", shown.start());
    hidden(counter)?;

    let ending = format!("{address}/end");
    let wrong = checker.send(&checker.get(&address)?.form(&ending)?)?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    ok(&checker.send(&checker.get(&address)?.form(&ending)?.with("end_reason", CORRECTION))?)?;
    ensure!(counter.get(&case.to("form"))?.body.contains(ADDRESS), "ended, and still hidden");
    Ok(())
}
