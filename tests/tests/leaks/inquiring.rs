//! The planted doctor is asked about the planted child, in vain and then by the book; the answer is recorded, and another inquiry withdrawn.

use acceptance::{Case, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::{is_letter, ok};
use crate::planted::{ADDRESS, CORRECTION, DOCTOR, NOTE};

/// Drives every screen of inquiries.
pub fn inquire(checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("inquiries");
    // The day by which to answer stands there already.
    let ask = |typed: &[(&str, &str)]| {
        let form = checker.get(&address)?.form(&address)?.with_all([
            ("party", "doctor"),
            ("ground", "opinion_unclear"),
            ("addressee", DOCTOR),
            ("address", ADDRESS),
            ("questions", NOTE),
        ]);
        checker.send(&form.with_all(typed.iter().copied()))
    };
    ensure!(ask(&[("due_on", DOCTOR)])?.status == 422, "a name is taken for a day");
    ok(&ask(&[])?)?;
    ok(&ask(&[])?)?;
    let page = checker.get(&address)?;
    let letter = page.links()?.into_iter().find(|link| is_letter(link)).context("no letter of the inquiry")?;
    ensure!(checker.get(&letter)?.bytes.starts_with(b"%PDF"), "the inquiry is no PDF");
    for (act, name, field) in [("answer", "answered", "answer"), ("withdraw", "withdrawn", "why")] {
        let action = format!("{address}/{act}");
        let page = checker.get(&address)?;
        let choice = page.attributes(&format!("select[name={name}] option:last-child"))?.context("no inquiry to choose")?;
        let choice = choice.get("value").context("an inquiry")?.clone();
        ok(&checker.send(&page.form(&action)?.with_all([(name, choice.as_str()), (field, CORRECTION)]))?)?;
    }
    ok(&checker.get("/inquiries")?)?;
    ok(&checker.get("/inquiries?state=answered")?)
}
