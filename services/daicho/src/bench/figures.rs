//! Medians and percentiles: the only statistics a round gets.

use std::time::Duration;

use serde::Serialize;

/// A quantity measured once a round.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Rounds {
    /// Each round, in order.
    pub rounds: Vec<f64>,
    /// The middle one.
    pub median: f64,
}

impl Rounds {
    /// Takes one more round.
    pub fn push(&mut self, value: f64) {
        self.rounds.push(value);
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        self.median = middle(&sorted);
    }
}

fn middle(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    match (sorted.get(half), sorted.len() % 2) {
        (Some(upper), 0) => f64::midpoint(sorted[half - 1], *upper),
        (Some(value), _) => *value,
        (None, _) => 0.0,
    }
}

/// How much was done in a stretch of time, and how long each took.
#[derive(Debug, Default)]
pub struct Taken(Vec<Duration>);

impl Taken {
    /// One more was done.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Joins what another worker did.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// How many a second over `elapsed`.
    pub fn per_second(&self, elapsed: Duration) -> f64 {
        f64::from(u32::try_from(self.0.len()).unwrap_or(u32::MAX)) / elapsed.as_secs_f64()
    }

    /// The time within which 95 of 100 were done, in milliseconds.
    pub fn p95_ms(&mut self) -> f64 {
        self.within_ms(95)
    }

    /// The time within which half were done, in milliseconds.
    pub fn median_ms(&mut self) -> f64 {
        self.within_ms(50)
    }

    /// Nearest rank.
    fn within_ms(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middles() {
        let mut rounds = Rounds::default();
        for (value, median) in [(3.0, 3.0), (1.0, 2.0), (9.0, 3.0), (4.0, 3.5), (2.0, 3.0)] {
            rounds.push(value);
            assert!((rounds.median - median).abs() < f64::EPSILON, "{rounds:?}");
        }
    }

    #[test]
    fn p95_is_the_nearest_rank() {
        let mut taken = Taken::default();
        (1..=100).rev().for_each(|ms| taken.push(Duration::from_millis(ms)));
        assert!((taken.p95_ms() - 95.0).abs() < 1e-9);
        assert!((taken.median_ms() - 50.0).abs() < 1e-9);
        assert!((taken.per_second(Duration::from_secs(4)) - 25.0).abs() < 1e-9);
        assert!(Taken::default().p95_ms().abs() < f64::EPSILON);
    }
}
