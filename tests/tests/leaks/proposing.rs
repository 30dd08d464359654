//! A refusal is proposed with planted words, sent back, proposed again and decided.

use acceptance::{Application, Form, Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CHILD, CHILD_KANA, CORRECTION, REFUSED, SENT_BACK};

/// Drives every screen of a proposal.
pub fn propose(counter: &Visitor, checker: &Visitor, approver: &Visitor, clerk: &Visitor) -> anyhow::Result<()> {
    let case = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    case.hand_in_everything(counter)?;
    case.act(counter, "forward", &[])?;
    case.act(checker, "take-up", &[])?;
    acceptance::board::hear(&case, checker, clerk, "refuse", REFUSED)?;
    let path = proposed(checker, case.id())?;
    let paper = approver.get_until(&format!("{path}/paper"), |page| page.status == 200)?;
    ensure!(paper.bytes.starts_with(b"%PDF"), "the proposal is no PDF");
    let on_it = |page: &Page| page.has_form(&format!("{path}/send-back"));
    let back = approver.get_until(&path, on_it)?.form(&format!("{path}/send-back"))?.with("why", SENT_BACK);
    ok(&approver.send(&back)?)?;
    // Nobody is away on the way that is shipped: the step is tried with a form of one's own.
    crate::oversight::send_own(checker, &format!("{path}/endorse"), &[("absence", CORRECTION)])?;
    away(checker, approver)?;
    let path = proposed(checker, case.id())?;
    let decide = format!("{path}/decide");
    let form: Form = approver.get_until(&path, |page| page.has_form(&decide))?.form(&decide)?;
    let decided = approver.send(&form)?;
    ok(&decided)?;
    ensure!(decided.text().contains("不認定1件"), "{}", decided.start());
    Ok(())
}

/// An absence is arranged with planted words and ended again; nothing waits for later inspection, which is tried all the same.
fn away(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let form = approver.get("/deputies")?.form("/deputies")?;
    let wrong = approver.send(&form.clone().with("from", CORRECTION))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let theirs = checker.get("/deputies")?.form("/deputies")?;
    let deputy = theirs.value("holder").context("a checker is on the way")?;
    let (from, until) = ("R30.4.1", "R30.4.5");
    let form = form.with_all([("deputy", deputy), ("from", from), ("until", until), ("reason", CORRECTION)]);
    let named = approver.send(&form)?;
    ok(&named)?;
    let release = named.form_where(|to| to.ends_with("/release")).context("an absence that can be ended")?;
    ok(&approver.send(&release)?)?;
    ok(&approver.get("/later-inspections")?)?;
    crate::oversight::send_own(approver, "/later-inspections", &[("case", CHILD), ("remark", CORRECTION)])
}

/// Proposes to refuse the case; the address of the proposal.
fn proposed(checker: &Visitor, id: &str) -> anyhow::Result<String> {
    let (ground, why) = (format!("ground-{id}"), format!("why-{id}"));
    let offered = |page: &Page| page.field_names("/proposals").is_ok_and(|names| names.contains(&why));
    let form = checker.get_until("/proposals", offered)?.form("/proposals")?;
    let form = form.with_all([("case", id), (ground.as_str(), "refusal.criteria_not_met"), (why.as_str(), REFUSED)]);
    let told = checker.send(&form)?;
    ok(&told)?;
    let is_one = |link: &String| link.starts_with("/proposals/");
    told.links()?.into_iter().find(is_one).with_context(|| format!("nothing was proposed: {}", told.start()))
}
