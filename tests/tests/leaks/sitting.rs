//! The review board beside its verdicts: papers that were issued, a sitting moved and called off, minutes; and cases that go together.

use acceptance::{Application, Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CHILD, CHILD_KANA, CORRECTION, REFUSED};

/// Papers are issued before the sitting is closed, and opened as they were issued.
pub fn issue(clerk: &Visitor, sitting: &str) -> anyhow::Result<()> {
    let issue = format!("{sitting}/papers");
    ok(&clerk.send(&clerk.get(sitting)?.form(&issue)?)?)?;
    let paper = clerk.get(&format!("{issue}?edition=1"))?;
    ensure!(paper.bytes.starts_with(b"%PDF"), "the papers are no PDF");
    Ok(())
}

/// Minutes of the closed sitting, written by the clerk and approved before another account.
pub fn minute(clerk: &Visitor, approver: &Visitor, sitting: &str) -> anyhow::Result<()> {
    let write = format!("{sitting}/minutes");
    let form = clerk.get(sitting)?.form(&write)?;
    let wrong = clerk.send(&form.clone().with("chair", CHILD))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    ok(&clerk.send(&clerk.get(sitting)?.form(&write)?.with_all([("chair", "1"), ("record", REFUSED)]))?)?;
    let paper = clerk.get(&format!("{write}?edition=1"))?;
    ensure!(paper.bytes.starts_with(b"%PDF"), "the minutes are no PDF");
    let approve = format!("{sitting}/minutes/approve");
    let day = acceptance::board::today(clerk)?;
    let form = approver.get(sitting)?.form(&approve)?.with_all([("seat", "1"), ("approved_on", day.as_str())]);
    ok(&approver.send(&form)?)
}

/// Another sitting is called, moved and called off.
pub fn call_off(clerk: &Visitor) -> anyhow::Result<()> {
    let day = acceptance::board::today(clerk)?;
    let call = clerk.get("/sittings")?.form("/sittings")?.with_all([
        ("held_on", day.as_str()),
        ("cut_off_on", day.as_str()),
        ("venue", "県庁"),
        ("members", "見本 委員\n例題 委員"),
    ]);
    let called = clerk.send(&call)?;
    let path = called.path.clone();
    let to = format!("{path}/move");
    let wrong = clerk.send(&called.form(&to)?.with_all([("held_on", CHILD), ("move_why", CORRECTION)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    ok(&clerk.send(&wrong.form(&to)?.with_all([("held_on", day.as_str()), ("venue", "別館"), ("move_why", CORRECTION)]))?)?;
    let cancel = format!("{path}/cancel");
    ok(&clerk.send(&clerk.get(&path)?.form(&cancel)?.with("cancel_why", CORRECTION))?)
}

/// A case is forwarded, examined and another put before the board, each chosen in a list.
pub fn together(counter: &Visitor, checker: &Visitor) -> anyhow::Result<()> {
    for last in ["/together/examine", "/together/board"] {
        let case = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
        case.tell_apart(counter)?;
        case.hand_in_everything(counter)?;
        chosen(counter, "/together/forward", case.id())?;
        case.act(checker, "take-up", &[])?;
        chosen(checker, last, case.id())?;
    }
    Ok(())
}

fn chosen(who: &Visitor, list: &str, case: &str) -> anyhow::Result<()> {
    let line = format!("input[type=checkbox][value='{case}']");
    let offered = |page: &Page| page.attributes(&line).is_ok_and(|found| found.is_some());
    let form = who.get_until(list, offered)?.form(list)?.with("case", case).with("why", CORRECTION);
    let told = who.send(&form)?;
    ok(&told)?;
    let done = told.text().contains("1件") && !told.text().contains("0件");
    done.then_some(()).with_context(|| format!("{list}: {}", told.start()))
}
