//! The entry pages, field by field.

use acceptance::application::{SECTIONS, new_draft};
use acceptance::{Application, Form, Page, Visitor};
use anyhow::{Context, bail, ensure};

use crate::values::{Kind, NO_DATES, SCRIPT, SQL, kind};

fn sample() -> Application {
    Application::ordinary("試験 かなた", "シケン カナタ")
}

/// A page of a draft, filled in rightly; what was tried before is left out.
fn filled(counter: &Visitor, draft: &str, section: &str) -> anyhow::Result<Form> {
    let address = format!("{draft}/{section}");
    let mut form = counter.get(&address)?.form(&address)?;
    form.fields.retain(|(name, _)| name.starts_with('_'));
    Ok(form.with_all(sample().page(section)).with("next", "save"))
}

/// Whole groups are judged only where something of them was typed.
fn completed(form: Form, field: &str) -> Form {
    let prefix: String = field.chars().take_while(|c| *c != '_').collect();
    let rest: &[(&str, &str)] = if prefix.starts_with("member") {
        &[("name", "試験 花子"), ("relation", "mother")]
    } else if prefix.starts_with("opinion") && prefix != "opinion1" {
        &[("disease", "09_07_012"), ("diagnosis_date", "R8.10.20"), ("severity", "general")]
    } else {
        &[]
    };
    rest.iter().fold(form, |form, (name, value)| {
        let name = format!("{prefix}_{name}");
        if name == field || form.value(&name).is_some_and(|typed| !typed.is_empty()) { form } else { form.with(&name, value) }
    })
}

/// Each field with each text it must refuse.
pub fn every_field(counter: &Visitor) -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for section in SECTIONS {
        let draft = new_draft(counter)?;
        let address = format!("{draft}/{section}");
        let names = counter.get(&address)?.field_names(&address)?;
        for name in &names {
            let kind = kind(name)?;
            for text in kind.refused() {
                let form = completed(filled(counter, &draft, section)?, name).with(name, &text);
                let answer = counter.send(&form)?;
                asked += 1;
                if let Err(error) = refused(&answer, name, &text, kind) {
                    let shown: String = text.chars().take(30).collect();
                    wrong.push(format!("{name} = {shown:?}: {error:#}"));
                }
            }
            if let Err(error) = kept(counter, &draft, section, name, kind) {
                wrong.push(format!("{name}: {error:#}"));
            }
        }
    }
    ensure!(asked > 400, "only {asked} texts were tried");
    ensure!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// The page comes back with a message beside the field and in the summary, and the text in the field.
pub fn refused(answer: &Page, field: &str, text: &str, kind: Kind) -> anyhow::Result<()> {
    ensure!(answer.status == 422, "answered {} at {}: {}", answer.status, answer.path, answer.start());
    beside_and_in_summary(answer, field)?;
    ensure!(!answer.body.contains("<script>alert"), "the script stands in the page");
    if kind == Kind::MyNumber {
        ensure!(!answer.body.contains("123456789012"), "an individual number comes back");
    } else if matches!(
        kind,
        Kind::Name
            | Kind::Kana
            | Kind::Date
            | Kind::Postal
            | Kind::Phone
            | Kind::Yen
            | Kind::Count
            | Kind::Disease
            | Kind::Line
            | Kind::Lines
    ) && !text.contains('\u{0}')
    {
        let form = answer.form(&answer.path)?;
        ensure!(
            form.value(field) == Some(text),
            "what was typed is gone: {:?}",
            form.value(field).map(|text| text.chars().take(30).collect::<String>())
        );
    }
    Ok(())
}

/// A message in Japanese beside the field, tied to it, and the same in the summary with a way to the field.
pub fn beside_and_in_summary(answer: &Page, field: &str) -> anyhow::Result<()> {
    let control = answer.attributes(&format!("[name=\"{field}\"]"))?.with_context(|| format!("{field} is not on the page"))?;
    let html = answer.html();
    let selector = |css: &str| scraper::Selector::parse(css).map_err(|error| anyhow::anyhow!("{css}: {error}"));
    let (wrong, named) = (selector("[aria-invalid=true]")?, selector(&format!("[name=\"{field}\"]"))?);
    // Of choices the group is marked.
    let marked = html
        .select(&wrong)
        .find(|marked| marked.attr("name") == Some(field) || marked.select(&named).next().is_some())
        .context("the field is not marked as wrong")?;
    let described = marked.attr("aria-describedby").unwrap_or_default();
    let messages: Vec<String> = described
        .split_whitespace()
        .filter_map(|id| answer.texts(&format!("[id=\"{id}\"].error")).ok()?.into_iter().next())
        .collect();
    ensure!(messages.iter().any(|message| japanese(message)), "no message beside the field: {described:?} {messages:?}");
    let id = control.get("id").cloned().unwrap_or_else(|| format!("f-{field}"));
    let summary = answer.texts(&format!("[role=alert] a[href=\"#{id}\"], [role=alert] a[href=\"#f-{field}\"]"))?;
    ensure!(summary.iter().any(|line| messages.contains(line)), "the summary says {summary:?}, the field {messages:?}");
    Ok(())
}

fn japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ん').contains(&c)) && text.ends_with(['。', '？', '：']) || text.contains("例：")
}

/// After everything, the draft still has what was typed last.
fn kept(counter: &Visitor, draft: &str, section: &str, field: &str, kind: Kind) -> anyhow::Result<()> {
    if !matches!(kind, Kind::Kana | Kind::Date | Kind::Postal | Kind::Phone | Kind::Yen | Kind::Count | Kind::Disease) {
        return Ok(());
    }
    let address = format!("{draft}/{section}");
    let form = counter.get(&address)?.form(&address)?;
    let last = kind.refused().pop();
    ensure!(form.value(field) == last.as_deref(), "the draft has {:?}, typed was {last:?}", form.value(field));
    Ok(())
}

/// The page of answers names everything that stands in the way, and each line leads to its field.
pub fn answers_lead_to_fields(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    let check = counter.get(&format!("{draft}/check"))?;
    let links: Vec<String> = check.links()?.into_iter().filter(|link| link.starts_with(&draft) && link.contains('#')).collect();
    ensure!(links.len() >= 10, "an empty draft lacks only {links:?}");
    for link in &links {
        let (address, id) = link.split_once('#').context("fragment")?;
        ensure!(counter.get(address)?.attributes(&format!("[id=\"{id}\"]"))?.is_some(), "{link} leads to no field");
    }
    // What cannot be received is not received either when it is asked for.
    let mut form = check.form(&format!("{draft}/receive"))?;
    form.fields.retain(|(name, _)| name.starts_with('_'));
    let answer = counter.send(&form)?;
    ensure!(
        answer.status == 422 && answer.path == format!("{draft}/receive"),
        "an empty draft: {} at {}",
        answer.status,
        answer.path
    );
    Ok(())
}

/// H31.5.1 and S64.1.8 offer the day that was meant; accepting it puts it into the field.
pub fn dates(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    for (text, meant) in [(NO_DATES[0], Some("令和元年5月1日")), (NO_DATES[1], Some("平成元年1月8日")), (NO_DATES[2], None)]
    {
        let form = filled(counter, &draft, "child")?.with("child_birth_date", text);
        let answer = counter.send(&form)?;
        refused(&answer, "child_birth_date", text, Kind::Date)?;
        let offered = answer.attributes("button[value^=\"accept:child_birth_date=\"]")?;
        let Some(meant) = meant else {
            ensure!(offered.is_none(), "{text} offers {offered:?}");
            continue;
        };
        let offered = offered.with_context(|| format!("{text} offers nothing"))?;
        ensure!(offered.get("value").is_some_and(|value| value.ends_with(meant)), "{text} offers {offered:?}");
        let accepted = counter.send(&answer.form(&format!("{draft}/child"))?.with("next", &offered["value"]))?;
        ensure!(accepted.status == 200, "accepting answered {}", accepted.status);
        let form = accepted.form(&format!("{draft}/child"))?;
        ensure!(form.value("child_birth_date") == Some(meant), "accepted, the field has {:?}", form.value("child_birth_date"));
    }
    Ok(())
}

/// Script and SQL in a name or a remark are only letters.
pub fn shown_as_text(counter: &Visitor) -> anyhow::Result<()> {
    for text in [SCRIPT, SQL, "表ソ能―～∥－¢£¬", "{{ 7*7 }} ${7*7} %s %n", "=1+1", "../../etc/passwd"] {
        let typed =
            sample().with("child", "child_name", text).with("wishes", "note", text).with("opinions", "opinion1_physician", text);
        let draft = typed.type_in(counter)?;
        for page in ["", "/child", "/wishes", "/check"] {
            let page = counter.get(&format!("{draft}{page}"))?;
            ensure!(page.status == 200, "{text}: {} at {}", page.status, page.path);
            ensure!(
                !page.body.contains("<script>alert") && !page.body.contains("<img src=x"),
                "{text} is not escaped at {}",
                page.path
            );
        }
        let check = counter.get(&format!("{draft}/check"))?;
        ensure!(
            check.text().contains(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
            "{text} is not shown as typed: {}",
            check.start()
        );
    }
    Ok(())
}

/// What people type is understood, and said back as it was understood.
pub fn normalised(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    for (section, field, text, echoed) in [
        ("household", "member1_levy", "68,400", "68,400円"),
        ("household", "member1_levy", "６８，４００円", "68,400円"),
        ("household", "member1_levy", "¥1,234,567", "1,234,567円"),
        ("household", "guardian_income", "800000", "800,000円"),
        ("applicant", "application_date", "Ｒ８．４．１", "令和8年4月1日"),
        ("applicant", "application_date", "5080401", "令和8年4月1日"),
        ("applicant", "application_date", "20260401", "令和8年4月1日"),
        ("applicant", "application_date", "8.4.1", "令和8年4月1日"),
        ("applicant", "applicant_kana", "ｼｹﾝ ﾀﾛｳ", "シケン タロウ"),
        ("child", "child_kana", "しけん　かなた", "シケン カナタ"),
    ] {
        let form = filled(counter, &draft, section)?.with(field, text);
        let answer = counter.send(&form)?;
        if answer.status != 200 || answer.path.ends_with(section) {
            bail!("{field} = {text} was not taken: {} {}", answer.status, answer.start());
        }
        let page = counter.get(&format!("{draft}/{section}"))?;
        ensure!(page.form(&format!("{draft}/{section}"))?.value(field) == Some(text), "{field} = {text} is not kept as typed");
        let echo = page.texts(&format!("[id=\"f-{field}-echo\"]"))?.join(" ");
        ensure!(echo.contains(echoed), "{field} = {text} is said back as {echo:?}, not {echoed}");
    }
    Ok(())
}
