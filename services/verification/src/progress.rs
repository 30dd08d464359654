//! How far a verification is: what is being looked at, how fast, how long it will take.

use std::time::{Duration, Instant};

use events::Log;
use serde::{Deserialize, Serialize};

/// It is told this often.
const EVERY: Duration = Duration::from_millis(500);

/// What is being looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Signatures of checkpoints.
    Checkpoints,
    /// Hashes, links, roots and histories of the casework log.
    Casework,
    /// The same of the access log.
    Access,
    /// Decisions.
    Decisions,
    /// Read models.
    Projections,
}

impl Step {
    /// The step that walks over a log.
    pub(crate) const fn of(log: Log) -> Self {
        match log {
            Log::Casework => Self::Casework,
            Log::Access => Self::Access,
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Checkpoints => "検証点の署名",
            Self::Casework => "業務の記録",
            Self::Access => "閲覧の記録",
            Self::Decisions => "判定の再現",
            Self::Projections => "表示用の表",
        }
    }
}

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// Things done.
    pub done: i64,
    /// Things there are.
    pub of: i64,
    /// Things a second.
    pub rate: f64,
    /// Seconds left in this step, once that can be said.
    pub seconds_left: Option<f64>,
}

/// Tells progress now and then.
pub(crate) struct Teller<'a> {
    tell: &'a mut (dyn FnMut(Progress) + Send),
    step: Step,
    from: i64,
    done: i64,
    of: i64,
    began: Instant,
    said: Option<Instant>,
}

impl<'a> Teller<'a> {
    /// A step that begins at `from` of `of`.
    pub(crate) fn begin(tell: &'a mut (dyn FnMut(Progress) + Send), step: Step, from: i64, of: i64) -> Self {
        let mut teller = Self { tell, step, from, done: from, of, began: Instant::now(), said: None };
        teller.at(from);
        teller
    }

    /// So far, of so many as is known now.
    pub(crate) fn of(&mut self, done: i64, of: i64) {
        self.of = of;
        self.at(done);
    }

    /// One more.
    pub(crate) fn next(&mut self) {
        self.done += 1;
        self.at(self.done);
    }

    /// So far.
    pub(crate) fn at(&mut self, done: i64) {
        if self.said.is_some_and(|said| said.elapsed() < EVERY) {
            return;
        }
        self.said = Some(Instant::now());
        let seconds = self.began.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate for the eye")]
        let (worked, left) = ((done - self.from) as f64, (self.of - done) as f64);
        let rate = if seconds > 0.0 { worked / seconds } else { 0.0 };
        let seconds_left = (rate > 0.0).then(|| left / rate);
        (self.tell)(Progress { step: self.step, done, of: self.of, rate, seconds_left });
    }
}
