//! An impact study is killed while it writes what it found: the worker that lives does it again from the beginning, and comes to what a
//! study without a fault comes to.

use std::fs;
use std::process::{Command, Stdio};

use acceptance::Demo;
use acceptance::demo::program;
use anyhow::{Context, ensure};
use serde_json::Value;

use crate::phases::wait_until;

const WAITS: &str = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'impact_rows'";
const ENDED: &str = "select count(*) from desk.impact_studies where state = 'ended'";
/// Nobody has heard of it for a minute; the test does not wait that long.
const SILENT: &str = "UPDATE desk.impact_studies SET moved_at = moved_at - interval '1 minute' WHERE state = 'running'";

/// Every tier costs more.
const DRAFT: &str = "key,valid_from,valid_to,status,source,general_yen,severe_yen,ventilator_yen,hospital_meal_share
II,2015-01-01,,inferred,案,2250,2250,1500,1/2
III,2015-01-01,,inferred,案,3500,3500,1500,1/2
IV,2015-01-01,,inferred,案,6000,3500,1500,1/2
V,2015-01-01,,inferred,案,11000,6000,1500,1/2
VI,2015-01-01,,inferred,案,16000,11000,1500,1/2
";

/// Killed, and done by another.
pub fn done_by_another(demo: &Demo) -> anyhow::Result<()> {
    let rows = tempfile::tempdir()?;
    fs::write(rows.path().join("caps.csv"), DRAFT)?;
    let rows = rows.path().to_str().context("a path")?;
    let question =
        ["rules", "impact", "--from", "2020-04-01", "--to", "2035-03-31", "--why", "上限月額の案", "--rows", rows, "--json"];
    let cluster = demo.cluster()?;

    let held = cluster.hold("LOCK TABLE desk.impact_rows IN SHARE MODE")?;
    let mut study = Command::new(program()?)
        .args(question)
        .arg("--data")
        .arg(&demo.data)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    wait_until(&cluster, "it writes", WAITS)?;
    study.kill()?;
    study.wait()?;
    drop(held);
    ensure!(cluster.number(ENDED)? == 0, "the study had ended before it was killed");
    cluster.execute(SILENT)?;
    wait_until(&cluster, "the worker has done it", ENDED)?;

    let (code, _, errors) = demo.run(&question)?;
    ensure!(code == 0, "a study without a fault ended with {code}: {errors}");
    let ended: Vec<Value> = demo.replay(&["--type", "impact.ended"])?;
    let [killed, whole] = ended.as_slice() else { anyhow::bail!("{} studies ended", ended.len()) };
    let (killed, whole) = (&killed["payload"], &whole["payload"]);
    ensure!(
        killed["outcome"] == "finished" && killed["totals"]["worse"].as_u64() > Some(0),
        "the draft affects nobody: {killed}"
    );
    ensure!(killed == whole, "{killed} is not {whole}");
    Ok(())
}
