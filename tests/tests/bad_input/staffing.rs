//! The forms of accounts and of one's own password: what is wrong is told beside its field, and nothing is proposed, given or changed.

use acceptance::{Demo, Visitor};
use anyhow::{Context as _, ensure};

use crate::lists::{Wrong, try_all};
use crate::unchanged;
use crate::values::{CONTROL, SCRIPT, SQL};

fn texts<'a>(field: &'a str, texts: &[&'a str], rest: &'a [(&'a str, &'a str)]) -> Vec<Wrong<'a>> {
    texts.iter().map(|text| Wrong { field, text, rest }).collect()
}

/// Each form about an account.
pub fn forms_of_accounts(demo: &Demo) -> anyhow::Result<()> {
    let administrator = Visitor::signed_in(demo, "admin1")?;
    let long = "長".repeat(10_000);
    unchanged(demo, || wrong_proposals(&administrator, &long))?;
    unchanged(demo, || wrong_acts(&administrator, &long))?;
    unchanged(demo, || wrong_passwords(&administrator))
}

fn wrong_proposals(administrator: &Visitor, long: &str) -> anyhow::Result<()> {
    let good = [("name", "例題 新人"), ("role", "checker"), ("office", "00"), ("why", "採用のため。")];
    let mut wrongs = texts("name", &["", CONTROL, long], &good);
    wrongs.extend(texts("role", &["", "program", SCRIPT], &good));
    wrongs.extend(texts("office", &["", "99", SQL], &good));
    wrongs.extend(texts("why", &["", CONTROL, long], &good));
    try_all(administrator, "/accounts", || administrator.get("/accounts/new")?.form("/accounts"), &wrongs)
}

fn wrong_acts(administrator: &Visitor, long: &str) -> anyhow::Result<()> {
    let links = administrator.get("/accounts")?.links()?;
    // The administrator's own page offers none of this.
    let account = |link: &&String| link.strip_prefix("/accounts/").is_some_and(|id| id.len() == 36);
    let offered = |path: &&String| {
        administrator
            .get(path)
            .is_ok_and(|page| page.form(&format!("{path}/end")).is_ok() && page.form(&format!("{path}/suspend")).is_ok())
    };
    let path = links.iter().filter(account).find(offered).context("somebody else's account")?;
    for (act, change, why) in [("suspend", "suspend_change", "suspend_why"), ("end", "end_change", "end_why")] {
        let address = format!("{path}/{act}");
        let good = [(change, "C-2026-0011"), (why, "退職のため。")];
        let mut wrongs = texts(change, &["", "2026-1", SCRIPT, SQL, CONTROL], &good);
        wrongs.extend(texts(why, &["", CONTROL, long], &good));
        try_all(administrator, &address, || administrator.get(path)?.form(&address), &wrongs)?;
    }
    let address = format!("{path}/password");
    let good = [("login", "shinjin9"), ("password_change", "C-2026-0011")];
    let mut wrongs = texts("login", &["auditor1", "見本", "9a", "a b", SQL, long], &good);
    wrongs.extend(texts("password_change", &["", "2026-1", CONTROL], &good));
    try_all(administrator, &address, || administrator.get(path)?.form(&address), &wrongs)
}

fn wrong_passwords(administrator: &Visitor) -> anyhow::Result<()> {
    let known = acceptance::PASSWORD;
    for (typed, new, again) in
        [("", "a-new-password", "a-new-password"), (known, "", ""), (known, "short", "short"), (known, known, known)]
    {
        let form = administrator.get("/password")?.form("/password")?;
        let answer = administrator.send(&form.with_all([("known", typed), ("new", new), ("again", again)]))?;
        ensure!(answer.status == 422, "{new} was answered {}", answer.status);
        ensure!(!answer.body.contains(known) && !answer.body.contains("a-new-password"), "passwords come back");
    }
    Ok(())
}
