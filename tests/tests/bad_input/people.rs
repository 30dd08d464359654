//! The forms about a person and what was decided: protection, household, notices, hold, revocation and correction.

use acceptance::{Application, Case, Demo, Visitor};
use anyhow::{Context, ensure};

use crate::lists::{Wrong, try_all};
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};
use crate::{Staff, unchanged};

/// What no date is: days that do not exist, 29 February of a common year, no day at all.
const NOT_A_DAY: [&str; 10] =
    [NO_DATES[0], NO_DATES[1], NO_DATES[2], "R9.2.29", "令和九年二月三十日", "あした", "12", SCRIPT, SQL, CONTROL];

fn days<'a>(field: &'a str, rest: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = Wrong<'a>> {
    NOT_A_DAY.into_iter().map(move |text| Wrong { field, text, rest })
}

fn texts<'a>(field: &'a str, texts: &[&'a str], rest: &'a [(&'a str, &'a str)]) -> Vec<Wrong<'a>> {
    texts.iter().map(|text| Wrong { field, text, rest }).collect()
}

/// Each form about a child who became a recipient.
pub fn forms_of_a_person(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let Staff { counter, checker, approver, .. } = staff;
    let long = "長".repeat(10_000);
    let case = Application::ordinary("試験 ひと", "シケン ヒト").receive(counter)?;
    unchanged(demo, || wrong_holds(counter, &case, &long))?;
    unchanged(demo, || wrong_hand_overs(counter, &case, &long))?;
    unchanged(demo, || wrong_amendments(counter, &case, &long))?;
    unchanged(demo, || wrong_protections(counter, &case, &long))?;
    taken_in_any_width(demo, counter, &case)?;
    stale_and_twice(demo, counter, checker, &case)?;
    case.bring_before_the_approver(counter, checker)?;
    case.act(approver, "approve", &[])?;
    let page = counter.get_until(&case.path, |page| {
        page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/recipients/")))
    })?;
    let links = page.links()?;
    let person = links.iter().find(|link| link.starts_with("/recipients/")).context("the person")?;
    counter.get_until(person, |page| page.status == 200)?;
    unchanged(demo, || wrong_households(counter, person, &long))?;
    unchanged(demo, || wrong_notices(counter, person, &long))?;
    unchanged(demo, || wrong_mailings(counter, person, &long))?;
    unchanged(demo, || wrong_redress(checker, person, &long))
}

fn wrong_holds(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let address = case.to("hold");
    let good = [("until", "R30.4.1"), ("why", "医療機関の回答を待つため")];
    let mut wrongs: Vec<Wrong<'_>> = days("until", &good).collect();
    wrongs.extend(texts("until", &["", "R1.5.1", long], &good));
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    try_all(counter, &address, || case.form(counter, "hold"), &wrongs)
}

fn wrong_amendments(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let draft = counter.send(&case.form(counter, "amend")?)?.path;
    let wishes = format!("{draft}/wishes");
    counter.send(&counter.get(&wishes)?.form(&wishes)?.with("note", "訂正を試みる").with("next", "list"))?;
    let (check, address) = (format!("{draft}/check"), format!("{draft}/receive"));
    let good = [("ground", "ex_officio"), ("stands_on", "申請書の原本"), ("why", "転記の誤り")];
    let mut wrongs = texts("ground", &["", "second_entry", SCRIPT, SQL], &good);
    wrongs.extend(texts("stands_on", &["", CONTROL, long], &good));
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    try_all(counter, &address, || counter.get(&check)?.form(&address), &wrongs)
}

fn wrong_hand_overs(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let good = [("clerk", "nobody"), ("why", "担当替えのため。")];
    let mut wrongs = texts("clerk", &["", "nobody2", SCRIPT, SQL], &good);
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    let chosen = || counter.send(&counter.get(&case.path)?.form("/clerks/chosen")?)?.form("/clerks");
    try_all(counter, "/clerks", chosen, &wrongs)
}

fn wrong_protections(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let address = case.to("protection");
    let good = [("ground", "domestic_violence"), ("until", ""), ("reason", "市の通知書を見た。")];
    let mut wrongs: Vec<Wrong<'_>> = days("until", &good).collect();
    wrongs.extend(texts("until", &["R1.5.1", long], &good));
    wrongs.extend(texts("ground", &["", "dv", SCRIPT], &good));
    wrongs.extend(texts("reason", &["", CONTROL, long], &good));
    try_all(counter, &address, || counter.get(&address)?.form(&address), &wrongs)
}

/// Full-width digits and signs, and 29 February of a leap year, are taken for what they are.
fn taken_in_any_width(demo: &Demo, counter: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("protection");
    let form = counter.get(&address)?.form(&address)?;
    let wrong = form.with_all([("ground", "other"), ("until", "Ｒ１０．２．２９"), ("reason", "")]);
    unchanged(demo, || {
        let answer = counter.send(&wrong)?;
        ensure!(answer.status == 422, "{} {}", answer.status, answer.start());
        let kept = answer.form(&address)?;
        ensure!(kept.value("until") == Some("Ｒ１０．２．２９"), "what was typed is gone: {:?}", kept.value("until"));
        let echo = answer.texts("#f-until-echo")?.join("");
        ensure!(echo.contains("令和10年2月29日"), "the day is understood as {echo:?}");
        Ok(())
    })
}

/// The same wish twice is one record; a page that is behind is told so, and keeps what was typed.
fn stale_and_twice(demo: &Demo, counter: &Visitor, checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let address = case.to("protection");
    let behind = checker.get(&address)?.form(&address)?;
    let form = counter.get(&address)?.form(&address)?;
    let form = form.with_all([("ground", "stalking"), ("until", "R30.3.31"), ("reason", "警察の文書を見た。")]);
    let told = || demo.cluster()?.number("select count(*) from es.events where event_type = 'protection.recorded'");
    let before = told()?;
    counter.send_once(&form)?;
    counter.send_once(&form)?;
    ensure!(told()? == before + 1, "sent twice, recorded {} times", told()? - before);
    unchanged(demo, || {
        let answer = checker.send(&behind.with_all([("ground", "other"), ("reason", "電話で聞いた。")]))?;
        ensure!(answer.status == 409, "a page that is behind: {} {}", answer.status, answer.start());
        ensure!(answer.form(&address)?.value("reason") == Some("電話で聞いた。"), "what was typed is gone");
        Ok(())
    })?;
    // What follows is about a family that nobody protects.
    let ending = format!("{address}/end");
    let page = checker.get_until(&address, |page| page.has_form(&ending))?;
    let ended = checker.send(&page.form(&ending)?.with("end_reason", "申出が取り下げられた。"))?;
    ensure!(ended.status == 200, "{} {}", ended.status, ended.start());
    Ok(())
}

fn wrong_households(counter: &Visitor, person: &str, long: &str) -> anyhow::Result<()> {
    let page = format!("{}/household", person.split('?').next().unwrap_or(person));
    let (kin, outside) = (format!("{page}/kin"), format!("{page}/outside"));
    let wrongs = texts("kin_number", &["", "123", "7777777", "０００００００", "番号", SCRIPT, SQL, CONTROL, long], &[]);
    try_all(counter, &kin, || counter.get(&page)?.form(&kin), &wrongs)?;
    let good = [
        ("outside_number", "見本0012345"),
        ("outside_name", "試験 きょうだい"),
        ("outside_kana", "シケン キョウダイ"),
        ("outside_birth_date", "S60.4.1"),
        ("outside_cap", "１０，０００円"),
        ("outside_start", "R8.1.1"),
        ("outside_end", "R8.12.31"),
    ];
    let mut wrongs = Vec::new();
    for field in ["outside_birth_date", "outside_start", "outside_end"] {
        wrongs.extend(days(field, &good));
    }
    wrongs.extend(texts("outside_end", &["R7.12.31", ""], &good));
    wrongs.extend(texts("outside_cap", &["", "たくさん", "-1", "1.5", "9999999999999999999", SCRIPT], &good));
    wrongs.extend(texts("outside_kana", &["", "漢字", SCRIPT, long], &good));
    wrongs.extend(texts("outside_name", &["", CONTROL, long], &good));
    wrongs.extend(texts("outside_number", &["", CONTROL, long], &good));
    try_all(counter, &outside, || counter.get(&page)?.form(&outside), &wrongs)
}

fn wrong_notices(counter: &Visitor, person: &str, long: &str) -> anyhow::Result<()> {
    let begin = format!("{}/notices", person.split('?').next().unwrap_or(person));
    let tell = |kind: &str, good: &[(&str, &str)], wrongs: &[Wrong<'_>]| {
        let address = format!("{begin}/{kind}");
        let form = || -> anyhow::Result<acceptance::Form> {
            let form = counter.get(&address)?.form(&address)?;
            let today = form.value("filed_on").context("a filing day")?.to_owned();
            Ok(form.with_all([("happened_on", today.as_str()), ("filer", "guardian")]).with_all(good.iter().copied()))
        };
        try_all(counter, &address, form, wrongs)
    };
    let mut wrongs: Vec<Wrong<'_>> = days("happened_on", &[]).chain(days("filed_on", &[])).collect();
    wrongs.extend(texts("cause", &["", "eaten", SCRIPT], &[]));
    wrongs.extend(texts("filer", &["", "neighbour", SCRIPT], &[]));
    wrongs.extend(texts("filed_on", &["R30.1.1"], &[]));
    tell("reissue", &[("cause", "lost")], &wrongs)?;
    let mut wrongs = texts("postal_code", &["123", "郵便", SCRIPT], &[]);
    wrongs.extend(texts("address", &["", CONTROL, long], &[]));
    wrongs.extend(texts("kana", &["漢字", SQL], &[]));
    wrongs.extend(texts("guardian_name", &["", CONTROL, long], &[]));
    tell("particulars", &[], &wrongs)?;
    let proxy = [("proxy_name", "試験 代理"), ("proxy_kana", "シケン ダイリ"), ("proxy_address", "佐賀県佐賀市見本町1-1")];
    let mut wrongs = texts("proxy_phone", &["12345", "電話", SCRIPT], &[]);
    wrongs.extend(texts("proxy_address", &["", CONTROL, long], &[]));
    tell("proxy", &proxy, &wrongs)
}

fn wrong_mailings(counter: &Visitor, person: &str, long: &str) -> anyhow::Result<()> {
    let person = person.split('?').next().unwrap_or(person);
    let address = format!("{person}/mailing");
    let good = [
        ("mailing_addressee", "試験 受取"),
        ("mailing_address", "佐賀県佐賀市見本町1-1"),
        ("mailing_from", "R8.4.1"),
        ("mailing_ground", "away"),
        ("mailing_why", "電話で聞いた。"),
    ];
    let mut wrongs: Vec<Wrong<'_>> = days("mailing_from", &good).chain(days("mailing_until", &good)).collect();
    wrongs.extend(texts("mailing_until", &["R1.5.1", long], &good));
    wrongs.extend(texts("mailing_from", &["", long], &good));
    wrongs.extend(texts("mailing_addressee", &["", CONTROL, long], &good));
    wrongs.extend(texts("mailing_postal_code", &["123", "郵便", SCRIPT], &good));
    wrongs.extend(texts("mailing_address", &["", CONTROL, long], &good));
    wrongs.extend(texts("mailing_ground", &["", "moon", SCRIPT, SQL], &good));
    wrongs.extend(texts("mailing_why", &["", CONTROL, long], &good));
    try_all(counter, &address, || counter.get(person)?.form(&address), &wrongs)
}

fn wrong_redress(checker: &Visitor, person: &str, long: &str) -> anyhow::Result<()> {
    let links = checker.get(person)?.links()?;
    let award = links.iter().find(|link| link.starts_with("/awards/")).context("the award")?;
    let revoke = format!("{award}/revoke");
    let good = [("ground", "granted_in_error"), ("why", "所得の誤りがあったため"), ("step", "propose")];
    let mut wrongs: Vec<Wrong<'_>> = days("from", &good).collect();
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    wrongs.extend(texts("ground", &["", "because", SCRIPT], &good));
    try_all(checker, &revoke, || checker.get(&revoke)?.form(&revoke), &wrongs)?;
    let correct = format!("{award}/correct");
    let good = [("ground", "income"), ("tier", "II"), ("why", "課税証明書の読み違い"), ("step", "propose")];
    let mut wrongs: Vec<Wrong<'_>> = days("from", &good).chain(days("end", &good)).collect();
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    wrongs.extend(texts("tier", &["IX", SCRIPT], &good));
    try_all(checker, &correct, || checker.get(&correct)?.form(&correct), &wrongs)
}
