//! A renewal campaign is opened over the sample people and looked into; guides are opened, recorded by hand, and sent in bulk by two persons;
//! letters are posted, come back and are posted again; tax data are taken in and looked at; it is closed.

use acceptance::{Form, Page, Visitor, command_id};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{CHILD, PURPOSE};

/// Left for the letters in bulk.
const IN_BULK: usize = 2;

/// Drives every screen of a campaign.
pub fn renew(checker: &Visitor, approver: &Visitor) -> anyhow::Result<()> {
    let form = checker.get("/campaigns")?.form("/campaigns")?;
    let typed = [("name", "見本の一斉更新"), ("last_day", "R9.9.30"), ("apply_by", "R9.8.31")];
    let page = checker.send(&form.with_all(typed))?;
    ok(&page)?;
    let path = page.path.split('?').next().unwrap_or_default().to_owned();
    let waiting = format!("{path}/people?state=waiting");
    let guides = format!("{path}/guides");
    let list = checker.get_until(&waiting, |page: &Page| page.has_form(&guides))?;
    let guide = list.links()?.into_iter().find(|link| link.starts_with(&format!("{path}/guide?"))).context("no guide")?;
    ensure!(checker.get(&guide)?.bytes.starts_with(b"%PDF"), "the guide is no PDF");
    ok(&checker.send(&all_but(&list.form(&guides)?, IN_BULK))?)?;
    let (to_remind, reminders) = (format!("{path}/people?state=guided"), format!("{path}/reminders"));
    let list = checker.get_until(&to_remind, |page: &Page| page.has_form(&reminders))?;
    let one = list.attributes("input[name=recipient]")?.context("nobody to remind")?;
    let one = one.get("value").context("no recipient")?;
    ok(&checker.send(&list.form(&reminders)?.with("recipient", one))?)?;
    let number = in_bulk(checker, approver, &path)?;
    for list in ["late=1", "state=guided", "state=lapsed"] {
        ok(&checker.get(&format!("{path}/people?{list}"))?)?;
    }
    tax(checker, &path, &number)?;
    let close = format!("{path}/close");
    ok(&checker.send(&checker.get(&path)?.form(&close)?)?)
}

/// A form with some of the chosen people left out.
fn all_but(form: &Form, left: usize) -> Form {
    let mut kept = form.clone();
    let chosen = kept.fields.iter().filter(|(name, _)| name == "recipient").count();
    let mut seen = 0;
    kept.fields.retain(|(name, _)| {
        seen += usize::from(name == "recipient");
        name != "recipient" || seen + left <= chosen
    });
    kept
}

/// The guide to the rest, by two persons; printed, posted, returned. Whom one of the letters is about: 公費負担者番号 with 受給者番号, and 宛名.
fn in_bulk(checker: &Visitor, approver: &Visitor, path: &str) -> anyhow::Result<(String, String)> {
    let letters = format!("{path}/letters");
    let prepare = |kind: &str| checker.send(&checker.get(path)?.form(&letters)?.with("kind", kind));
    ensure!(prepare(CHILD)?.status == 422, "a letter that a campaign does not send is prepared");
    let reminder = prepare("renewal_reminder")?;
    ok(&reminder)?;
    let own = reminder.path.split('?').next().unwrap_or_default();
    ok(&checker.send(&checker.get(own)?.form(&format!("{own}/withdraw"))?)?)?;
    let prepared = prepare("renewal_guide")?;
    ok(&prepared)?;
    let release = prepared.path.split('?').next().unwrap_or_default().to_owned();
    ok(&approver.send(&approver.get(&release)?.form(&format!("{release}/release"))?)?)?;
    let post = format!("{release}/post");
    let made = checker.get_until(&release, |page: &Page| page.has_form(&post))?;
    for part in ["paper", "labels"] {
        ensure!(checker.get(&format!("{release}/{part}"))?.bytes.starts_with(b"%PDF"), "{part} is no PDF");
    }
    crate::printing::pages(checker, &release, Some(PURPOSE))?;
    for format in ["xlsx", "csv"] {
        let form = made.form(&format!("{release}/addresses"))?.with_all([("format", format), ("reason", PURPOSE)]);
        let form = form.with("_command", &command_id());
        ok(&checker.send(&form)?)?;
        let twice = checker.send(&form)?;
        ensure!(twice.status == 422 && twice.text().contains("すでに記録しています"), "addresses left twice: {}", twice.start());
    }
    let wrong = checker.send(&checker.get(&release)?.form(&post)?.with("way", "simplified_registered"))?;
    ensure!(wrong.status == 422, "registered letters are posted without numbers: {}", wrong.start());
    ok(&checker.send(&checker.get(&release)?.form(&post)?.with("way", "ordinary"))?)?;
    let posted = "/letters/post?state=posted&kind=renewal_guide";
    let one = |link: &String| link.starts_with("/letters/") && link.ends_with("/post") && link != "/letters/post";
    let list = checker.get_until(posted, |page: &Page| page.links().is_ok_and(|links| links.iter().any(one)))?;
    let letter = list.links()?.into_iter().find(one).context("no letter in the post")?;
    let own = letter.trim_end_matches("/post").to_owned();
    let act = |what: &str, fields: &[(&str, &str)]| -> anyhow::Result<Page> {
        let form = checker.get(&letter)?.form(&format!("{own}/{what}"))?;
        checker.send(&form.with_all(fields.iter().copied()))
    };
    ok(&act("returned", &[("ground", "moved")])?)?;
    ok(&act("checked", &[("outcome", "corrected")])?)?;
    ensure!(act("posted", &[("way", "simplified_registered")])?.status == 422, "without its number");
    ok(&act("posted", &[("way", "simplified_registered"), ("number", "123-45-67890-1")])?)?;
    let page = checker.get(&letter)?;
    let told = |what: &str| -> anyhow::Result<String> {
        let (titles, values) = (page.texts("dl.summary dt")?, page.texts("dl.summary dd")?);
        let place = titles.iter().position(|title| title.trim() == what).with_context(|| format!("no {what}"))?;
        Ok(values.get(place).context("no value")?.trim().to_owned())
    };
    Ok((
        format!("{},{}", told("公費負担者番号")?, told("受給者番号")?),
        told("いまの台帳の宛名")?.trim_end_matches('様').trim().to_owned(),
    ))
}

/// Tax data of one household: a file that is wrong, one that is thrown away, two that come in.
fn tax(checker: &Visitor, path: &str, (number, guardian): &(String, String)) -> anyhow::Result<()> {
    let address = format!("{path}/taxes/import");
    let file = |name: &str, levy: &str| {
        format!(
            "公費負担者番号,受給者番号,世帯員の氏名,課税年度,市町村民税,所得割額,申請者の年収等\n{number},{name},令和9,課税,{levy},\n"
        )
    };
    let upload = |text: String| checker.send_file(&checker.get(&address)?.form(&address)?, "file", text.as_bytes());
    ensure!(upload("a,b\n1,2\n".to_owned())?.status == 422, "a file with other columns is looked at");
    let wrong = upload(file(CHILD, "68400"))?;
    ok(&wrong)?;
    ensure!(wrong.text().contains("前の申請書にありません"), "{}", wrong.start());
    ensure!(!wrong.has_form(&wrong.path), "a file with a fault can be taken in");
    ok(&checker.send(&wrong.form(&format!("{}/discard", wrong.path))?)?)?;
    for (levy, last) in [("68400", false), ("900000", true)] {
        let plan = upload(file(guardian, levy))?;
        ok(&plan)?;
        ok(&checker.send(&plan.form(&plan.path)?)?)?;
        let review = format!("{path}/taxes/review");
        let list = checker.get_until(&format!("{path}/taxes"), |page: &Page| page.has_form(&review))?;
        let person = list.links()?.into_iter().find(|link| link.ends_with("/taxes") && link.starts_with("/recipients/"));
        let person = person.context("nobody was judged anew")?;
        ok(&checker.get(&person)?)?;
        if last {
            ok(&checker.send(&checker.get(&person)?.form(&person)?.with("outcome", "wrong"))?)?;
        } else {
            let recipient = person.split('/').nth(2).context("no recipient")?;
            let form = list.form(&review)?.with_all([("recipient", recipient), ("outcome", "corrected")]);
            ok(&checker.send(&form)?)?;
        }
    }
    Ok(())
}
