//! The process and the database are killed while staff work: nothing that was acknowledged is lost, nothing is there twice, and a form sent
//! again gets the answer it would have got.

mod account;
mod crowd;
mod exchange;
mod load;
mod phases;
mod poison;
mod printing;
mod rounds;
mod study;
mod workers;

use std::time::Instant;

use acceptance::{Demo, PATIENCE, Parts, Visitor};
use anyhow::{bail, ensure};

use account::lost_or_doubled;
use load::{Done, Load};

const STAFF: [&str; 4] = ["counter1", "counter2", "counter3", "counter4"];

#[test]
fn nothing_acknowledged_is_lost() -> anyhow::Result<()> {
    let mut demo = Demo::start(0)?;
    let staff = STAFF.map(|login| Visitor::signed_in(&demo, login)).into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut parts = Parts::default();
    parts.part("kill -9 of the process during load", || process_killed(&mut demo, &staff));
    let staff: Vec<Visitor> = staff.iter().map(|one| one.at(&demo.url)).collect();
    parts.part("kill -9 of PostgreSQL during load", || server_killed(&demo, &staff));
    parts.part("kill -9 of PostgreSQL while many append at once", || crowd::of_sixty_four(&demo));
    parts.part("kill -9 of a rebuild in each of its phases", || phases::each_phase(&demo));
    parts.part("kill -9 at random moments", || rounds::all(&mut demo, &staff));
    parts.part("four workers share", || workers::share(&demo));
    parts.part("an event that cannot be read", || poison::two_operators_skip_it(&demo));
    parts.verdict(&demo.log())
}

#[test]
fn rows_that_differ_go_live_by_two_operators() -> anyhow::Result<()> {
    exchange::by_two(&Demo::start(2)?)
}

#[test]
fn a_study_that_is_killed_is_done_by_the_next_worker() -> anyhow::Result<()> {
    study::done_by_another(&Demo::start(3)?)
}

#[test]
fn a_print_run_whose_worker_is_killed_is_rendered_once() -> anyhow::Result<()> {
    let demo = Demo::start(20)?;
    printing::rendered_once(&demo)?;
    whole(&demo)
}

fn process_killed(demo: &mut Demo, staff: &[Visitor]) -> anyhow::Result<()> {
    let load = Load::begin(staff, false);
    load.wait_for(12, PATIENCE)?;
    demo.kill()?;
    let work = load.end();
    ensure!(work.failures.len() >= staff.len(), "the kill did not reach everybody at work: {:?}", work.failures);

    let began = Instant::now();
    demo.start_again(0)?;
    println!(
        "up again after {:.1} s with {} acknowledged acts, {} forms without answer",
        began.elapsed().as_secs_f64(),
        work.done.len(),
        work.unanswered.len()
    );
    account(demo, &work.done)?;

    // The browser was left without answer: the same form is sent once more.
    let mut all = work.done.clone();
    for sent in work.unanswered {
        all.push(sent.again(&demo.url)?);
    }
    for done in &work.done {
        let answer = done.sent.again(&demo.url)?;
        ensure!(
            answer.location == done.location,
            "sent again, {} leads to {}, first to {}",
            done.sent.form.action,
            answer.location,
            done.location
        );
    }
    account(demo, &all)?;
    whole(demo)
}

fn server_killed(demo: &Demo, staff: &[Visitor]) -> anyhow::Result<()> {
    let cluster = demo.cluster()?;
    let load = Load::begin(staff, true);
    load.wait_for(8, PATIENCE)?;
    let before = load.count();
    let killed = cluster.kill_server()?;
    let began = Instant::now();
    let outcome = load.wait_for(load.count().max(before) + 2 * staff.len(), PATIENCE);
    let stood_still = began.elapsed();
    let work = load.end();
    outcome?;
    let (now, _) = cluster.server()?;
    // Another process: the kill took place. Whether anybody noticed depends on how fast the new one is there.
    ensure!(now != killed, "the server {killed} was not killed");
    println!(
        "{} acts within {:.1} s after the kill, {} of {} requests failed meanwhile",
        work.done.len() - before,
        stood_still.as_secs_f64(),
        work.failures.len(),
        work.done.len()
    );
    account(demo, &work.done)?;
    for done in &work.done {
        let answer = done.sent.again(&demo.url)?;
        ensure!(
            answer.location == done.location,
            "sent again, {} leads to {}, first to {}",
            done.sent.form.action,
            answer.location,
            done.location
        );
    }
    account(demo, &work.done)?;
    whole(demo)
}

pub(crate) fn account(demo: &Demo, done: &[Done]) -> anyhow::Result<()> {
    let wrong = lost_or_doubled(&demo.replay(&[])?, done);
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{} of {} acknowledged acts:\n{}", wrong.len(), done.len(), wrong.join("\n"))
}

pub(crate) fn whole(demo: &Demo) -> anyhow::Result<()> {
    let (code, output, errors) = demo.run(&["verify"])?;
    ensure!(code == 0, "verify ended with {code}: {output}{errors}");
    Ok(())
}
