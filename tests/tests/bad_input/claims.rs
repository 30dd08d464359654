//! The form of a claim for reimbursement, field by field: money and a bank account are read strictly, and what was typed stays. And the reason for
//! which an import of claims is taken back.

use acceptance::{Form, Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::fields::refused;
use crate::values::Kind;

/// Fields and what they ask for.
const FIELDS: [(&str, Kind); 12] = [
    ("filed_on", Kind::Date),
    ("m1_month", Kind::Date),
    ("m1_institution", Kind::Line),
    ("m1_total", Kind::Yen),
    ("m1_paid", Kind::Yen),
    ("m1_meals_paid", Kind::Yen),
    ("m1_on_the_sheet", Kind::Yen),
    ("m1_other_public", Kind::Yen),
    ("m1_high_cost", Kind::Yen),
    ("bank", Kind::Line),
    ("account_number", Kind::Count),
    ("holder", Kind::Kana),
];

fn filled(form: Form) -> Form {
    form.with_all([
        ("filer", "guardian"),
        ("m1_month", "R8.4"),
        ("m1_institution", "見本病院"),
        ("m1_total", "100,000"),
        ("m1_paid", "30,000"),
        ("m1_on_the_sheet", "0"),
        ("bank", "見本銀行"),
        ("branch", "例題支店"),
        ("account_kind", "ordinary"),
        ("account_number", "4816273"),
        ("holder", "ミホン タロウ"),
    ])
}

/// Each field with each text it must refuse; then a month that no award covers, none at all, and half a receipt.
pub fn every_field(counter: &Visitor) -> anyhow::Result<()> {
    let links = counter.get("/ledger")?.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("somebody in the ledger")?;
    let address = format!("{}/reimbursement", person.split('?').next().unwrap_or(person));
    let fresh = || anyhow::Ok(filled(counter.get(&address)?.form(&address)?));
    for (field, kind) in FIELDS {
        for text in kind.refused() {
            let answer = counter.send(&fresh()?.with(field, &text))?;
            let shown: String = text.chars().take(30).collect();
            refused(&answer, field, &text, kind).with_context(|| format!("{field} = {shown:?}"))?;
        }
    }
    let nobodys = counter.send(&fresh()?.with("m1_month", "H1.4"))?;
    ensure!(nobodys.status == 422, "a month before any award: {}", nobodys.status);
    let empty = counter.send(&fresh()?.with("m1_month", ""))?;
    ensure!(empty.status == 422 && empty.text().contains("診療月を入力"), "no month: {} {}", empty.status, empty.start());
    // Whoever types into a second receipt means it, whichever field it is.
    let half = counter.send(&fresh()?.with("m2_meals_paid", "4,000"))?;
    ensure!(
        half.status == 422 && half.form(&address)?.value("m2_meals_paid") == Some("4,000"),
        "half a receipt: {}",
        half.status
    );
    Ok(())
}

/// The reason must be one; nothing is taken back without it.
pub fn taking_back(approver: &Visitor) -> anyhow::Result<()> {
    let links = approver.get("/claims")?.links()?;
    let import = links.iter().find(|link| link.strip_prefix("/claims/").is_some_and(|id| id.len() == 36));
    let import = import.context("an import of claims")?;
    let address = format!("{import}/take-back");
    for text in Kind::Lines.refused().iter().map(String::as_str).chain([" "]) {
        let answer = approver.send(&approver.get(import)?.form(&address)?.with("why", text))?;
        let shown: String = text.chars().take(30).collect();
        let judged = if text.trim().is_empty() { ensure_asked(&answer) } else { refused(&answer, "why", text, Kind::Lines) };
        judged.with_context(|| format!("why = {shown:?}"))?;
    }
    Ok(())
}

fn ensure_asked(answer: &Page) -> anyhow::Result<()> {
    ensure!(answer.status == 422 && answer.text().contains("取り消す理由"), "{} {}", answer.status, answer.start());
    Ok(())
}

/// The form of another account and the day of a payment, field by field.
pub fn account_and_pay_day(checker: &Visitor) -> anyhow::Result<()> {
    let links = checker.get("/payments")?.links()?;
    let claim = links.iter().find(|link| link.starts_with("/reimbursements/")).context("a claim to be paid")?;
    let address = format!("{claim}/propose-account");
    let fresh = || {
        let form = checker.get(claim)?.form(&address)?;
        anyhow::Ok(form.with_all([
            ("bank", "見本銀行"),
            ("branch", "例題支店"),
            ("account_kind", "ordinary"),
            ("account_number", "5937284"),
            ("holder", "ミホン タロウ"),
            ("account_why", "口座を移したため。"),
        ]))
    };
    for (field, kind) in [("bank", Kind::Line), ("account_number", Kind::Count), ("holder", Kind::Kana)] {
        for text in kind.refused() {
            let answer = checker.send(&fresh()?.with(field, &text))?;
            let shown: String = text.chars().take(30).collect();
            refused(&answer, field, &text, kind).with_context(|| format!("{field} = {shown:?}"))?;
        }
    }
    for text in Kind::Date.refused() {
        let form = checker.get("/payments")?.form("/payments")?.with("pay_on", &text);
        let shown: String = text.chars().take(30).collect();
        refused(&checker.send(&form)?, "pay_on", &text, Kind::Date).with_context(|| format!("pay_on = {shown:?}"))?;
    }
    Ok(())
}
