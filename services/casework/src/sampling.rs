//! Drawing a sample that anybody can draw again (標本抽出): cases stand in the order of SHA-256 over the seed and their id, and the first
//! ones are taken. No generator of random numbers has to be known for it, only a digest.

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::audit::{AuditEvent, Noted, SampleDrawn, Stratum, StratumShare};
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Fact, Refusal};

/// The rank of an id under a seed: SHA-256 of `seed:id`, the seed in decimal, the id as it is written.
pub fn rank(seed: u32, id: impl std::fmt::Display) -> [u8; 32] {
    Sha256::digest(format!("{seed}:{id}")).into()
}

/// The first `size` of a population in the order of their ranks.
pub fn draw<T: std::fmt::Display + Ord + Copy>(mut population: Vec<T>, size: usize, seed: u32) -> Vec<T> {
    population.sort_by_cached_key(|id| (rank(seed, id), *id));
    population.truncate(size);
    population
}

/// How many of each layer: in proportion, the largest remainders first, and from every layer at least one where the size permits.
fn shares(layers: &BTreeMap<String, Vec<Uuid>>, size: usize) -> Vec<usize> {
    let all: usize = layers.values().map(Vec::len).sum();
    let floor = usize::from(size >= layers.len());
    let mut shares: Vec<usize> =
        layers.values().map(|layer| (size * layer.len() / all.max(1)).max(floor).min(layer.len())).collect();
    let remainder = |index: usize, layer: &Vec<Uuid>| (size * layer.len() % all.max(1), usize::MAX - index);
    let mut order: Vec<(usize, &Vec<Uuid>)> = layers.values().enumerate().collect();
    order.sort_by_key(|(index, layer)| std::cmp::Reverse(remainder(*index, layer)));
    while shares.iter().sum::<usize>() < size {
        let before = shares.iter().sum::<usize>();
        for (index, layer) in &order {
            if shares.iter().sum::<usize>() < size && shares[*index] < layer.len() {
                shares[*index] += 1;
            }
        }
        if shares.iter().sum::<usize>() == before {
            break;
        }
    }
    while shares.iter().sum::<usize>() > size {
        let Some(largest) = (0..shares.len()).max_by_key(|index| shares[*index]) else { break };
        shares[largest] -= 1;
    }
    shares
}

/// A decision of the period, with the layer it belongs to (empty where the draw is random).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The case.
    pub case: ApplicationId,
    /// Code of its layer.
    pub layer: String,
}

/// Draw a sample.
#[derive(Clone, PartialEq, Debug)]
pub struct DrawSample {
    /// First day of decision.
    pub from: Date,
    /// Last day of decision.
    pub until: Date,
    /// By what layers; random where there is none.
    pub by: Option<Stratum>,
    /// The seed.
    pub seed: u32,
    /// How many.
    pub size: u32,
    /// Position of the casework log up to which decisions were counted.
    pub known_up_to: i64,
    /// Every decision of the period.
    pub decisions: Vec<Decision>,
    /// 目的.
    pub purpose: FreeText,
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl DrawSample {
    fn drawn(self) -> Result<SampleDrawn, Refusal> {
        let population = small(self.decisions.len());
        if self.size == 0 || self.size > population {
            return Err(Refusal::SampleSize(population));
        }
        let mut layers: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
        for decision in self.decisions {
            layers.entry(decision.layer).or_default().push(decision.case.0);
        }
        let shares = shares(&layers, usize::try_from(self.size).unwrap_or(usize::MAX));
        let mut strata = Vec::with_capacity(layers.len());
        let mut cases = Vec::new();
        for ((code, layer), share) in layers.into_iter().zip(shares) {
            let population = small(layer.len());
            let drawn = draw(layer, share, self.seed);
            strata.push(StratumShare { code, population, drawn: small(drawn.len()) });
            cases.extend(drawn.into_iter().map(ApplicationId));
        }
        Ok(SampleDrawn {
            from: self.from,
            until: self.until,
            by: self.by,
            seed: self.seed,
            known_up_to: self.known_up_to,
            population,
            strata,
            cases,
            purpose: Personal::Open(self.purpose),
        })
    }
}

/// A sample, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sample {
    cases: Vec<ApplicationId>,
}

/// A command on a sample.
#[derive(Clone, PartialEq, Debug)]
pub enum SampleCommand {
    /// Draw it.
    Draw(Box<DrawSample>),
    /// Note something on one of its cases.
    Note(ApplicationId, FreeText),
}

impl Sample {
    /// The cases, in the order of the draw.
    pub fn cases(&self) -> &[ApplicationId] {
        &self.cases
    }
}

impl Aggregate for Sample {
    const TYPE: &'static str = "audit";
    type Command = (Actor, SampleCommand);
    type Event = Fact<AuditEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (who, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let by: StaffId = who.id;
        let event: AuditEvent = match command {
            SampleCommand::Draw(draw) => draw.drawn()?.into(),
            SampleCommand::Note(case, note) if self.cases.contains(&case) => Noted { case, note: Personal::Open(note) }.into(),
            SampleCommand::Note(..) => return Err(Refusal::NotInTheSample),
        };
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<AuditEvent>) {
        if let AuditEvent::SampleDrawn(event) = fact.event {
            self.cases = event.cases;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::application::samples::text;

    fn population(sizes: &[(&str, usize)]) -> Vec<Decision> {
        let mut next = 0;
        let mut all = Vec::new();
        for (layer, size) in sizes {
            for _ in 0..*size {
                next += 1;
                all.push(Decision { case: ApplicationId(Uuid::from_u128(next)), layer: (*layer).to_owned() });
            }
        }
        all
    }

    fn sample(decisions: Vec<Decision>, size: u32, seed: u32) -> Result<SampleDrawn, Refusal> {
        let (from, until) = (date(2026, 4, 1), date(2026, 9, 30));
        let by = Some(Stratum::Office);
        DrawSample { from, until, by, seed, size, known_up_to: 9, decisions, purpose: text("定期監査") }.drawn()
    }

    #[test]
    fn the_rank_is_the_digest_that_the_instructions_name() {
        let id = Uuid::from_u128(1);
        assert_eq!(rank(7, id)[..], Sha256::digest("7:00000000-0000-0000-0000-000000000001")[..]);
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order() {
        let mut other = population(&[("01", 40), ("02", 9), ("03", 1)]);
        other.reverse();
        let drawn = sample(population(&[("01", 40), ("02", 9), ("03", 1)]), 10, 7).unwrap();
        assert_eq!(drawn.cases, sample(other, 10, 7).unwrap().cases);
        assert_ne!(drawn.cases, sample(population(&[("01", 40), ("02", 9), ("03", 1)]), 10, 8).unwrap().cases);
        let drawn: Vec<u32> = drawn.strata.iter().map(|layer| layer.drawn).collect();
        assert_eq!(drawn.iter().sum::<u32>(), 10);
        assert!(drawn.iter().all(|drawn| *drawn > 0), "{drawn:?}");
    }

    #[test]
    fn an_impossible_size_is_refused_with_the_population() {
        for size in [0, 4] {
            assert_eq!(sample(population(&[("01", 3)]), size, 7), Err(Refusal::SampleSize(3)));
        }
    }

    proptest! {
        #[test]
        fn no_layer_gives_more_than_it_has(sizes in proptest::collection::vec(1_usize..40, 1..8), wish in 1_u32..200, seed: u32) {
            let names: Vec<String> = (0..sizes.len()).map(|n| n.to_string()).collect();
            let layers: Vec<(&str, usize)> = names.iter().map(String::as_str).zip(sizes.iter().copied()).collect();
            let all = small(sizes.iter().sum());
            let size = wish.min(all);
            let drawn = sample(population(&layers), size, seed).unwrap();
            prop_assert_eq!(small(drawn.cases.len()), size);
            prop_assert!(drawn.strata.iter().all(|layer| layer.drawn <= layer.population));
            let distinct: std::collections::BTreeSet<_> = drawn.cases.iter().collect();
            prop_assert_eq!(distinct.len(), drawn.cases.len());
        }
    }
}
