//! The masters by two persons and letters in bulk: proposed with planted words, sent back, looked at on a real letter, approved; a release
//! prepared, withdrawn, released and waited for.

use acceptance::{Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::oversight::send_own;
use crate::planted::{CORRECTION, PURPOSE};

const LEAD: &str = "/masters/letter_texts/edit?key=approval_notice.lead";
/// Words that hold nothing personal: those of the masters stand in clear.
const WORDS: &str = "{申請日}付けの申請について、次のとおり認定しました。";

/// Changes words by two persons.
pub fn change(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    for page in
        ["/masters/unconfirmed", "/masters/changes", "/masters/diseases/edition", "/masters/caps/rows.csv", "/letters/texts"]
    {
        ok(&checker.get(page)?)?;
    }
    let typed = [("text", WORDS), ("valid_from", "R8.4.1"), ("status", "confirmed"), ("source", "見本の規程")];
    let form = checker.get(LEAD)?.form(LEAD)?;
    let refused = checker.send(&form.clone().with_all(typed).with_all([("why", PURPOSE), ("text", "{氏名}様")]))?;
    ensure!(refused.status == 422 && refused.text().contains("使えるもの"), "an unknown place is taken: {}", refused.start());
    let proposed = checker.send(&form.with_all(typed).with("why", PURPOSE))?;
    ok(&proposed)?;
    let path = proposed.path.clone();
    let letter = format!("{path}/letter?kind=approval_notice");
    ok(&checker.get(&letter)?)?;
    let real = proposed.links()?.into_iter().find(|link| link.contains("&letter="));
    ok(&checker.get(&real.context("no real letter to look at")?)?)?;
    let back = approver.get(&path)?.form(&format!("{path}/return"))?.with("why", CORRECTION);
    ok(&approver.send(&back)?)?;
    let more = format!("/masters/offices/edit?key=01&change={}", path.trim_start_matches("/masters/changes/"));
    let added = checker.send(&checker.get(&more)?.form(&more)?.with_all([("valid_from", "R8.4.1"), ("source", "見本の規程")]))?;
    ok(&added)?;
    let affected = checker.get(&format!("{path}/affected"))?;
    ok(&affected)?;
    ensure!(affected.text().contains("影響を受ける"), "nobody is told of: {}", affected.start());
    ok(&approver.send(&approver.get(&path)?.form(&format!("{path}/approve"))?)?)?;
    reorganise(checker)?;
    import(checker)
}

/// Merges two offices and takes it back.
fn reorganise(checker: &Visitor) -> anyhow::Result<()> {
    let form = checker.get("/masters/reorganisation")?.form("/masters/reorganisation")?;
    let merged =
        form.with_all([("closing", "04"), ("day", "R12.4.1"), ("code", "03"), ("source", "見本の規則"), ("why", PURPOSE)]);
    let proposed = checker.send(&merged)?;
    ok(&proposed)?;
    ok(&checker.get(&format!("{}/affected", proposed.path))?)?;
    ok(&checker.send(&checker.get(&proposed.path)?.form(&format!("{}/withdraw", proposed.path))?)?)
}

/// A holiday from a file.
fn import(checker: &Visitor) -> anyhow::Result<()> {
    let address = "/masters/holidays/import";
    let form = checker.get(address)?.form(address)?.with("why", PURPOSE);
    let file =
        "key,valid_from,valid_to,status,source,day,name\n2030-01-01,2030-01-01,2030-01-01,confirmed,見本,2030-01-01,元日\n";
    ok(&checker.send_file(&form, "file", file.as_bytes())?)?;
    let wrong = checker.send_file(&form, "file", b"a,b\n")?;
    ensure!(wrong.status == 422, "a file with another header is taken: {}", wrong.status);
    Ok(())
}

/// Letters in bulk.
pub fn release(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let address = "/letters/releases";
    let asked = [("kind", "renewal_guide"), ("from", "R8.4.1"), ("until", "R10.3.31")];
    let prepare = || -> anyhow::Result<Page> {
        let form = checker.get(address)?.form(address)?.with_all(asked);
        let prepared = checker.send(&form)?;
        ok(&prepared)?;
        prepared.path.strip_prefix("/letters/releases/").context("nothing was prepared")?;
        Ok(prepared)
    };
    let first = prepare()?;
    ok(&checker.get(&format!("{}?who=excluded", first.path))?)?;
    ok(&checker.send(&first.form(&format!("{}/withdraw", first.path))?)?)?;
    let second = prepare()?.path;
    ok(&approver.send(&approver.get(&second)?.form(&format!("{second}/release"))?)?)?;
    send_own(checker, &format!("{second}/stop"), &[])?;
    checker.get_until(&second, |page: &Page| page.text().contains("作成した")).map(drop)
}
