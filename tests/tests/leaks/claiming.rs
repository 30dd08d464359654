//! What a family paid beyond its share: claimed, computed, withdrawn, refused, paid.

use acceptance::{Case, Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{APPLICANT_KANA, CHILD, HOSPITAL, PURPOSE, REFUSED};

/// Drives every screen of reimbursement.
pub fn claim(counter: &Visitor, checker: &Visitor, approver: &Visitor, case: &Case) -> anyhow::Result<()> {
    let links = counter.get(&case.path)?.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let address = format!("{}/reimbursement", person.split('?').next().unwrap_or(person));

    let first = receive(counter, &address)?;
    counter.send(&first.form(&format!("{}/withdraw", first.path))?)?;
    let withdrawing = counter.get(&first.path)?.form(&format!("{}/withdraw", first.path))?;
    ok(&counter.send(&withdrawing.with("withdraw_why", PURPOSE))?)?;

    let second = receive(counter, &address)?;
    let refusing = approver.get(&second.path)?.form(&format!("{}/refuse", second.path))?;
    ok(&approver.send(&refusing.with("refuse_why", REFUSED))?)?;

    let third = receive(counter, &address)?;
    let computing = checker.get(&third.path)?.form(&format!("{}/examine", third.path))?;
    ok(&checker.send(&computing)?)?;
    let paying = approver.get(&third.path)?.form(&format!("{}/pay", third.path))?;
    ok(&approver.send(&paying)?)?;
    let proposing = format!("{}/propose-correction", third.path);
    let wrong = checker.send(&checker.get(&third.path)?.form(&proposing)?.with("right_amount", CHILD))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    for last in ["drop-correction", "correct"] {
        let form = checker.get(&third.path)?.form(&proposing)?;
        ok(&checker.send(&form.with("right_amount", "0").with("correction_why", REFUSED))?)?;
        let deciding = approver.get(&third.path)?.form(&format!("{}/{last}", third.path))?;
        let deciding = if last == "correct" { deciding } else { deciding.with("drop-correction_why", PURPOSE) };
        ok(&approver.send(&deciding)?)?;
    }
    ok(&approver.get("/reimbursements")?)?;
    ok(&approver.get("/reimbursements?stage=paid")?)
}

/// A claim of last month, first with nothing typed and with nonsense.
fn receive(counter: &Visitor, address: &str) -> anyhow::Result<Page> {
    let form = counter.get(address)?.form(address)?;
    let wrong = counter.send(&form.clone().with_all([("m1_month", CHILD), ("account_number", CHILD)]))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let today = form.value("filed_on").context("a filing day")?.to_owned();
    let (month, _) = today.rsplit_once('.').context("a day in the form R8.4.1")?;
    let (year, month) = month.split_once('.').context("a year")?;
    let (year, month): (&str, u32) = (year, month.parse()?);
    let month = if month > 1 { format!("{year}.{}", month - 1) } else { format!("{year}.1") };
    let form = counter.get(address)?.form(address)?.with_all([
        ("filer", "guardian"),
        ("m1_month", month.as_str()),
        ("m1_institution", HOSPITAL),
        ("m1_total", "100,000"),
        ("m1_paid", "30,000"),
        ("m1_on_the_sheet", "0"),
        ("bank", "見本銀行"),
        ("branch", "例題支店"),
        ("account_kind", "ordinary"),
        ("account_number", "4816273"),
        ("holder", APPLICANT_KANA),
    ]);
    let received = counter.send(&form)?;
    ok(&received)?;
    Ok(received)
}
