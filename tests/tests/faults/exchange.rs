//! The comparison of rebuilds can fail; and rows that differ go live by the word of two operators who signed in, on the command line, too.

use acceptance::{Demo, PASSWORD};
use anyhow::{Context as _, ensure};

use crate::phases::all_equal;
use crate::poison::expect;

const WRONG: &str =
    "SET ROLE es_projector; DELETE FROM read.worklist_cases WHERE ctid = (SELECT min(ctid) FROM read.worklist_cases)";
const CASES: &str = "select count(*) from read.worklist_cases";

/// A wrong row is found, waits, and is mended by two.
pub fn by_two(demo: &Demo) -> anyhow::Result<()> {
    let cluster = demo.cluster()?;
    all_equal(demo)?;
    let right = cluster.number(CASES)?;
    cluster.execute(WRONG)?;
    let still_wrong = || anyhow::Ok(cluster.number(CASES)? == right - 1);
    let swap = |login: &str, password: &str, wanted| {
        let why = ["--why", "欠けた行を確かめた"];
        expect(demo, &[&["rebuild", "worklist", "--swap", "--login", login][..], &why].concat(), password, wanted)
    };

    // Whoever was at the machine did not sign in: found, but nobody can know who a second person would be.
    let found = expect(demo, &["rebuild", "worklist", "--json"], "", 75)?;
    ensure!(found.contains("worklist_cases"), "a row that was deleted by hand was not found: {found}");
    expect(demo, &["rebuild", "worklist", "--swap"], "", 64)?;
    let refused = swap("operator2", PASSWORD, 65)?;
    ensure!(refused.contains("だれが作り直したか") && still_wrong()?, "{refused}");

    // Signed in, and decided on by another.
    expect(demo, &["rebuild", "worklist", "--login", "operator1"], "chigau", 65)?;
    let found = expect(demo, &["rebuild", "worklist", "--login", "operator1"], PASSWORD, 75)?;
    ensure!(found.contains("ほかの運用の担当者"), "{found}");
    swap("operator2", "chigau", 65)?;
    swap("operator1", PASSWORD, 65)?;
    swap("counter1", PASSWORD, 65)?;
    ensure!(still_wrong()?, "the wrong rows were exchanged by one person alone");
    swap("operator2", PASSWORD, 0)?;
    ensure!(cluster.number(CASES)? == right, "the rows were not exchanged");
    all_equal(demo)?;

    // Both stand in the log, with the change request.
    let (begun, asked) = (demo.replay(&["--type", "read_model.begun"])?, demo.replay(&["--type", "operation.requested"])?);
    let asked = asked.last().context("the decision is not in the log")?;
    let built = begun.iter().rfind(|event| event["actor"]["role"] == "operator").context("nobody signed in for it")?;
    ensure!(asked["payload"]["task"] == "exchange" && asked["metadata"].to_string().contains("C-2026-0007"), "{asked}");
    ensure!(asked["actor"]["id"] != built["actor"]["id"] && asked["actor"]["role"] == "operator", "{asked} {built}");
    Ok(())
}
