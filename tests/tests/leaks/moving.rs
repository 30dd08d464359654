//! An old ledger of planted people: chosen, read, judged, taken over, taken along as a file, taken back.

use acceptance::{Page, Visitor, command_id};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::oversight::send_own;
use crate::planted::{ADDRESS, APPLICANT, APPLICANT_KANA, CHILD, CHILD_BIRTH, CHILD_KANA, NUMBER, PHONE, PURPOSE, SYMBOL};

/// Takes two children over, of whom one is refused.
pub fn move_in(administrator: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let text = format!(
        "受給者番号,氏名,フリガナ,生年月日,住所,保護者氏名,保護者フリガナ,電話番号,保険種別,保険記号,保険番号,疾病名,階層区分,自己負担上限月額,有効期間開始,有効期間終了\n\
         0500009,{CHILD},{CHILD_KANA},{CHILD_BIRTH},{ADDRESS},{APPLICANT},{APPLICANT_KANA},{PHONE},協会,{SYMBOL},{NUMBER},01_01_001,4,5000,R7.10.1,R8.9.30\n\
         ,{CHILD},{CHILD_KANA},{CHILD_BIRTH},{ADDRESS},{APPLICANT},{APPLICANT_KANA},{PHONE},協会,{SYMBOL},{NUMBER},01_01_001,4,5000,R7.10.1,R8.9.30\n"
    );
    let choosing = || Ok::<_, anyhow::Error>(administrator.get("/takeovers")?.form("/takeovers")?.with("why", PURPOSE));
    let broken = administrator.send_file(&choosing()?, "file", b"PK\x03\x04broken")?;
    ensure!(broken.status == 422, "a broken file was taken: {}", broken.start());
    let received = administrator.send_file(&choosing()?, "file", text.as_bytes())?;
    ok(&received)?;
    let path = received.path.clone();
    let reading = administrator.get(&path)?.form(&format!("{path}/prepare"))?.with("keep_as", "見本の台帳");
    ok(&administrator.send(&reading)?)?;
    let has_form = |action: &str| {
        let action = action.to_owned();
        move |page: &Page| page.has_form(&action)
    };
    let checked = approver.get_until(&path, has_form(&format!("{path}/approve")))?;
    ensure!(checked.text().contains("引き継げない"), "nobody is refused: {}", checked.start());
    for format in ["xlsx", "csv"] {
        let form = checked.form(&format!("{path}/export"))?.with_all([("format", format), ("reason", PURPOSE)]);
        ok(&approver.send(&form.with("_command", &command_id()))?)?;
    }
    ok(&approver.send(&checked.form(&format!("{path}/approve"))?)?)?;
    let taken = approver.get_until(&path, has_form(&format!("{path}/reverse")))?;
    send_own(approver, &format!("{path}/hold"), &[("go", "off")])?;
    let back = taken.form(&format!("{path}/reverse"))?.with("why", PURPOSE);
    ok(&approver.send(&back)?)?;
    let reversed = approver.get_until(&path, |page| page.text().contains("取消し済み"))?;
    reversed.text().contains("取り消した").then_some(()).context("nothing went back")
}
