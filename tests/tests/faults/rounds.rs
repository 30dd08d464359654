//! R-ES-5, R-OPS-12: worker, server, PostgreSQL or a rebuild are killed at random moments while staff work: nothing acknowledged is lost,
//! nothing is there twice, live rows equal rebuilt ones. 20 rounds; the long run sets `DAICHO_FAULT_ROUNDS=200`. `DAICHO_FAULT_SEED`
//! repeats one.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use acceptance::{Demo, PATIENCE, Visitor};
use anyhow::{Context, ensure};

use super::load::{Done, Load};
use super::phases::{Rebuilding, all_equal};
use super::{account, whole};

const ROUNDS: u64 = 20;
/// A fault comes within this time after the work of a round began.
const LATEST: u64 = 1_500;
/// So often everything that was acknowledged so far is looked for in the log.
const ACCOUNT_EVERY: u64 = 10;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Victim {
    Worker,
    Rebuild,
    Server,
    PostgreSql,
}

/// Numbers that look random and come again with the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }
}

fn number(name: &str, otherwise: u64) -> anyhow::Result<u64> {
    std::env::var(name).map_or(Ok(otherwise), |text| text.parse().with_context(|| format!("{name} is no number")))
}

/// All rounds.
pub fn all(demo: &mut Demo, staff: &[Visitor]) -> anyhow::Result<()> {
    let (rounds, seed) = (number("DAICHO_FAULT_ROUNDS", ROUNDS)?, number("DAICHO_FAULT_SEED", 20_261_124)?);
    let (mut dice, began, mut killed) = (Dice(seed), Instant::now(), BTreeMap::new());
    let (mut staff, mut done): (Vec<Visitor>, Vec<Done>) = (staff.iter().map(|one| one.at(&demo.url)).collect(), Vec::new());
    for round in 1..=rounds {
        let victim = [Victim::Worker, Victim::Rebuild, Victim::Server, Victim::PostgreSql][usize::try_from(round % 4)?];
        let again = one(demo, &mut staff, victim, &mut dice, &mut done)
            .with_context(|| format!("round {round} of seed {seed}: {victim:?}"))?;
        *killed.entry(victim).or_insert(0) += u64::from(again);
        if round % ACCOUNT_EVERY == 0 || round == rounds {
            account(demo, &done).with_context(|| format!("after round {round} of seed {seed}"))?;
            println!(
                "{round} rounds in {:.0} s, {} acknowledged acts, killed {killed:?}",
                began.elapsed().as_secs_f64(),
                done.len()
            );
        }
    }
    // A rebuild may be faster than its fault; the others are always hit.
    let hit: u64 = killed.values().sum();
    ensure!(hit >= rounds * 3 / 4, "only {hit} of {rounds} faults took place");
    whole(demo)
}

/// One round; whether the fault took place.
fn one(demo: &mut Demo, staff: &mut Vec<Visitor>, victim: Victim, dice: &mut Dice, done: &mut Vec<Done>) -> anyhow::Result<bool> {
    let load = Load::begin(staff, victim != Victim::Server);
    let rebuilding = Rebuilding::start(demo, "--all")?;
    std::thread::sleep(Duration::from_millis(dice.below(LATEST)));
    let mut hit = true;
    match victim {
        Victim::Worker => kill(worker_of(demo)?)?,
        Victim::Rebuild => hit = rebuilding.kill()?,
        Victim::Server => {
            demo.kill()?;
            let work = load.end();
            demo.start_again(0)?;
            *staff = staff.iter().map(|one| one.at(&demo.url)).collect();
            done.extend(work.done);
            for sent in work.unanswered {
                done.push(sent.again(&demo.url)?);
            }
            return all_equal(demo).map(|()| hit);
        }
        Victim::PostgreSql => {
            let killed = demo.cluster()?.kill_server()?;
            let began = Instant::now();
            while demo.cluster()?.server().map_or(true, |(now, _)| now == killed) {
                ensure!(began.elapsed() < PATIENCE, "PostgreSQL did not come back");
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
    // Work goes on after the fault.
    let outcome = load.wait_for(load.count() + staff.len(), PATIENCE);
    done.extend(load.end().done);
    outcome?;
    all_equal(demo).map(|()| hit)
}

/// Kills a process as a power cut would.
pub fn kill(pid: u32) -> anyhow::Result<()> {
    ensure!(Command::new("kill").args(["-KILL", &pid.to_string()]).status()?.success(), "no process {pid} to kill");
    Ok(())
}

/// The worker is a child of the demo; after a fault the demo starts it again within a second.
pub fn worker_of(demo: &Demo) -> anyhow::Result<u32> {
    let began = Instant::now();
    loop {
        let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", demo.pid())).unwrap_or_default();
        let others = std::fs::read_dir(format!("/proc/{}/task", demo.pid())).into_iter().flatten().flatten();
        let all = others.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok()).collect::<String>();
        for pid in children.split_whitespace().chain(all.split_whitespace()) {
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            if words.split(|byte| *byte == 0).any(|word| word == b"work") {
                return Ok(pid.parse()?);
            }
        }
        ensure!(began.elapsed() < PATIENCE, "the demo has no worker");
        std::thread::sleep(Duration::from_millis(100));
    }
}
