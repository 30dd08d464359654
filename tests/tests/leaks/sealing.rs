//! The governor's seal: proposed, dropped, proposed again and adopted; a file that is no picture is refused.

use acceptance::Visitor;
use anyhow::ensure;

use crate::drive::ok;
use crate::oversight::send_own;
use crate::planted::{CHILD, PURPOSE};

/// Replaces the seal.
pub fn seal(administrator: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let wrong =
        administrator.send_file(&administrator.get("/seal")?.form("/seal")?.with("why", PURPOSE), "image", CHILD.as_bytes())?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    for act in ["/seal/drop", "/seal/adopt"] {
        let form = administrator.get("/seal")?.form("/seal")?.with("why", PURPOSE);
        ok(&administrator.send_file(&form, "image", documents::certificate::SEAL_SAMPLE)?)?;
        ensure!(!administrator.get("/seal")?.body.contains("data:image/png"), "the seal is shown to whoever does not adopt it");
        let waiting = approver.get("/seal")?;
        ensure!(waiting.body.contains("data:image/png"), "the seal is adopted unseen");
        ok(&approver.send(&waiting.form(act)?)?)?;
    }
    for format in ["xlsx", "csv"] {
        send_own(administrator, "/seal/export", &[("format", format), ("column", "数"), ("reason", PURPOSE)])?;
    }
    Ok(())
}
