//! A simulated year of a prefecture: the same plan plays the same year, nothing in it is unlawful, and at its end every statistic, list and
//! reconciliation of the read models agrees with a count that knows nothing of them.
//!
//! [`count`] reads the stored events as text, one after the other, with no types of the program; [`compare`] asks the read models the same
//! questions. What the events hold sealed (birth date, sex) comes from the census of the generator.

mod compare;
mod count;

use std::collections::BTreeSet;

use casework::history::{Histories, Standing};
use casework::rules::Masters;
use events::Log;
use events::master::RowAdopted;
use sqlx::PgPool;
use store::Role;

use super::stage::parts;
use crate::Acts;
use crate::seeding::year::{Deed, Year, YearPlan, digest, seed_year};
use count::Counted;

/// 1,200 awards.
const PLAN: YearPlan = YearPlan { families: 850, seed: 41, fiscal_year: 2025 };
/// A tenth of it.
const SMALL: YearPlan = YearPlan { families: 90, ..PLAN };

fn masters() -> Masters {
    let rows: Vec<RowAdopted> = schema::masters::shipped().unwrap().into_iter().map(RowAdopted::from).collect();
    Masters::from_rows(rows.iter().map(|row| (0, row))).unwrap()
}

fn played(plan: YearPlan) -> (Vec<Deed>, Vec<String>) {
    let mut year = Year::new(plan, masters(), 0).unwrap();
    let mut all = Vec::new();
    while let Some((_, deeds)) = year.day().unwrap() {
        all.extend(deeds);
    }
    (all, year.refused().to_vec())
}

#[test]
fn the_same_seed_plays_the_same_year_and_another_seed_another() {
    let (first, refused) = played(SMALL);
    let of = |deeds: &[Deed]| digest(deeds).unwrap();
    assert_eq!(of(&first), of(&played(SMALL).0));
    assert_ne!(of(&first), of(&played(YearPlan { seed: 42, ..SMALL }).0));
    assert_ne!(of(&first), of(&first[1..]), "a deed less is another year");
    // What was tried and could not be is part of a year; most of what was tried could.
    assert!(refused.len() * 50 < first.len(), "{} of {} refused: {refused:#?}", refused.len(), first.len());
}

#[test]
fn everything_in_it_could_have_come_about() {
    let (deeds, _) = played(SMALL);
    let mut histories = Histories::default();
    let mut kinds = BTreeSet::new();
    for (id, told) in deeds.iter().flat_map(|deed| &deed.told) {
        kinds.insert(told.event.event_type());
        let standing = Standing { stream: told.stream, who: &told.who, on: told.on };
        let lawful = histories.follow(&told.event, standing);
        assert!(lawful.is_ok(), "{id} {} on {}: {lawful:?}", told.event.event_type(), told.on);
    }
    for kind in [
        "application.approved",
        "application.board_heard",
        "application.returned_for_correction",
        "award.ended",
        "campaign.guided",
        "certificate.issued",
        "letter.issued",
        "master.row_adopted",
        "notice.settled",
        "print_run.closed",
        "print_run.posted",
        "sitting.closed",
    ] {
        assert!(kinds.contains(kind), "{kind} does not happen: {kinds:?}");
    }
    let mut ahead = deeds.windows(2).filter(|pair| pair[1].at < pair[0].at);
    assert!(ahead.next().is_none(), "a deed is recorded before the one before it");
}

/// The year in a database of its own, its events as text and its read models.
async fn poured(test: &PgPool, plan: YearPlan) -> (Acts, Counted, PgPool) {
    let acts = Acts::new(parts(test, true).await);
    let poured = seed_year(&acts, plan).await.unwrap();
    println!("{} refused of {}", poured.refused.len(), poured.seeded.position - poured.before);
    let projector = store::connect_with((*test.connect_options()).clone(), Role::Projector, 4).await.unwrap();
    let all = store::page(&projector, Log::Casework, 0, i64::from(i32::MAX)).await.unwrap();
    let lines = all.iter().map(count::Line::of).collect();
    let told: Vec<store::Told> = all.into_iter().map(store::Told::from).collect();
    let mut conn = projector.acquire().await.unwrap();
    for projection in projections::all() {
        let streams = projection.streams();
        let handled: Vec<store::Told> =
            told.iter().filter(|one| streams.contains(&one.recorded.stream_type.as_str())).cloned().collect();
        if projection.log() == Log::Casework && compare::READ.contains(&projection.name()) {
            for batch in handled.chunks(2_000) {
                store::apply(&mut conn, projection.as_ref(), batch).await.unwrap();
            }
        }
    }
    drop(conn);
    let pool = acts.pool().clone();
    (acts, Counted::of(lines, &poured.census), pool)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn at_its_end_everything_agrees_with_a_count_over_the_events(test: PgPool) {
    let (acts, counted, pool) = poured(&test, PLAN).await;
    assert!(counted.granted() >= 1_200, "{} awards", counted.granted());
    let answers = compare::Answers::read(&acts, &pool, PLAN, &counted).await;
    let known = counted.position_on(PLAN.reform().yesterday().unwrap());
    println!("{} figures", answers.len());
    assert!(answers.len() > 2_000, "only {} figures are compared", answers.len());
    let differences = answers.differences(PLAN, &counted, known);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // The law of 1 July and the merger of 1 October left their marks.
    assert!(counted.periods().len() > 1, "one standard period only: {:?}", counted.periods());
    assert!(counted.moved() > 0, "no open case went to the office that took over");

    // Whatever is left out or changed is named.
    for (fault, named) in count::FAULTS {
        let found = answers.differences(PLAN, &counted.with(fault), known);
        assert!(found.iter().any(|difference| difference.contains(named)), "{fault:?} is not found: {found:?}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pouring_again_finds_what_stands(test: PgPool) {
    let acts = Acts::new(parts(&test, true).await);
    let plan = YearPlan { families: 12, ..PLAN };
    let first = seed_year(&acts, plan).await.unwrap();
    let again = seed_year(&acts, plan).await.unwrap();
    assert_eq!((again.before, again.seeded.position), (first.before, first.seeded.position));
    assert_eq!(again.census, first.census);
}
