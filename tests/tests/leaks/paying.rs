//! The payments side: a file for 支払基金 is frozen, taken back, frozen again, released, taken out, handed over and answered; claims come in, are looked at,
//! leave as files and are taken back; a month of a cap sheet is keyed in.

use acceptance::{Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::PURPOSE;

fn path_of(page: &Page) -> String {
    page.path.split('?').next().unwrap_or_default().to_owned()
}

/// Drives every screen of the payments side.
pub fn pay(counter: &Visitor, checker: &Visitor, approver: &Visitor, auditor: &Visitor) -> anyhow::Result<()> {
    let file = file_of_a_month(checker, approver, auditor)?;
    let claims = claims(checker, auditor, &file)?;
    let links = checker.get(&format!("{claims}?rows=all"))?.links()?;
    let person = links.into_iter().find(|link| link.starts_with("/recipients/")).context("nobody's claim")?;
    let months = format!("{person}/months");
    let form = counter.get(&months)?.form(&months)?;
    let wrong = counter.send(&form.clone().with_all([("month", "先月"), ("total", "-5")]))?;
    ensure!(wrong.status == 422 && wrong.text().contains("月として読めません"), "{}", wrong.start());
    let page = counter.send(&form.with_all([("month", "R8.4"), ("total", "68,400円")]))?;
    ok(&page)?;
    ensure!(page.text().contains("68,400円"), "{}", page.start());
    let taking_back = || approver.get(&claims)?.form(&format!("{claims}/take-back"));
    let silent = approver.send(&taking_back()?)?;
    ensure!(silent.status == 422 && silent.text().contains("取り消す理由"), "{}", silent.start());
    ok(&approver.send(&taking_back()?.with("why", PURPOSE))?)?;
    ok(&auditor.get("/claims?which=taken-back")?)?;
    ensure!(auditor.get(&claims)?.text().contains("取り消されました"), "it does not say that it was taken back");
    Ok(())
}

fn prepared(checker: &Visitor) -> anyhow::Result<String> {
    let form = checker.get("/recipient-files")?.form("/recipient-files")?.with("body", "fund");
    let page = checker.send(&form)?;
    ok(&page)?;
    Ok(path_of(&page))
}

/// One line of the file that was handed over: month, payer number, recipient number.
struct Handed {
    month: String,
    payer: String,
    number: String,
}

fn file_of_a_month(checker: &Visitor, approver: &Visitor, auditor: &Visitor) -> anyhow::Result<Vec<Handed>> {
    let first = prepared(checker)?;
    ok(&checker.send(&checker.get(&first)?.form(&format!("{first}/withdraw"))?)?)?;
    let path = prepared(checker)?;
    ok(&auditor.get(&path)?)?;
    ok(&approver.send(&approver.get(&path)?.form(&format!("{path}/release"))?)?)?;
    let taking = checker.get(&path)?.form(&format!("{path}/take"))?;
    let silent = checker.send(&taking)?;
    ensure!(silent.status == 422 && silent.text().contains("取り出す理由"), "{}", silent.start());
    let taking = taking.with("reason", PURPOSE);
    let taken = checker.send(&taking)?;
    ok(&taken)?;
    let twice = checker.send(&taking)?;
    ensure!(twice.status == 422 && twice.text().contains("すでに記録しています"), "a file left twice: {}", twice.start());
    // Numbers and days are plain letters in every encoding.
    let text = String::from_utf8_lossy(&taken.bytes).into_owned();
    let handed: Vec<Handed> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |place: usize| cells.get(place).map(|cell| (*cell).to_owned());
            Some(Handed { month: cell(1)?, payer: cell(4)?, number: cell(5)? })
        })
        .collect();
    ensure!(handed.len() > 2, "hardly a file: {} lines", handed.len());
    ok(&checker.send(&checker.get(&path)?.form(&format!("{path}/deliver"))?)?)?;

    let rows = (1..).zip(&handed).map(|(line, one)| {
        let (word, code) = if line == 1 { ("エラー", "E01") } else { ("受理", "") };
        [one.month.as_str(), &line.to_string(), &one.number, word, code].join(",")
    });
    let head = "提出年月,行番号,受給者番号,結果,理由コード".to_owned();
    let result = std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\r\n");
    let answering = || checker.get(&path)?.form(&format!("{path}/result"));
    let cut = checker.send_file(&answering()?, "file", &result.as_bytes()[..result.len() / 2])?;
    ensure!(cut.status == 422, "half a result was taken: {}", cut.start());
    ok(&checker.send_file(&answering()?, "file", result.as_bytes())?)?;
    let page = checker.get(&format!("{path}?lines=rejected"))?;
    ensure!(page.text().contains("E01"), "{}", page.start());
    Ok(handed)
}

/// The address of an import.
fn claims(checker: &Visitor, auditor: &Visitor, handed: &[Handed]) -> anyhow::Result<String> {
    let rows = handed.iter().map(|one| [one.month.as_str(), &one.payer, &one.number, "4110100015,外来,68400,8680,0"].join(","));
    let head = "診療年月,公費負担者番号,受給者番号,医療機関コード,区分,医療費総額,公費負担額,自己負担額".to_owned();
    let text = std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\r\n");
    let choosing = || {
        let form = checker.get("/claims/import")?.form("/claims/import")?;
        anyhow::Ok(form.with_all([("body", "federation"), ("claimed_in", handed[0].month.as_str())]))
    };
    let plan = checker.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&plan)?;
    ok(&checker.send(&plan.form(&format!("{}/discard", plan.path))?)?)?;
    let plan = checker.send_file(&choosing()?, "file", text.as_bytes())?;
    let page = checker.send(&plan.form(&plan.path)?)?;
    ok(&page)?;
    let path = path_of(&page);
    let again = checker.send_file(&choosing()?, "file", text.as_bytes())?;
    let twice = checker.send(&again.form(&again.path)?)?;
    ensure!(twice.status == 422 && twice.text().contains("すでに取り込んで"), "{}", twice.start());
    ok(&checker.get("/claims")?)?;
    let all = auditor.get(&format!("{path}?rows=all"))?;
    let export = all.form(&format!("{path}/export"))?.with_all([("format", "csv"), ("reason", PURPOSE)]);
    let file = auditor.send(&export)?;
    ensure!(file.status == 200 && file.bytes.starts_with("\u{feff}".as_bytes()), "{}", file.start());
    let totals = auditor.get("/claims/totals?by=office")?;
    let export = totals.form("/claims/totals/export")?.with_all([("format", "csv"), ("reason", PURPOSE)]);
    ok(&auditor.send(&export)?)?;
    Ok(path)
}
