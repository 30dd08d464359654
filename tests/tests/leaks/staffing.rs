//! Accounts with planted names and reasons: proposed, dropped, confirmed, given a password that its holder replaces, moved, stopped and ended.

use acceptance::{Demo, Page, Visitor};
use anyhow::{Context as _, ensure};

use crate::drive::ok;
use crate::planted::{APPLICANT, CHILD, CORRECTION, LOGIN, PURPOSE, WAIVER};

const NUMBER: &str = "C-2026-0011";
const OWN: &str = "yamabuki-no-hanazono";

/// Drives the screens of accounts; gives back whoever got the new one.
pub fn staff(demo: &Demo, administrator: &Visitor, approver: &Visitor) -> anyhow::Result<Visitor> {
    let blank = || administrator.get("/accounts/new")?.form("/accounts");
    let wrong = administrator.send(&blank()?.with("why", PURPOSE))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let typed = |name: &str| -> anyhow::Result<Page> {
        let form = blank()?.with_all([("name", name), ("role", "checker"), ("office", "00"), ("why", PURPOSE)]);
        let proposed = administrator.send(&form)?;
        ok(&proposed)?;
        Ok(proposed)
    };
    let path_of = |page: &Page| page.path.split('?').next().map(str::to_owned).context("the account");
    let act = |who: &Visitor, path: &str, act: &str, fields: &[(&str, &str)]| {
        let address = format!("{path}/{act}");
        who.send(&who.get(path)?.form(&address)?.with_all(fields.iter().copied()))
    };
    let never = path_of(&typed(APPLICANT)?)?;
    ok(&act(approver, &never, "drop", &[("drop_why", CORRECTION)])?)?;
    let path = path_of(&typed(CHILD)?)?;
    ok(&act(approver, &path, "confirm", &[])?)?;
    let refused = act(administrator, &path, "password", &[("login", LOGIN), ("password_change", WAIVER)])?;
    ensure!(refused.status == 422, "{}", refused.status);
    let given = act(administrator, &path, "password", &[("login", "shinjin1"), ("password_change", NUMBER)])?;
    ok(&given)?;
    let password = given.texts("p.mono")?.first().cloned().context("the password is not shown")?;

    let new = Visitor::new(&demo.url)?;
    let form = new.get("/sign-in")?.form("/sign-in")?.with_all([("login", "shinjin1"), ("password", password.trim())]);
    let first = new.send(&form)?;
    ensure!(first.path.starts_with("/password"), "an initial password opens {}", first.path);
    let chosen = first.form("/password")?.with_all([("known", password.trim()), ("new", OWN), ("again", OWN)]);
    ok(&new.send(&chosen)?)?;

    let moved = [("role", "counter"), ("office", "01"), ("why", CORRECTION)];
    ok(&act(administrator, &path, "grant", &moved)?)?;
    ok(&act(approver, &path, "confirm", &[])?)?;
    ok(&act(administrator, &path, "suspend", &[("suspend_change", NUMBER), ("suspend_why", WAIVER)])?)?;
    let unlock = administrator.get("/accounts")?.form(&format!("{path}/unlock"))?.with("change", NUMBER);
    ok(&administrator.send(&unlock)?)?;
    ok(&act(administrator, &path, "end", &[("end_change", NUMBER), ("end_why", PURPOSE)])?)?;
    ensure!(new.get("/")?.path.starts_with("/sign-in"), "whoever held an ended account still works");
    Ok(new)
}
