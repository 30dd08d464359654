//! Random commands over families, with right and wrong hands, in right and wrong order, against a model that knows nothing of the program. Both must
//! agree on what is refused and on the cap of every day of every child; what was recorded must be lawful to the eyes of `verify`, and folding
//! it again must give the same state. A difference names its seed.
//!
//! The gate plays 15,000 commands; `DAICHO_MODEL_COMMANDS=100000 cargo test -p casework --test model` is the long run, and `DAICHO_MODEL_SEED`
//! another one.

#![expect(clippy::unwrap_used, reason = "what cannot be built is a failed test")]

mod chance;
mod families;
mod reference;

use std::collections::BTreeMap;

use casework::Fact;
use casework::application::Application;
use casework::award::Award;
use casework::history::{Histories, Standing};
use casework::rules::Masters;
use casework::story::World;
use cqrs_es::Aggregate as _;
use events::Event;
use events::master::RowAdopted;
use uuid::Uuid;

use families::Prefecture;
use reference::Fault;

const COMMANDS: u64 = 15_000;
/// Then a new prefecture begins.
const COMMANDS_EACH: u64 = 500;

fn chosen(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn masters() -> Masters {
    let rows: Vec<RowAdopted> = schema::masters::shipped().unwrap().into_iter().map(RowAdopted::from).collect();
    Masters::from_rows(rows.iter().map(|row| (0, row))).unwrap()
}

/// Plays so many commands; the first difference, with the seed that leads to it.
fn run(seed: u64, commands: u64, fault: Fault) -> Result<BTreeMap<&'static str, [u64; 2]>, String> {
    let masters = masters();
    let mut counts: BTreeMap<&'static str, [u64; 2]> = BTreeMap::new();
    let mut left = commands;
    let mut round = 0;
    while left > 0 {
        let here = left.min(COMMANDS_EACH);
        let mut prefecture = Prefecture::new(seed.wrapping_add(round), World::new(masters.clone()), fault);
        for at in 0..here {
            let (act, done) = prefecture
                .step()
                .map_err(|difference| format!("seed {}, command {at}: {difference}", seed.wrapping_add(round)))?;
            counts.entry(act).or_default()[usize::from(done)] += 1;
        }
        let world = prefecture.finish().map_err(|difference| format!("seed {}: {difference}", seed.wrapping_add(round)))?;
        lawful_and_repeatable(&world).map_err(|difference| format!("seed {}: {difference}", seed.wrapping_add(round)))?;
        left -= here;
        round += 1;
    }
    Ok(counts)
}

/// Every event could have come about where it stands, and the events alone give the state.
fn lawful_and_repeatable(world: &World) -> Result<(), String> {
    let mut histories = Histories::default();
    let mut applications: BTreeMap<Uuid, Application> = BTreeMap::new();
    let mut awards: BTreeMap<Uuid, Award> = BTreeMap::new();
    for (at, told) in world.log().iter().enumerate() {
        let standing = Standing { stream: told.stream, who: &told.who, on: told.on };
        histories.follow(&told.event, standing).map_err(|why| format!("event {at} {}: {why}", told.event.event_type()))?;
        let by = told.who.id;
        match &told.event {
            Event::Application(event) => {
                applications.entry(told.stream).or_default().apply(Fact { event: event.clone(), by });
            }
            Event::Award(event) => awards.entry(told.stream).or_default().apply(Fact { event: event.clone(), by }),
            _ => {}
        }
    }
    let same = world.applications().all(|(id, application)| applications.remove(&id.0).as_ref() == Some(application))
        && world.awards().all(|(id, award)| awards.remove(&id.0).as_ref() == Some(award));
    if same && applications.is_empty() && awards.is_empty() { Ok(()) } else { Err("replay gives another state".to_owned()) }
}

#[test]
fn program_and_model_agree_on_every_day_of_every_person() {
    let (seed, commands) = (chosen("DAICHO_MODEL_SEED", 20_261_123), chosen("DAICHO_MODEL_COMMANDS", COMMANDS));
    let counts = run(seed, commands, Fault::None).unwrap_or_else(|difference| panic!("{difference}"));
    println!("act: refused, done");
    for (act, [refused, done]) in &counts {
        println!("{act}: {refused}, {done}");
    }
    let total: u64 = counts.values().flatten().sum();
    assert_eq!(total, commands);
    if commands >= 10_000 {
        let idle: Vec<_> = counts.iter().filter(|(_, [refused, done])| *refused == 0 || *done == 0).collect();
        assert!(idle.is_empty(), "neither always done nor always refused: {idle:?}");
    }
}

/// The comparison finds a yen and a day.
#[test]
fn a_model_that_is_wrong_by_a_yen_or_a_day_is_found_out() {
    for fault in [Fault::Bound, Fault::Day] {
        let found = run(7, 6_000, fault);
        assert!(found.as_ref().is_err_and(|difference| difference.contains("seed")), "{fault:?}: {found:?}");
    }
}
