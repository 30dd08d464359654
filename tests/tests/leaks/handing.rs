//! A case changes hands with planted words: left to nobody from its page, and taken back.

use acceptance::{Application, Visitor};
use anyhow::ensure;

use crate::drive::ok;
use crate::planted::{CHILD, CHILD_KANA, CORRECTION};

/// Drives the screens of clerks.
pub fn hand_over(counter: &Visitor) -> anyhow::Result<()> {
    let case = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    let choose = counter.get(&case.path)?.form("/clerks/chosen")?;
    let nothing = counter.send(&choose.clone().with("case", CHILD))?;
    ensure!(nothing.status == 422, "{}", nothing.status);
    let chosen = counter.send(&choose)?;
    ok(&chosen)?;
    let form = chosen.form("/clerks")?;
    let wrong = counter.send(&form.clone().with_all([("clerk", CHILD), ("why", CORRECTION)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    ok(&counter.send(&form.with_all([("clerk", "nobody"), ("why", CORRECTION)]))?)?;
    ok(&counter.get("/queues/mine?clerk=nobody")?)?;
    let take = case.to("clerk");
    let form = counter.get_until(&case.path, |page| page.has_form(&take))?.form(&take)?;
    ok(&counter.send(&form)?)
}
