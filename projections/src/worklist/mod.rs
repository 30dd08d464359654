//! What is to be done, by whom, since when, due when?
//!
//! `worklist_cases` says what an application is about, `worklist_steps` where it stands, `worklist_terms` how long a decision may take.
//! Handles every event of an application; of certificates, for a case is done only when its certificate is made; and of masters, for
//! they hold the standard processing period.

mod fold;
mod queries;
mod queue;
mod row;
mod stage;
mod tables;
mod terms;
#[cfg(test)]
mod tests;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::PgConnection;
use store::{Projection, ProjectionError, Recorded};

pub use queries::{QueueCount, QueueFilter, WorklistPage, by_receipt_number, counts, page, row, rows};
pub use queue::{Queue, UnknownQueue};
pub use row::{After, AfterError, WorklistRow};
pub use stage::{Stage, UnknownStage};

use crate::told;

/// The read model.
pub struct Worklist;

impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn tables(&self) -> &'static [&'static str] {
        &["worklist_cases", "worklist_steps", "worklist_terms"]
    }

    fn handles(&self, event_type: &str) -> bool {
        ["application.", "certificate.", "master."].iter().any(|stream| event_type.starts_with(stream))
    }

    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>> {
        async move {
            let told = told::read(batch)?;
            let failed = told::failed(batch);
            let ids = fold::applications(&told);
            let mut fold = fold::Fold {
                cases: tables::cases(conn, &ids).await.map_err(failed)?,
                steps: tables::steps(conn, &ids).await.map_err(failed)?,
                terms: terms::Terms::load(conn).await.map_err(failed)?,
            };
            for event in &told {
                fold.tell(event).map_err(|error| ProjectionError::at(event.recorded.position, error))?;
            }
            fold.terms.write(conn).await.map_err(failed)?;
            tables::write_cases(conn, &fold.cases.into_changes()).await.map_err(failed)?;
            tables::write_steps(conn, &fold.steps.into_changes()).await.map_err(failed)?;
            Ok(())
        }
        .boxed()
    }
}
