//! A household: somebody outside the ledger is recorded under a planted name, a number is typed wrong, a share is opened, somebody leaves.

use acceptance::{Case, Visitor};
use anyhow::Context as _;

use crate::drive::ok;
use crate::planted::{APPLICANT, APPLICANT_KANA, CHILD, NUMBER};

/// Drives every screen of a household.
pub fn share(counter: &Visitor, case: &Case) -> anyhow::Result<()> {
    let page = counter.get_until(&case.path, |page| {
        page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/recipients/")))
    })?;
    let links = page.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let address = format!("{}/household", person.split('?').next().unwrap_or(person));
    let page = counter.get_until(&address, |page| page.status == 200)?;
    counter.send(&page.form(&format!("{address}/kin"))?.with("kin_number", CHILD))?;
    let recording = format!("{address}/outside");
    counter.send(&page.form(&recording)?.with("outside_name", APPLICANT).with("outside_cap", CHILD))?;
    let outside = counter.get(&address)?.form(&recording)?.with_all([
        ("outside_number", NUMBER),
        ("outside_name", APPLICANT),
        ("outside_kana", APPLICANT_KANA),
        ("outside_birth_date", "S60.4.1"),
        ("outside_cap", "30000"),
        ("outside_start", "R1.5.1"),
        ("outside_end", "R30.12.31"),
    ]);
    ok(&counter.send(&outside)?)?;
    let shared = counter.get(&address)?;
    ok(&counter.send(&shared.form(&format!("{address}/change"))?)?)?;
    let finding = counter.get(&address)?.form(&format!("{address}/find"))?;
    ok(&counter.send(&finding.with("find", CHILD))?)?;
    imported(counter, person.split('?').next().unwrap_or(person))?;
    let leaving = counter.get(&address)?.form(&format!("{address}/leave"))?;
    ok(&counter.send(&leaving)?)
}

/// A file of planted people: one is thrown away, one is recorded.
fn imported(counter: &Visitor, person: &str) -> anyhow::Result<()> {
    let numbers = counter.get(person)?.texts("dd.mono")?;
    let number = numbers.first().context("the recipient number")?;
    let text = format!(
        "受給者番号,指定難病の受給者番号,氏名,フリガナ,生年月日,上限月額,有効期間の始まり,有効期間の終わり\n\
         {number},{NUMBER}9,{APPLICANT},{APPLICANT_KANA},S60.4.1,20000,R1.5.1,R30.12.31\n"
    );
    let choosing = || counter.get("/households/import")?.form("/households/import");
    let plan = counter.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&plan)?;
    ok(&counter.send(&plan.form(&format!("{}/discard", plan.path))?)?)?;
    let plan = counter.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&counter.send(&plan.form(&plan.path)?)?)
}
