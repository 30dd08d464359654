//! Two rows of the ledger are said to be one person with planted words, and the link is undone.

use acceptance::Visitor;
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CHILD, CORRECTION, WAIVER};

/// Drives the screen of rows of one person.
pub fn link(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let people: Vec<String> = checker
        .get_until("/ledger", |page| page.links().is_ok_and(|links| recipients(&links).len() > 2))?
        .links()
        .map(|links| recipients(&links))?;
    let [one, other] = [0, 1].map(|n| people.get(n).cloned());
    let (one, other) = (one.context("somebody")?, other.context("somebody else")?);
    let number = checker.get(&other)?.texts("dd.mono")?.first().cloned().context("the recipient number")?;
    let address = format!("{one}/same");
    let find = format!("{address}/find");
    let nobody = checker.send(&checker.get(&address)?.form(&find)?.with("find", ""))?;
    ensure!(nobody.status == 422, "{}", nobody.status);
    ok(&checker.send(&checker.get(&address)?.form(&find)?.with("find", &number))?)?;
    let planted = checker.send(&checker.get(&address)?.form(&find)?.with("find", CHILD))?;
    ensure!(planted.status < 500, "{}", planted.status);
    let beside = checker.send(&checker.get(&address)?.form(&find)?.with("find", &number))?;
    let wrong = checker.send(&beside.form(&address)?.with("why", CORRECTION))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let id = other.rsplit('/').next().unwrap_or_default();
    let linked = checker.send(&beside.form(&address)?.with_all([("other", id), ("keep", "this"), ("why", CORRECTION)]))?;
    ok(&linked)?;
    let told = approver.get_until(&other, |page| page.text().contains("同じ人の記録があります"))?;
    ok(&told)?;
    let undo = format!("{address}/undo");
    let without = approver.send(&approver.get(&address)?.form(&undo)?)?;
    ensure!(without.status == 422, "{}", without.status);
    ok(&approver.send(&approver.get(&address)?.form(&undo)?.with("undo_why", WAIVER))?)
}

/// Addresses of persons, each once.
fn recipients(links: &[String]) -> Vec<String> {
    let is_person = |link: &&String| {
        link.strip_prefix("/recipients/").is_some_and(|id| id.split('?').next().is_some_and(|id| id.len() == 36))
    };
    let mut people: Vec<String> =
        links.iter().filter(is_person).filter_map(|link| link.split('?').next()).map(str::to_owned).collect();
    people.sort_unstable();
    people.dedup();
    people
}
