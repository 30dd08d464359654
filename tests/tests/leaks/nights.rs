//! A night is run, and what it found is opened and closed with planted words.

use std::process::Command;

use acceptance::demo::program;
use acceptance::{Demo, Visitor};
use anyhow::{Context, ensure};

use crate::planted::CORRECTION;

/// Runs the night of today and closes one of its tasks.
pub fn look_into(demo: &Demo, checker: &Visitor) -> anyhow::Result<()> {
    let ran = Command::new(program()?).args(["nightly", "--json", "--data"]).arg(&demo.data).output()?;
    ensure!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let found = checker.get_until("/tasks", |page| page.links().is_ok_and(|links| links.iter().any(|link| is_task(link))))?;
    ensure!(checker.get("/tasks/nights")?.status == 200, "no nights");
    let task = found.links()?.into_iter().find(|link| is_task(link)).context("the night found nothing")?;
    let form = checker.get(&task)?.form(&format!("{task}/close"))?;
    let closed = checker.send(&form.with("outcome", "done").with("why", CORRECTION))?;
    ensure!(closed.status == 200, "{}", closed.start());
    let done = checker.get_until("/tasks?state=done", |page| page.links().is_ok_and(|links| links.contains(&task)))?;
    ensure!(done.status == 200 && checker.get(&task)?.text().contains(CORRECTION), "what was said is not shown");
    Ok(())
}

/// The address of one task.
fn is_task(link: &str) -> bool {
    link.strip_prefix("/tasks/").is_some_and(|id| id.len() == 36)
}
