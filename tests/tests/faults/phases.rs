//! R-ES-5: a rebuild is killed while a lock holds it fast in each of its phases. The next one takes over or begins again, live rows equal
//! rebuilt ones, and no certificate was made by either.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use acceptance::cluster::Cluster;
use acceptance::demo::program;
use acceptance::{Demo, PATIENCE};
use anyhow::{Context, bail, ensure};
use serde_json::Value;

/// A lock on a table of the read model that is rebuilt keeps the rebuild from touching it.
const CLOSED: &str = "LOCK TABLE read.worklist_steps IN ACCESS EXCLUSIVE MODE";
/// A reader is only in the way of an exchange.
const READ: &str = "LOCK TABLE read.worklist_steps IN ACCESS SHARE MODE";
const RUN: &str = "SELECT FROM es.rebuilds WHERE projection = 'worklist' AND ended_at IS NULL FOR UPDATE";
const CURSOR: &str = "SELECT FROM es.cursors WHERE projection = 'worklist' FOR UPDATE";

/// `daicho rebuild` as a process.
pub struct Rebuilding(Child);

impl Rebuilding {
    /// Starts it; `what` is a read model or `--all`.
    pub fn start(demo: &Demo, what: &str) -> anyhow::Result<Self> {
        let child = Command::new(program()?)
            .args(["rebuild", what, "--json", "--data"])
            .arg(&demo.data)
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }

    /// Kills it; false where it had ended by itself.
    pub fn kill(mut self) -> anyhow::Result<bool> {
        use std::os::unix::process::ExitStatusExt as _;
        self.0.kill()?;
        Ok(self.0.wait()?.signal() == Some(9))
    }
}

/// Rebuilds everything; what each read model came to, all of them equal to the live one.
pub fn all_equal(demo: &Demo) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let (code, output, errors) = demo.run(&["rebuild", "--all", "--json"])?;
        if code == 0 {
            for line in output.lines() {
                let told: Value = serde_json::from_str(line)?;
                let differences = told["differences"].as_array().with_context(|| format!("not compared: {line}"))?;
                ensure!(differences.is_empty() && told["swap_ms"].is_number(), "live differs from rebuilt: {line}");
            }
            return Ok(());
        }
        // The lease of a process that was killed ends after three seconds; a database that was killed is up again as fast.
        ensure!(matches!(code, 69 | 75) && began.elapsed() < PATIENCE, "rebuild ended with {code}: {output}{errors}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Waits until a query counts something.
pub fn wait_until(cluster: &Cluster, what: &str, query: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    while cluster.number(query)? == 0 {
        if began.elapsed() > PATIENCE {
            bail!("it never came about that {what}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn in_phase(phase: &str) -> String {
    format!("select count(*) from es.rebuilds where projection = 'worklist' and ended_at is null and phase = '{phase}'")
}

fn certificates(cluster: &Cluster) -> anyhow::Result<i64> {
    cluster.number(
        "select (select count(*) from es.events where event_type like 'certificate.%') + (select count(*) from es.artifacts)",
    )
}

/// Every phase, one after the other.
pub fn each_phase(demo: &Demo) -> anyhow::Result<()> {
    const WAITS: &str = "select count(*) from pg_stat_activity where application_name = 'daicho projector' and wait_event_type = 'Lock' \
                         and query ~ 'read_next'";
    const BEGINS: &str = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'begin_rebuild'";
    const TURNS: &str = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'turn_rebuild'";
    const COMPARES: &str =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ '^SELECT count.* FILTER .WHERE r.'";
    const SWAPS: &str =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ '^LOCK TABLE read.\"worklist'";
    let cluster = demo.cluster()?;
    let before = certificates(&cluster)?;
    all_equal(demo)?;

    let held = cluster.hold(CURSOR)?;
    let rebuilding = Rebuilding::start(demo, "worklist")?;
    wait_until(&cluster, "it begins", BEGINS)?;
    ensure!(cluster.number(&in_phase("folding"))? == 0 && rebuilding.kill()?, "it was not killed before it began");
    drop(held);
    all_equal(demo)?;

    let held = cluster.hold(CLOSED)?;
    let rebuilding = Rebuilding::start(demo, "worklist")?;
    wait_until(&cluster, "it folds", &in_phase("folding"))?;
    wait_until(&cluster, "its tables wait", WAITS)?;
    ensure!(rebuilding.kill()?, "it was not killed while it folded");
    drop(held);
    all_equal(demo)?;

    // The tables stand, with their indexes; that they do is not written down yet.
    let closed = cluster.hold(CLOSED)?;
    let rebuilding = Rebuilding::start(demo, "worklist")?;
    wait_until(&cluster, "it folds", &in_phase("folding"))?;
    let run = cluster.hold(RUN)?;
    drop(closed);
    wait_until(&cluster, "its tables stand", TURNS)?;
    ensure!(cluster.number(&in_phase("folding"))? == 1 && rebuilding.kill()?, "it was not killed when its tables stood");
    drop(run);
    all_equal(demo)?;

    // It catches up and compares.
    let closed = cluster.hold(CLOSED)?;
    let rebuilding = Rebuilding::start(demo, "worklist")?;
    wait_until(&cluster, "it folds", &in_phase("folding"))?;
    let run = cluster.hold(RUN)?;
    drop(closed);
    wait_until(&cluster, "its tables stand", TURNS)?;
    let closed = cluster.hold(CLOSED)?;
    drop(run);
    wait_until(&cluster, "it compares", COMPARES)?;
    ensure!(cluster.number(&in_phase("catching_up"))? == 1 && rebuilding.kill()?, "it was not killed while it compared");
    drop(closed);
    all_equal(demo)?;

    let held = cluster.hold(READ)?;
    let rebuilding = Rebuilding::start(demo, "worklist")?;
    wait_until(&cluster, "it exchanges", SWAPS)?;
    ensure!(cluster.number(&in_phase("catching_up"))? == 1 && rebuilding.kill()?, "it was not killed at the exchange");
    drop(held);
    all_equal(demo)?;
    ensure!(certificates(&cluster)? == before, "a rebuild made certificates");
    Ok(())
}
