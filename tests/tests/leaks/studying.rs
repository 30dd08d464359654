//! Impact studies: asked with planted words, watched, stopped, taken out as a file.

use acceptance::{Page, Visitor, command_id};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::oversight::send_own;
use crate::planted::{CORRECTION, PURPOSE};

/// Studies a dearer cap.
pub fn study(checker: &Visitor) -> anyhow::Result<()> {
    let id = ask(checker)?;
    let result = checker.get_until(&id, |page| page.has_form(&format!("{id}/export")))?;
    ensure!(result.text().contains("負担が増える"), "nobody pays more: {}", result.start());
    for format in ["xlsx", "csv"] {
        let form = result.form(&format!("{id}/export"))?.with_all([("format", format), ("reason", PURPOSE)]);
        ok(&checker.send(&form.with("_command", &command_id()))?)?;
    }
    // A draft corrects nothing; the page offers none, and a form of one's own is told why.
    ensure!(!result.text().contains("訂正を起案する"), "a draft may be corrected by");
    send_own(checker, &format!("{id}/corrections"), &[("ground", "income"), ("why", CORRECTION)])?;
    let second = ask(checker)?;
    send_own(checker, &format!("{second}/stop"), &[])?;
    checker.get_until(&second, |page: &Page| !page.has_form(&format!("{second}/stop"))).map(drop)
}

/// Counts the ledger, looks at who is behind a figure, takes the figures along.
pub fn count(checker: &Visitor) -> anyhow::Result<()> {
    for by in ["group", "office", "municipality", "disease", "tier", "severity", "kind", "month", "age", "sex"] {
        ok(&checker.get(&format!("/statistics?by={by}&on=R8.10.1"))?)?;
    }
    let page = checker.get("/statistics?by=office")?;
    ok(&checker.get("/statistics/rights?severity=general&on=2026-10-01")?)?;
    for format in ["xlsx", "csv", "cp932"] {
        let form = page.form("/statistics/export")?.with_all([("format", format), ("reason", PURPOSE)]);
        ok(&checker.send(&form.with("_command", &command_id()))?)?;
    }
    extract(checker)?;
    ok(&checker.get("/statistics/payments")?)?;
    for by in ["kind", "office", "month"] {
        let page = checker.get(&format!("/statistics/times?from=R1.5.1&by={by}"))?;
        ok(&page)?;
        let form = page.form("/statistics/times/export")?.with_all([("format", "csv"), ("reason", PURPOSE)]);
        ok(&checker.send(&form)?)?;
        let behind = page.links()?.into_iter().find(|href| href.starts_with("/statistics/times/cases"));
        ok(&checker.get(&behind.context("no figure of processing times leads to its cases")?)?)?;
    }
    Ok(())
}

/// Extracts by conditions, keeps them under a planted name, takes the result along, discards them.
fn extract(checker: &Visitor) -> anyhow::Result<()> {
    let page = checker.get("/statistics/extract?severity=general&on=2026-10-01")?;
    ok(&page)?;
    ok(&checker.send(&page.form("/statistics/queries")?.with("name", PURPOSE))?)?;
    for format in ["xlsx", "csv", "cp932"] {
        let form = page.form("/statistics/extract/export")?.with_all([("format", format), ("reason", PURPOSE)]);
        checker.send(&form.with("_command", &command_id()))?;
    }
    let kept = checker.get("/statistics/extract")?;
    let discard = kept.form_where(|to| to.starts_with("/statistics/queries/")).context("a kept query cannot be discarded")?;
    ok(&checker.send(&discard)?)
}

/// Asks; gives the address of the study.
fn ask(checker: &Visitor) -> anyhow::Result<String> {
    let form = checker.get("/impacts")?.form("/impacts")?;
    // From before the awards that run were decided: a later number changes none of them.
    let draft = [("number1", "caps/IV/general_yen"), ("value1", "6,000"), ("valid_from", "H27.1.1")];
    let asked = form.with_all([("kind", "numbers"), ("why", PURPOSE)]).with_all(draft);
    let page = checker.send(&asked)?;
    ok(&page)?;
    page.path.strip_prefix("/impacts/").context("no study was asked for")?;
    Ok(page.path)
}
