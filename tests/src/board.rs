//! The review board over the screens: put before it, on its agenda, heard.

use anyhow::{Context, ensure};

use crate::{Case, Visitor};

/// Today as the program tells it on its first page.
///
/// # Errors
/// When it does not.
pub fn today(who: &Visitor) -> anyhow::Result<String> {
    let told = who.get("/")?.texts("p.lead")?.join(" ");
    let (day, _) = told.split_once('日').with_context(|| format!("no day in {told:?}"))?;
    Ok(format!("{day}日"))
}

/// Puts a case before the board and has a sitting of today say the same of each of its diseases. Gives back the page of the sitting.
///
/// # Errors
/// When a step is refused.
pub fn hear(case: &Case, checker: &Visitor, clerk: &Visitor, verdict: &str, words: &str) -> anyhow::Result<String> {
    case.act(checker, "board", &[("why", words)])?;
    let day = today(clerk)?;
    let scheduled = clerk.get("/sittings")?.form("/sittings")?.with_all([
        ("held_on", day.as_str()),
        ("cut_off_on", day.as_str()),
        ("venue", "県庁"),
        ("members", "見本 委員\n例題 委員"),
    ]);
    let sitting = clerk.send(&scheduled)?;
    ensure!(sitting.status == 200 && sitting.path.len() > "/sittings/".len(), "{} {}", sitting.path, sitting.start());
    let (path, agenda) = (sitting.path.clone(), format!("{}/agenda", sitting.path));
    let fixed = clerk.send(&clerk.get_until(&path, |page| page.has_form(&agenda))?.form(&agenda)?)?;
    let hear = format!("{path}/hear?case={}", case.id());
    ensure!(fixed.has_form(&hear), "the case is not on the agenda: {} {}", fixed.status, fixed.start());
    let form = fixed.form(&hear)?;
    let names: Vec<String> = fixed
        .field_names(&hear)?
        .into_iter()
        .filter(|name| name.starts_with("verdict-") || name.starts_with("remark-"))
        .collect();
    let said = names.iter().map(|name| (name.as_str(), if name.starts_with("verdict-") { verdict } else { words }));
    let heard = clerk.send(&form.with_all(said))?;
    ensure!(heard.status == 200 && heard.hops.len() > 1, "the verdict answered {}: {}", heard.status, heard.start());
    Ok(path)
}
