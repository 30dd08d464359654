//! Mass extensions: looked at, proposed with planted words, withdrawn, sent back, approved.

use acceptance::{Form, Page, Visitor, command_id};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CHILD, CORRECTION, PURPOSE};

/// Drives every screen of the mass extensions.
pub fn extend(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let first = propose(checker)?;
    let withdrawing = checker.get(&first.path)?.form(&format!("{}/withdraw", first.path))?;
    checker.send(&withdrawing.clone())?;
    ok(&checker.send(&withdrawing.with("why", PURPOSE).with("_command", &command_id()))?)?;

    let second = propose(checker)?;
    let sending_back = approver.get(&second.path)?.form(&format!("{}/send-back", second.path))?;
    ok(&approver.send(&sending_back.with("why", CORRECTION))?)?;

    let third = propose(checker)?;
    let approving = approver.get(&third.path)?.form(&format!("{}/approve", third.path))?;
    let answer = approver.send(&approving)?;
    ok(&answer)?;
    let answer = approver.get_until(&third.path, |page| page.text().contains("延長した数"))?;
    crate::oversight::send_own(approver, &format!("{}/stop", third.path), &[])?;
    // Nothing was interrupted: asking for the rest is refused with the reason.
    let fields = answer.form("/sign-out")?.with("_command", &command_id()).fields;
    let again = approver.send(&Form { action: format!("{}/carry-out", third.path), fields })?;
    ensure!(again.status == 422, "{}", again.status);
    ok(&approver.get("/extensions")?)
}

/// A proposal for everybody whose award ends within the year, first with nonsense, then looked at.
fn propose(checker: &Visitor) -> anyhow::Result<Page> {
    let form = checker.get("/extensions/new")?.form("/extensions/new")?;
    let wrong = checker.send(&form.with_all([("reference", PURPOSE), ("issued_on", CHILD), ("excluded", CHILD)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let filled = checker.get("/extensions/new")?.form("/extensions/new")?.with_all([
        ("reference", PURPOSE),
        ("issued_on", "R8.11.1"),
        ("ends_from", "R9.9.1"),
        ("ends_until", "R9.9.30"),
        ("until", "R10.3.31"),
    ]);
    let looked = checker.send(&filled.with("step", "look"))?;
    ok(&looked)?;
    let proposed = checker.send(&looked.form("/extensions/new").context("the form")?.with("step", "propose"))?;
    ok(&proposed)?;
    Ok(proposed)
}
