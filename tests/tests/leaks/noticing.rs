//! What a family tells after its award: received, returned, mended, withdrawn; and a lost card that is made again.

use acceptance::{Case, Form, Page, Visitor, command_id};
use anyhow::{Context as _, bail};

use crate::drive::{is_letter, ok};
use crate::planted::{AMENDMENT, CORRECTION, PURPOSE, SENT_BACK};

/// Drives every screen of the notices.
pub fn tell(counter: &Visitor, checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let page = counter.get_until(&case.path, |page| {
        page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/recipients/")))
    })?;
    let links = page.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let begin = format!("{}/notices", person.split('?').next().unwrap_or(person));
    ok(&counter.get_until(&begin, |page| page.status == 200)?)?;

    let told = receive(counter, &begin, "return", &[("ground", "cured"), ("note", PURPOSE)])?;
    let returning = checker.get(&told.path)?.form(&format!("{}/return", told.path))?;
    ok(&checker.send(&returning.with_all([("return_why", CORRECTION), ("return_due", "R30.1.29")]))?)?;
    let amending = format!("{}/amend", told.path);
    let form = counter.get(&amending)?.form(&amending)?;
    ok(&counter.send(&form.with_all([("ground", "cured"), ("note", PURPOSE), ("why", AMENDMENT)]))?)?;
    let withdrawing = counter.get(&told.path)?.form(&format!("{}/withdraw", told.path))?;
    ok(&counter.send(&withdrawing.with("withdraw_why", SENT_BACK))?)?;

    let lost = receive(counter, &begin, "reissue", &[("cause", "lost")])?;
    let settling = checker.get(&lost.path)?.form(&format!("{}/settle", lost.path))?;
    ok(&checker.send(&settling)?)?;
    ok(&checker.get("/notices")?)?;
    let settled = checker.get("/notices?stage=settled")?;
    ok(&settled)?;
    transferred(checker, &settled)
}

/// A family that moved away: the letter to the other authority is opened, and asking for it again finds it.
fn transferred(checker: &Visitor, settled: &Page) -> anyhow::Result<()> {
    for notice in settled.links()?.into_iter().filter(|link| link.starts_with("/notices/")) {
        let page = checker.get(&notice)?;
        let Some(letter) = page.links()?.into_iter().find(|link| is_letter(link)) else { continue };
        ok(&checker.get(&letter)?)?;
        let fields = page.form("/sign-out")?.with("_command", &command_id()).fields;
        return ok(&checker.send(&Form { action: format!("{notice}/letter"), fields })?);
    }
    bail!("no transfer out has its letter")
}

/// A notice of today, first with nothing typed.
fn receive(counter: &Visitor, begin: &str, kind: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
    let address = format!("{begin}/{kind}");
    let form = counter.get(&address)?.form(&address)?;
    let today = form.value("filed_on").context("a filing day")?.to_owned();
    counter.send(&form.clone())?;
    let form = counter.get(&address)?.form(&address)?;
    let form = form.with_all([("happened_on", today.as_str()), ("filer", "guardian")]).with_all(fields.iter().copied());
    let received = counter.send(&form)?;
    ok(&received)?;
    Ok(received)
}
