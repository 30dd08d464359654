//! A print run: frozen, released by another, printed, spoiled, matched, posted, taken back, explained, closed, its book taken out.

use acceptance::{Page, Visitor};
use anyhow::{Context as _, ensure};
use events::ids::CertificateId;
use events::vocabulary::{Sheet, SheetCode};

use crate::drive::ok;
use crate::oversight::send_own;
use crate::planted::{CHILD, CORRECTION, PURPOSE};

/// Prints what was decided today.
pub fn print(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let question = checker.get("/print-runs")?.form("/print-runs")?;
    let today = question.value("decided_until").context("no day is offered")?.to_owned();
    let wrong = checker.send(&question.clone().with_all([("decided_from", CHILD), ("decided_until", CHILD)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let frozen = checker.send(&question.with("decided_from", &today))?;
    ok(&frozen)?;
    let path = frozen.path.clone();
    send_own(checker, &format!("{path}/halt"), &[])?;
    send_own(checker, &format!("{path}/resume"), &[])?;
    let release = format!("{path}/release");
    let waiting = approver.get_until(&path, |page: &Page| page.has_form(&release))?;
    ensure!(!checker.get(&path)?.has_form(&release), "whoever froze the run may release it");
    ok(&approver.get(&format!("{path}/paper"))?)?;
    ok(&approver.send(&waiting.form(&release)?)?)?;
    pages(checker, &path, None)?;
    send_form(checker, &path, "printed", &[])?;
    pages(checker, &path, Some(PURPOSE))?;
    send_form(checker, &path, "spoil", &[("spoiled", "1"), ("spoil_reason", "jammed")])?;
    send_form(checker, &path, "printed", &[("from", "1"), ("until", "1")])?;

    let all = checker.get(&format!("{path}?list=all"))?;
    let copies = all.links()?.into_iter().filter(|link| link.ends_with("/certificate/copy")).collect::<Vec<_>>();
    ensure!(!copies.is_empty(), "nobody is in the run: {}", all.start());
    ok(&checker.get(&copies[0])?)?;
    let codes = copies.iter().map(|link| codes(link)).collect::<anyhow::Result<Vec<_>>>()?;
    for wrong in [CHILD, codes[0].lines().next().unwrap_or_default()] {
        let form = checker.get(&path)?.form(&format!("{path}/match"))?.with("codes", wrong);
        ensure!(checker.send(&form)?.status == 422, "an envelope that is not whole was closed");
    }
    for codes in &codes {
        send_form(checker, &path, "match", &[("codes", codes)])?;
    }
    ok(&checker.get(&format!("{path}/labels"))?)?;
    ok(&checker.get(&format!("{path}/address-sheets?envelope=long3"))?)?;
    ok(&checker.get("/print-runs/envelope?envelope=long3")?)?;
    for format in ["xlsx", "csv"] {
        send_form(checker, &path, "addresses", &[("format", format), ("reason", PURPOSE)])?;
    }
    send_form(checker, &path, "post", &[("way", "specified_record")])?;
    send_form(checker, &path, "return", &[("returned", "1"), ("ground", "moved")])?;
    send_form(checker, &path, "post", &[("way", "ordinary"), ("only", "1")])?;
    send_form(checker, &path, "return", &[("returned", "1"), ("ground", "moved")])?;
    // What is left: what came back, and what was left out.
    loop {
        let page = checker.get(&path)?;
        let Ok(form) = page.form_where(|to| to.contains("/explain?")) else { break };
        let award = form.action.split("award=").nth(1).and_then(|rest| rest.split('&').next()).context("no award")?.to_owned();
        ok(&checker.send(
            &form.with_all([(format!("why-{award}").as_str(), CORRECTION), (format!("due-{award}").as_str(), today.as_str())]),
        )?)?;
    }
    let settling = checker.get(&path)?.form_where(|to| to.contains("/settle?"))?;
    let award = settling.action.split("award=").nth(1).and_then(|rest| rest.split('&').next()).context("no award")?.to_owned();
    ok(&checker.send(&settling.with(&format!("how-{award}"), CORRECTION))?)?;
    send_form(checker, &path, "close", &[])?;
    for format in ["xlsx", "csv"] {
        send_form(checker, &path, "book", &[("format", format), ("reason", PURPOSE)])?;
    }
    ok(&approver.get(&path)?)
}

/// A leaf is counted and taken out to be printed; what lies on paper already only for a reason.
pub fn pages(who: &Visitor, path: &str, why: Option<&str>) -> anyhow::Result<()> {
    let action = format!("{path}/pages");
    let asked = |pages: &str, why: &str, step: &str| -> anyhow::Result<Page> {
        let form = who.get(path)?.form(&action)?.with_all([("pages", pages), ("pages_why", why), ("step", step)]);
        who.send(&form)
    };
    for wrong in [CHILD, "", "0", "3-1", "99999"] {
        let page = asked(wrong, PURPOSE, "take")?;
        ensure!(page.status == 422, "the pages {wrong} are taken: {} {}", page.status, page.start());
    }
    let counted = asked("１", "", "count")?;
    ensure!(counted.status == 200 && counted.text().contains("用紙1枚"), "{}", counted.start());
    if why.is_some() {
        ensure!(asked("1", "", "take")?.status == 422, "printed again, and nobody asks why");
    }
    let taken = asked("1", why.unwrap_or_default(), "take")?;
    ensure!(taken.status == 200 && taken.bytes.starts_with(b"%PDF"), "{}", taken.start());
    Ok(())
}

fn send_form(who: &Visitor, path: &str, act: &str, fields: &[(&str, &str)]) -> anyhow::Result<()> {
    let action = format!("{path}/{act}");
    let form = who.get(path)?.form(&action)?.with_all(fields.iter().copied());
    let answer = who.send(&form)?;
    ok(&answer).with_context(|| action)
}

/// The codes on the sheets of a certificate, one a line.
fn codes(link: &str) -> anyhow::Result<String> {
    let certificate: CertificateId = link.split('/').nth(2).context("no certificate")?.parse()?;
    let codes: Vec<String> = Sheet::ENCLOSED.iter().map(|sheet| SheetCode::of(certificate, *sheet).to_string()).collect();
    Ok(codes.join("\n"))
}
