//! From the first event to rows in `read_next`: one pass over the log feeds the folds of one or several read models, and what they have
//! settled flows into their tables while they go on.

use std::collections::BTreeSet;

use sqlx::PgPool;
use tokio::task::JoinSet;

use super::RebuildError;
use super::copier::Copier;
use super::keeper::Pace;
use super::lanes::{LANES, Lanes};
use super::run::Run;
use crate::parking::LeftOut;
use crate::projection::{Fold, ProjectionError, Told};

/// A read model being built.
struct Building<'a> {
    run: &'a Run<'a>,
    fold: Box<dyn Fold>,
    copiers: Vec<Copier>,
    left: LeftOut,
}

/// Builds the tables of runs of one log as they stand at a position; returns how many rows each table has, or nothing where an event was
/// parked: what a fold has half taken in cannot be taken out of it, so it begins again.
pub(super) async fn build(
    runs: &[&Run<'_>],
    upto: i64,
    pace: &mut Pace,
) -> Result<Option<Vec<(&'static str, u64)>>, RebuildError> {
    let Some(first) = runs.first() else { return Ok(Some(Vec::new())) };
    let streams: BTreeSet<_> = runs.iter().flat_map(|run| run.projection.streams()).copied().collect();
    let streams: Vec<_> = streams.into_iter().collect();
    let pool = own_connections(first.pool, runs);
    let mut copying = JoinSet::new();
    let mut buildings = Vec::new();
    for run in runs {
        let mut fold = run.projection.fold();
        let copiers = fold.tables().iter().map(|table| Copier::start(&pool, table.shape(), &mut copying)).collect();
        buildings.push(Building { run, fold, copiers, left: run.left_out().await? });
    }

    let mut lanes = Lanes::start(&pool, first.projection.log(), &streams, upto);
    let mut taken = true;
    while taken && let Some((end, stretch)) = lanes.next().await? {
        pace.go().await?;
        for building in &mut buildings {
            if let Err(error) = building.tell(&stretch) {
                return if building.run.park(&error).await? { Ok(None) } else { Err(error.into()) };
            }
            taken &= building.settle(false).await;
        }
        for run in runs {
            run.reached(end, stretch.last());
        }
    }
    for building in &mut buildings {
        building.settle(true).await;
        // COPY ends when nobody sends any more.
        building.copiers.clear();
    }
    let mut rows = Vec::new();
    while let Some(filled) = copying.join_next().await {
        rows.push(filled.map_err(|_| RebuildError::Cancelled)??);
    }
    pool.close().await;
    for building in buildings {
        let Building { run, left, .. } = building;
        left.save(&mut *run.pool.acquire().await?, &run.rows_of(), run.projection).await?;
    }
    rows.sort_unstable();
    Ok(Some(rows))
}

impl Building<'_> {
    fn tell(&mut self, stretch: &[Told]) -> Result<(), ProjectionError> {
        let projection = self.run.projection;
        let streams = projection.streams();
        for told in stretch.iter().filter(|told| streams.contains(&told.recorded.stream_type.as_str())) {
            if self.left.admits(projection, told) {
                self.fold.tell(told).map_err(|cause| ProjectionError::at(told.recorded.position, cause))?;
            }
        }
        Ok(())
    }

    /// Hands on what is settled. False where a table takes nothing more: its task knows why.
    async fn settle(&mut self, end: bool) -> bool {
        let mut taken = true;
        for (table, copier) in self.fold.tables().into_iter().zip(&mut self.copiers) {
            taken &= copier.take(table, end).await;
        }
        taken
    }
}

/// A rebuild holds a connection for each table all the time; it takes none away from those who feed.
fn own_connections(pool: &PgPool, runs: &[&Run<'_>]) -> PgPool {
    let tables: usize = runs.iter().map(|run| run.projection.fold().tables().len()).sum();
    let connections = u32::try_from(tables).unwrap_or(u32::MAX).saturating_add(u32::try_from(LANES).unwrap_or(u32::MAX));
    pool.options().clone().max_connections(connections).min_connections(0).connect_lazy_with((*pool.connect_options()).clone())
}
