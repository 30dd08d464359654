//! Households: members typed wrong, searched in vain, and files with a broken row. Nothing is recorded of any of it.

use acceptance::{Application, Demo, Page, Visitor};
use anyhow::{Context, ensure};

use crate::lists::{Wrong, try_all};
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};
use crate::{Staff, unchanged};

const HEAD: &str = "受給者番号,指定難病の受給者番号,氏名,フリガナ,生年月日,上限月額,有効期間の始まり,有効期間の終わり";

/// Every form of a household.
pub fn forms_of_a_household(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let Staff { counter, checker, approver, .. } = staff;
    let case = Application::ordinary("試験 かぞく", "シケン カゾク").receive(counter)?;
    case.bring_before_the_approver(counter, checker)?;
    case.act(approver, "approve", &[])?;
    let leads = |page: &Page| page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/recipients/")));
    let links = counter.get_until(&case.path, leads)?.links()?;
    let person = links.into_iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    let address = format!("{}/household", person.split('?').next().unwrap_or(&person));
    let page = counter.get_until(&address, |page| page.status == 200)?;
    let number = counter.get(person.split('?').next().unwrap_or(&person))?;
    let number = number.texts("dd.mono")?.into_iter().next().context("the recipient number")?;
    drop(page);
    unchanged(demo, || wrong_members(counter, &address))?;
    unchanged(demo, || wrong_files(counter, &number))?;
    whole_file(counter, &number)
}

fn wrong_members(counter: &Visitor, address: &str) -> anyhow::Result<()> {
    let to = |act: &str| format!("{address}/{act}");
    let form = |act: &'static str| move || counter.get(address)?.form(&to(act));
    let one = |field, text| Wrong { field, text, rest: &[] };
    let kin: Vec<Wrong<'_>> = ["", "1", "9999999", SCRIPT, SQL].map(|text| one("kin_number", text)).into();
    try_all(counter, &to("kin"), form("kin"), &kin)?;
    try_all(counter, &to("find"), form("find"), &[one("find", ""), one("find", "  ")])?;
    let rest: &[(&str, &str)] = &[
        ("outside_number", "難7654321"),
        ("outside_name", "試験 太郎"),
        ("outside_kana", "シケン タロウ"),
        ("outside_birth_date", "S60.4.1"),
        ("outside_cap", "10000"),
        ("outside_start", "R8.1.1"),
        ("outside_end", "R8.12.31"),
    ];
    let mut wrongs =
        vec![Wrong { field: "outside_end", text: "R7.12.31", rest }, Wrong { field: "outside_cap", text: "-1", rest }];
    for (field, _) in rest {
        wrongs.extend(["", CONTROL].map(|text| Wrong { field, text, rest }));
    }
    for text in NO_DATES {
        wrongs.push(Wrong { field: "outside_birth_date", text, rest });
    }
    try_all(counter, &to("outside"), form("outside"), &wrongs)
}

/// A file is looked at; what the page says of it.
fn look_at(counter: &Visitor, content: &[u8]) -> anyhow::Result<Page> {
    let form = counter.get("/households/import")?.form("/households/import")?;
    counter.send_file(&form, "file", content)
}

fn wrong_files(counter: &Visitor, number: &str) -> anyhow::Result<()> {
    let broken =
        [b"\xff\xfe\x80\x81".to_vec(), Vec::new(), HEAD.as_bytes().to_vec(), b"a,b\n1,2\n".to_vec(), SCRIPT.as_bytes().to_vec()];
    for content in broken {
        let answer = look_at(counter, &content)?;
        ensure!(answer.status == 422, "a file of {} bytes was answered {}", content.len(), answer.status);
        ensure!(answer.attributes("#f-file-error")?.is_some(), "not said beside the field: {}", answer.start());
    }
    let good = format!("{number},難1,試験 太郎,シケン タロウ,S60.4.1,10000,R8.1.1,R8.12.31");
    let text = format!("{HEAD}\n{good}\n{}\n", good.replace("難1", "難2").replace("S60.4.1", "S64.13.40"));
    let answer = look_at(counter, text.as_bytes())?;
    ensure!(answer.status == 200, "{}", answer.start());
    let said = answer.texts("tbody tr")?;
    ensure!(
        said.len() == 2 && said[1].starts_with('3') && said[1].contains("生年月日"),
        "row and column are not named: {said:?}"
    );
    ensure!(!answer.has_form(&answer.path), "a file with a broken row can be recorded");
    // Whoever sends it nevertheless is told the same, and nothing is recorded.
    let discard = answer.form(&format!("{}/discard", answer.path))?;
    let mut forced = discard.clone();
    forced.action.clone_from(&answer.path);
    let refused = counter.send(&forced)?;
    ensure!(refused.status == 422 && refused.text().contains("何も記録していません"), "{}", refused.start());
    ensure!(counter.send(&discard)?.path == "/households/import", "it is not thrown away");
    let stranger = look_at(counter, format!("{HEAD}\n{}\n", good.replace(number, "9999996")).as_bytes())?;
    ensure!(stranger.text().contains("台帳にいません"), "{}", stranger.start());
    Ok(())
}

/// The control: the same file without the broken row is recorded, once.
fn whole_file(counter: &Visitor, number: &str) -> anyhow::Result<()> {
    let text = format!("{HEAD}\n{number},難1,試験 太郎,シケン タロウ,S60.4.1,10000,R8.1.1,R8.12.31\n");
    let plan = look_at(counter, text.as_bytes())?;
    let form = plan.form(&plan.path)?;
    let done = counter.send(&form)?;
    ensure!(done.status == 200 && done.path.starts_with("/households/import"), "{}", done.start());
    let again = look_at(counter, text.as_bytes())?;
    ensure!(again.text().contains("変わらない"), "{}", again.start());
    Ok(())
}
