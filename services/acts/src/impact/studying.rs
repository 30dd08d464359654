//! A study carried out: a page of awards at a time, several decided at once, memory no more than a page.

use std::sync::Arc;
use std::time::Duration;

use casework::Refusal;
use casework::impact::ImpactRefusal;
use casework::rules::impact::{Go, Group, Totals, Way};
use events::impact::{Ended, Outcome};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use jiff::civil::Date;
use projections::ledger;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::ImpactFile;
use super::deciding::Ways;
use super::rows::JOBS;
use crate::long_jobs::JobProgress;
use crate::{ActError, Acts};

/// Awards read at once.
const PAGE: u16 = 500;
/// Awards decided at once; each holds a connection while it is read.
const AT_ONCE: usize = 4;
/// How long the ledger may take to catch up with the log.
const LONGEST: Duration = Duration::from_secs(30);

/// What became of a study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Carried {
    /// It has ended, and the log says so.
    Ended(Ended),
    /// It is left to the next worker.
    Left,
}

impl Acts {
    /// Carries a study out. `told` is asked after each page whether to go on; where it says no, the study is left to others. A person who
    /// wants it ended asks with [`Acts::stop_impact`].
    ///
    /// # Errors
    /// [`ActError`]; then it is taken up again by the next worker that looks.
    pub async fn carry_out_impact(
        &self,
        id: Uuid,
        today: Date,
        mut told: impl FnMut(&JobProgress) -> Go + Send,
    ) -> Result<Carried, ActError> {
        let file = match self.impact(id).await {
            Ok(file) => file,
            Err(ActError::NotFound) => {
                // Whoever wanted to ask did not come so far.
                self.forget_impact(id).await?;
                return Ok(Carried::Left);
            }
            Err(error) => return Err(error),
        };
        if let Some((ended, _)) = file.ended {
            JOBS.end(self.pool(), id).await?;
            return Ok(Carried::Ended(ended));
        }
        let ended = match self.study(&file, &mut told).await {
            Ok(Some(ended)) => ended,
            Ok(None) => {
                JOBS.leave(self.pool(), id).await?;
                return Ok(Carried::Left);
            }
            Err(error @ ActError::Unavailable) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, study = %id, "impact.failed");
                Ended { outcome: Outcome::Failed, totals: Totals::default(), digest: String::new() }
            }
        };
        match self.end_impact(id, ended.clone(), today).await {
            // Another worker was faster.
            Ok(()) | Err(ActError::Stale { .. } | ActError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        JOBS.end(self.pool(), id).await?;
        Ok(Carried::Ended(ended))
    }

    async fn study(
        &self,
        file: &ImpactFile,
        told: &mut (impl FnMut(&JobProgress) -> Go + Send),
    ) -> Result<Option<Ended>, ActError> {
        let masters = self.masters().await?;
        let way = |asked| Way::of(asked, &masters).map_err(ImpactRefusal::from).map_err(Refusal::from);
        let known = file.asked.known_up_to;
        let ways = Arc::new(Ways { old: way(&file.asked.old)?, new: way(&file.asked.new)?, known });
        self.ledger_at(known).await?;
        let of = read(ledger::count_touching(self.pool(), known, file.asked.period).await)?;
        self.begin_impact_rows(file.id, of).await?;
        let (mut totals, mut digest, mut after, mut ordinal) = (Totals::default(), Sha256::new(), None, 0);
        loop {
            let page = read(ledger::touching(self.pool(), known, file.asked.period, after, PAGE).await)?;
            let Some(last) = page.last() else {
                let digest = hex::encode(digest.finalize());
                return Ok(Some(Ended { outcome: Outcome::Finished, totals, digest }));
            };
            after = Some(last.place());
            let mut decided = stream::iter(page)
                .map(|award| {
                    let (acts, ways) = (self.clone(), Arc::clone(&ways));
                    let work = tokio::spawn(async move { acts.both_ways(award, &ways).await });
                    async move { work.await.map_err(|_| ActError::Internal)? }
                })
                .buffered(AT_ONCE);
            let mut rows = Vec::new();
            while let Some(mut row) = decided.try_next().await? {
                totals.count(row.group, row.yen_a_month());
                if row.group != Group::Unchanged {
                    ordinal += 1;
                    row.ordinal = ordinal;
                    digest.update(row.line());
                    rows.push(row);
                }
            }
            self.put_impact_rows(file.id, &rows).await?;
            let done = i64::try_from(totals.cases).unwrap_or(i64::MAX);
            let stopping = JOBS.advance(self.pool(), file.id, done, of).await?.unwrap_or(true);
            let go = told(&JobProgress { done, of: Some(of), stopping, stopped: false });
            if stopping {
                let digest = hex::encode(digest.finalize());
                return Ok(Some(Ended { outcome: Outcome::Stopped, totals, digest }));
            }
            if go == Go::Stop {
                return Ok(None);
            }
        }
    }

    /// Waits until the ledger has followed the log so far.
    pub(crate) async fn ledger_at(&self, position: i64) -> Result<(), ActError> {
        let there = store::wait_for(self.pool(), "ledger", position, LONGEST).await?;
        there.then_some(()).ok_or(ActError::Unavailable)
    }
}

pub(crate) fn read<T>(read: Result<T, projections::ReadError>) -> Result<T, ActError> {
    read.map_err(|error| match error {
        projections::ReadError::Database(error) => error.into(),
        other => ActError::internal(&other),
    })
}
