//! R-ES-5: four workers in processes of their own share the read models. One that is killed is made up for within seconds, nothing is
//! applied twice, no certificate is made twice; and how fast one and four of them catch up.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use acceptance::cluster::Cluster;
use acceptance::demo::program;
use acceptance::{Demo, PATIENCE};
use anyhow::{bail, ensure};

use super::phases::all_equal;

const BEHIND: &str =
    "select count(*) from es.cursors as c join es.head as h using (log) where c.position < h.position and c.kept_until is null";
const UNFED: &str =
    "select count(*) from es.cursors where kept_until is null and (lease_until is null or lease_until < clock_timestamp())";
const OWNERS: &str = "select count(distinct owner) from es.cursors where kept_until is null and lease_until > clock_timestamp()";

struct Worker(Child);

impl Worker {
    fn start(demo: &Demo) -> anyhow::Result<Self> {
        let child = Command::new(program()?)
            .args(["work", "--data"])
            .arg(&demo.data)
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(cluster: &Cluster, what: &str, query: &str, wanted: i64) -> anyhow::Result<Duration> {
    let began = Instant::now();
    loop {
        let now = cluster.number(query)?;
        if now == wanted {
            return Ok(began.elapsed());
        }
        if began.elapsed() > PATIENCE {
            bail!("{what}: {now}, not {wanted}, within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Empties all read models and lets whoever is there follow the logs from the beginning; rows of the log a second.
fn catch_up(cluster: &Cluster) -> anyhow::Result<(i64, f64)> {
    // All in one transaction, so that nobody feeds in between; what was kept is of no use any more.
    let empty = "DO $$ DECLARE t text; BEGIN \
                     PERFORM FROM es.cursors FOR UPDATE; \
                     FOR t IN SELECT format('read.%I', relname) FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind = 'r' LOOP \
                         EXECUTE 'TRUNCATE ' || t; \
                     END LOOP; \
                     UPDATE es.cursors SET position = 0, fence = fence + 1, owner = NULL, lease_until = NULL WHERE kept_until IS NULL; \
                     DELETE FROM es.cursors WHERE kept_until IS NOT NULL; \
                 END $$";
    let events = cluster
        .number("select sum(h.position)::bigint from es.cursors as c join es.head as h using (log) where c.kept_until is null")?;
    cluster.execute(empty)?;
    let took = until(cluster, "read models that are behind", BEHIND, 0)?;
    Ok((events, took.as_secs_f64()))
}

/// The whole of it, on the installation of a demo whose own worker is one of them.
pub fn share(demo: &Demo) -> anyhow::Result<()> {
    const CERTIFICATES: &str = "select count(*) from es.events where event_type = 'certificate.issued'";
    let cluster = demo.cluster()?;
    let before = cluster.number(CERTIFICATES)?;
    until(&cluster, "read models that nobody feeds", UNFED, 0)?;
    let (events, alone) = catch_up(&cluster)?;

    let mut workers = (0..3).map(|_| Worker::start(demo)).collect::<anyhow::Result<Vec<_>>>()?;
    until(&cluster, "workers that feed", OWNERS, 4)?;
    let (_, together) = catch_up(&cluster)?;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = |seconds: f64| events as f64 / seconds;
    println!(
        "{events} events applied: 1 worker {:.0}/s, 4 workers {:.0}/s ({:.2} times) on {} processors",
        rate(alone),
        rate(together),
        alone / together,
        std::thread::available_parallelism()?
    );
    until(&cluster, "workers that feed", OWNERS, 4)?;

    let killed = Instant::now();
    drop(workers.pop());
    until(&cluster, "workers that feed", OWNERS, 3)?;
    until(&cluster, "read models that nobody feeds", UNFED, 0)?;
    println!("handed over {:.1} s after the kill", killed.elapsed().as_secs_f64());
    drop(workers);
    until(&cluster, "workers that feed", OWNERS, 1)?;
    until(&cluster, "read models that are behind", BEHIND, 0)?;
    all_equal(demo)?;
    ensure!(cluster.number(CERTIFICATES)? == before, "certificates were made that nobody asked for");
    Ok(())
}
