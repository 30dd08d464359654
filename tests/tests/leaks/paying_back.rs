//! Payment of what families claimed back: another account by two, a batch taken back and drawn up again, released, taken out, handed over, answered; what was
//! paid in a month leaves as a file.

use acceptance::{Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{APPLICANT_KANA, CHILD, PURPOSE, REFUSED};

/// A day that is always ahead.
const PAY_ON: &str = "R30.1.10";

fn path_of(page: &Page) -> String {
    page.path.split('?').next().unwrap_or_default().to_owned()
}

/// Drives every screen of payments. `second` had no part in any decision.
pub fn pay_back(checker: &Visitor, approver: &Visitor, second: &Visitor, auditor: &Visitor) -> anyhow::Result<()> {
    let due = checker.get("/payments")?;
    ok(&due)?;
    let form = due.form("/payments")?;
    let claim = form.value("claim").context("something to be paid")?.to_owned();
    let wrong = checker.send(&form.with("pay_on", CHILD))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    account(checker, approver, &format!("/reimbursements/{claim}"))?;

    let first = drawn(checker)?;
    ok(&checker.send(&checker.get(&first)?.form(&format!("{first}/take-back"))?)?)?;
    let path = drawn(checker)?;
    ok(&auditor.get(&path)?)?;
    let own = approver.send(&approver.get(&path)?.form(&format!("{path}/release"))?)?;
    ensure!(own.status == 422 && own.text().contains("1行目"), "who decided releases: {}", own.start());
    ok(&second.send(&second.get(&path)?.form(&format!("{path}/release"))?)?)?;
    let taking = || checker.get(&path)?.form(&format!("{path}/take"));
    let silent = checker.send(&taking()?)?;
    ensure!(silent.status == 422 && silent.text().contains("取り出す理由"), "{}", silent.start());
    let taken = checker.send(&taking()?.with_all([("file_kind", "accounting"), ("reason", PURPOSE)]))?;
    ok(&taken)?;
    ok(&checker.send(&checker.get(&path)?.form(&format!("{path}/deliver"))?)?)?;

    // Numbers are plain letters in every encoding.
    let text = String::from_utf8_lossy(&taken.bytes).into_owned();
    let cells: Vec<&str> = text.lines().nth(1).context("a line of the file")?.split(',').collect();
    let (number, amount) = cells.first().zip(cells.last()).context("cells")?;
    let result = |amount: &str| format!("一覧番号,行番号,金額,結果,振込日,理由\r\n{number},1,{amount},振込不能,,口座なし\r\n");
    let answering = || checker.get(&path)?.form(&format!("{path}/result"));
    let other = checker.send_file(&answering()?, "file", result("1").as_bytes())?;
    ensure!(other.status == 422 && other.text().contains("金額が"), "another amount was taken: {}", other.start());
    let answered = checker.send_file(&answering()?, "file", result(amount).as_bytes())?;
    ok(&answered)?;
    ensure!(answered.text().contains("振込不能 口座なし"), "{}", answered.start());
    ensure!(checker.get("/payments")?.text().contains("振込不能（口座なし）"), "what came back is nobody's work");

    let paid = auditor.get("/payments/paid")?;
    ok(&paid)?;
    let export = paid.form("/payments/paid/export")?.with_all([("format", "csv"), ("reason", PURPOSE)]);
    ok(&auditor.send(&export)?)
}

fn drawn(checker: &Visitor) -> anyhow::Result<String> {
    let page = checker.send(&checker.get("/payments")?.form("/payments")?.with("pay_on", PAY_ON))?;
    ok(&page)?;
    Ok(path_of(&page))
}

/// Another account: with nonsense, given up, then decided; and the whole number for a reason.
fn account(checker: &Visitor, approver: &Visitor, claim: &str) -> anyhow::Result<()> {
    let proposing = || checker.get(claim)?.form(&format!("{claim}/propose-account"));
    let wrong = checker.send(&proposing()?.with_all([("bank", "見本銀行"), ("account_number", CHILD)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    for last in ["drop-account", "change-account"] {
        let form = proposing()?.with_all([
            ("bank", "見本銀行"),
            ("branch", "別の支店"),
            ("account_kind", "ordinary"),
            ("account_number", "5937284"),
            ("holder", APPLICANT_KANA),
            ("account_why", REFUSED),
        ]);
        ok(&checker.send(&form)?)?;
        let deciding = approver.get(claim)?.form(&format!("{claim}/{last}"))?;
        let deciding = if last == "drop-account" { deciding.with("drop-account_why", PURPOSE) } else { deciding };
        ok(&approver.send(&deciding)?)?;
    }
    let revealing = || checker.get(claim)?.form(&format!("{claim}/reveal-account"));
    let silent = checker.send(&revealing()?)?;
    ensure!(silent.status == 422 && !silent.text().contains("5937284"), "{}", silent.start());
    let shown = checker.send(&revealing()?.with("reveal_why", PURPOSE))?;
    ensure!(shown.status == 200 && shown.text().contains("5937284"), "{}", shown.start());
    ensure!(!checker.get(claim)?.text().contains("5937284"), "the number stays on the screen");
    Ok(())
}
