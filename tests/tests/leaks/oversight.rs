//! Whoever watches over the work: auditors, operators, those who erase. What they open is opened, what they send is sent with planted values.

use acceptance::{Case, Form, Visitor, command_id};
use anyhow::Context as _;

use crate::drive::ok;
use crate::planted::{AMENDMENT, CORRECTION, PURPOSE, WAIVER};

/// An id that nobody has.
const NOBODY: &str = "01990000-0000-7000-8000-000000000000";

/// Everything that is watched.
pub fn watch(
    auditor: &Visitor,
    operator: &Visitor,
    approver: &Visitor,
    administrator: &Visitor,
    case: &Case,
) -> anyhow::Result<()> {
    for page in ["trail", "compare", "dossier"] {
        ok(&auditor.get(&case.to(page))?)?;
    }
    follow(auditor, &case.to("trail"), &case.to("events/"))?;
    standing_elsewhere(auditor)?;
    for (page, next) in [
        ("/audit/access", "/audit/access/staff/"),
        (case.path.as_str(), "/audit/access/persons/"),
        ("/audit/reviews", "/audit/reviews"),
        ("/changes", "/changes/"),
    ] {
        follow(auditor, page, next)?;
    }
    for page in ["/changes/report.xlsx", "/changes/report.pdf"] {
        ok(&auditor.get(page)?)?;
    }
    auditor.get("/audit/review?month=2026-10")?;
    sampling(auditor)?;
    verifying(auditor)?;
    operating(operator)?;
    for (who, page) in [(approver, "/erasures"), (administrator, "/erasures")] {
        ok(&who.get(page)?)?;
        who.get(&format!("/erasures/{NOBODY}"))?;
        who.get(&format!("/erasures/{NOBODY}/certificate"))?;
        for act in ["propose", "withdraw", "hold", "release", "carry-out"] {
            send_own(who, &format!("/erasures/{NOBODY}/{act}"), &[("why", CORRECTION)])?;
        }
    }
    for act in ["open", "judge", "sign-off"] {
        send_own(auditor, &format!("/audit/review/{act}"), &[("month", "2026-10"), ("no", "1"), ("note", WAIVER)])?;
    }
    Ok(())
}

/// Opens a page and the first address on it that begins so.
fn follow(who: &Visitor, page: &str, next: &str) -> anyhow::Result<()> {
    let opened = who.get(page)?;
    ok(&opened)?;
    let links = opened.links()?;
    // A name with an ending is a download, not the page behind a line.
    let wanted = links.iter().find(|link| link.starts_with(next) && !link.contains('.'));
    let link = wanted.with_context(|| format!("{page} leads to no {next}: {links:?}"))?;
    ok(&who.get(link)?)
}

/// The ledger and a person at other moments, compared, and taken out.
fn standing_elsewhere(auditor: &Visitor) -> anyhow::Result<()> {
    for (page, form) in
        [("/ledger?office=all&valid=2026-09-01", "/ledger/export"), ("/ledger/compare?known=%231", "/ledger/compare/export")]
    {
        let shown = auditor.get(page)?;
        ok(&shown)?;
        ok(&auditor.send(&shown.form(form)?.with("reason", PURPOSE))?)?;
    }
    let ledger = auditor.get("/ledger")?;
    let person = ledger.links()?.into_iter().find(|link| link.starts_with("/recipients/")).context("nobody in the ledger")?;
    for page in ["trail", "compare"] {
        ok(&auditor.get(&format!("{person}/{page}"))?)?;
    }
    // An event of the sample data, which a checkpoint has covered for long.
    let event = ledger.links()?.into_iter().find(|link| link.contains("/events/")).context("no event in the ledger")?;
    let proof = format!("{event}/proof");
    auditor.get_until(&event, |page| page.links().is_ok_and(|links| links.contains(&proof)))?;
    ok(&auditor.get(&proof)?)?;
    Ok(())
}

fn sampling(auditor: &Visitor) -> anyhow::Result<()> {
    let form = auditor.get("/audit/samples")?.form("/audit/samples")?;
    let drawn = form.with_all([("from", "R8.4.1"), ("until", "R12.3.31"), ("size", "2"), ("purpose", PURPOSE)]);
    let sample = auditor.send(&drawn)?;
    ok(&sample)?;
    let notes = format!("{}/notes", sample.path);
    ok(&auditor.send(&sample.form(&notes)?.with("note", AMENDMENT))?)?;
    let export = auditor.get(&sample.path)?.form(&format!("{}/export", sample.path))?;
    ok(&auditor.send(&export.with("reason", PURPOSE))?)
}

fn verifying(auditor: &Visitor) -> anyhow::Result<()> {
    let begun = auditor.send(&auditor.get("/verifications")?.form("/verifications")?)?;
    ok(&begun)?;
    let certificate = format!("{}/certificate", begun.path);
    send_own(auditor, &format!("{}/stop", begun.path), &[])?;
    let leads = |page: &acceptance::Page| page.links().is_ok_and(|links| links.contains(&certificate));
    if !leads(&auditor.get(&begun.path)?) {
        // It was stopped in time; the next one is left to end.
        let again = auditor
            .send(&auditor.get_until("/verifications", |page| page.has_form("/verifications"))?.form("/verifications")?)?;
        let certificate = format!("{}/certificate", again.path);
        auditor.get_until(&again.path, |page| page.links().is_ok_and(|links| links.contains(&certificate)))?;
        return ok(&auditor.get(&certificate)?);
    }
    ok(&auditor.get(&certificate)?)
}

fn operating(operator: &Visitor) -> anyhow::Result<()> {
    let address = "/operations/ledger";
    let page = operator.get(address)?;
    let task = page.attributes("input[name=task]")?.context("a task")?;
    let task = task.get("value").context("its word")?;
    let asked = page.form(address)?.with_all([("task", task.as_str()), ("change", "C-2026-0001"), ("why", PURPOSE)]);
    ok(&operator.send(&asked)?)
}

/// A form of one's own making to an address that offers none.
pub fn send_own(who: &Visitor, action: &str, fields: &[(&str, &str)]) -> anyhow::Result<()> {
    let own = who.get("/")?.form("/sign-out")?.with("_command", &command_id()).with_all(fields.iter().copied());
    who.send(&Form { action: action.to_owned(), fields: own.fields }).map(drop)
}
