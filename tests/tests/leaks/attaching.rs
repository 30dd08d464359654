//! A paper of the planted child is attached with a planted note, looked at, taken along and withdrawn.

use acceptance::{Case, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CORRECTION, NOTE};

/// A picture of one grey pixel.
const PNG: &[u8] = include_bytes!("pixel.png");

/// Drives every screen of attachments.
pub fn attach(counter: &Visitor, auditor: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("attachments");
    let form = counter.get(&address)?.form(&address)?.with_all([("document_kind", "other"), ("note", NOTE)]);
    ok(&counter.send_file(&form, "file", PNG)?)?;
    let links =
        |page: &acceptance::Page| page.links().unwrap_or_default().into_iter().find(|link| link.starts_with("/attachments/"));
    let list = counter.get_until(&address, |page| links(page).is_some())?;
    let path = links(&list).context("no attachment in the list")?;
    ok(&auditor.get(&path)?)?;
    ensure!(auditor.get(&format!("{path}/picture?page=1"))?.bytes == PNG, "another picture");
    ok(&auditor.get(&format!("{path}/file"))?)?;
    let withdraw = format!("{path}/withdraw");
    ok(&counter.send(&counter.get(&path)?.form(&withdraw)?.with("why", CORRECTION))?)
}
