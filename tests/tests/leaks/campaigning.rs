//! A renewal campaign is opened over the sample people, looked into, a guide is opened and recorded, and it is closed.

use acceptance::{Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;

/// Drives every screen of a campaign.
pub fn renew(checker: &Visitor) -> anyhow::Result<()> {
    let form = checker.get("/campaigns")?.form("/campaigns")?;
    let typed = [("name", "見本の一斉更新"), ("last_day", "R9.9.30"), ("apply_by", "R9.8.31")];
    let page = checker.send(&form.with_all(typed))?;
    ok(&page)?;
    let path = page.path.split('?').next().unwrap_or_default().to_owned();
    let waiting = format!("{path}/people?state=waiting");
    let guides = format!("{path}/guides");
    let list = checker.get_until(&waiting, |page: &Page| page.has_form(&guides))?;
    let guide = list.links()?.into_iter().find(|link| link.starts_with(&format!("{path}/guide?"))).context("no guide")?;
    ensure!(checker.get(&guide)?.bytes.starts_with(b"%PDF"), "the guide is no PDF");
    ok(&checker.send(&list.form(&guides)?)?)?;
    let close = format!("{path}/close");
    ok(&checker.send(&checker.get(&path)?.form(&close)?)?)
}
