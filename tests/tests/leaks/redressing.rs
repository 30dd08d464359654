//! An award that was found to be wrong: looked at, proposed, withdrawn, sent back, corrected.

use acceptance::{Case, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{AMENDMENT, CHILD, CORRECTION, PURPOSE, SENT_BACK};

/// Drives every screen of revocation and correction.
pub fn redress(checker: &Visitor, approver: &Visitor, case: &Case) -> anyhow::Result<()> {
    let links = checker.get(&case.path)?.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let links = checker.get(person.split('?').next().unwrap_or(person))?.links()?;
    let award = links.iter().find(|link| link.starts_with("/awards/")).context("the award")?.clone();
    let (correct, revoke) = (format!("{award}/correct"), format!("{award}/revoke"));
    ok(&checker.get(&award)?)?;

    // Nonsense first, then what would follow, then the proposal.
    let form = checker.get(&correct)?.form(&correct)?;
    let wrong = checker.send(&form.clone().with_all([("from", CHILD), ("ground", CHILD), ("why", PURPOSE)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let right = [("ground", "income"), ("tier", "II"), ("why", PURPOSE)];
    let looked = checker.send(&form.clone().with_all(right).with("step", "look"))?;
    ok(&looked)?;
    let proposing = looked.form(&correct)?.with_all(right).with("step", "propose");
    ok(&checker.send(&proposing)?)?;
    let withdrawing = checker.get(&award)?.form(&format!("{award}/withdraw"))?;
    checker.send(&withdrawing.clone())?;
    ok(&checker.send(&checker.get(&award)?.form(&format!("{award}/withdraw"))?.with("why", AMENDMENT))?)?;

    let start = form.value("start").context("the first day")?.to_owned();
    let form = checker.get(&revoke)?.form(&revoke)?;
    let taking = [("ground", "granted_in_error"), ("from", start.as_str()), ("why", CORRECTION), ("step", "propose")];
    ok(&checker.send(&form.with_all(taking))?)?;
    ok(&approver.get("/redresses")?)?;
    let sending_back = approver.get(&award)?.form(&format!("{award}/send-back"))?;
    ok(&approver.send(&sending_back.with("why", SENT_BACK))?)?;

    let form = checker.get(&correct)?.form(&correct)?;
    ok(&checker.send(&form.with_all(right).with("step", "propose"))?)?;
    let deciding = approver.get(&award)?.form(&format!("{award}/decide"))?;
    ok(&approver.send(&deciding)?)?;
    ok(&approver.get(&award)?)
}
