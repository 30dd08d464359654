//! A doctor with a planted name is designated, moved, renewed and ended; a list is thrown away and taken; the registers leave as files.

use acceptance::Visitor;
use anyhow::ensure;

use crate::drive::ok;
use crate::planted::{CORRECTION, DOCTOR, REFUSED};

const KANA: &str = "セキレイ イハク";

/// Drives every screen of the registers.
pub fn keep(checker: &Visitor, auditor: &Visitor) -> anyhow::Result<()> {
    let typed = [
        ("number", "XX-7788"),
        ("name", DOCTOR),
        ("kana", KANA),
        ("qualification", "specialist"),
        ("workplaces", "見本病院"),
        ("on", "R8.4.1"),
    ];
    let page = checker.send(&checker.get("/designations/new?kind=doctor")?.form("/designations")?.with_all(typed))?;
    ok(&page)?;
    let path = page.path.split('?').next().unwrap_or_default().to_owned();
    ensure!(page.text().contains(DOCTOR), "{}", page.start());
    let change = format!("{path}/change");
    let moved = checker.get(&change)?.form(&change)?.with_all([("workplaces", "例題病院"), ("on", "R8.5.1")]);
    ok(&checker.send(&moved)?)?;
    let renew = checker.get(&path)?.form(&format!("{path}/renew"))?.with("applied_on", "R8.6.1");
    ok(&checker.send(&renew)?)?;
    for letter in ["letter", "renewal"] {
        ensure!(checker.get(&format!("{path}/{letter}"))?.bytes.starts_with(b"%PDF"), "{letter} is no PDF");
    }
    let end = checker.get(&path)?.form(&format!("{path}/end"))?;
    let wrong = checker.send(&end.clone().with_all([("end_ground", "resigned"), ("last_day", "R3.1.1"), ("why", REFUSED)]))?;
    ensure!(wrong.status == 422 && wrong.text().contains("有効期間の外"), "{}", wrong.start());
    ok(&checker.send(&end.with_all([("end_ground", "resigned"), ("last_day", "R14.3.31"), ("why", CORRECTION)]))?)?;
    let found = checker.get("/designations")?.form("/designations/search")?.with("q", DOCTOR);
    ensure!(checker.send(&found)?.text().contains("XX-7788"), "a doctor is not found by name");
    imported(checker)?;
    for list in ["/designations?kind=institution", "/designations?kind=doctor&list=ids"] {
        let form = auditor.get(list)?.form("/designations/export")?.with_all([("format", "csv"), ("reason", CORRECTION)]);
        let file = auditor.send(&form)?;
        ensure!(file.status == 200 && file.bytes.starts_with("\u{feff}".as_bytes()), "{list}: {}", file.start());
    }
    Ok(())
}

fn imported(checker: &Visitor) -> anyhow::Result<()> {
    let text = format!(
        "種別,番号,指定した自治体,氏名または名称,フリガナ,要件,勤務先または所在地,有効期間の始まり,有効期間の終わり\n\
         指定医,XX-7789,例題県,{DOCTOR},{KANA},研修,見本病院,R6.4.1,R11.3.31\n"
    );
    let choosing = || checker.get("/designations/import")?.form("/designations/import");
    let plan = checker.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&plan)?;
    ok(&checker.send(&plan.form(&format!("{}/discard", plan.path))?)?)?;
    let plan = checker.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&checker.send(&plan.form(&plan.path)?)?)
}
