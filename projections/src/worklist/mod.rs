//! What is to be done, by whom, since when, due when?
//!
//! Two tables: `worklist_cases` says what an application is about, `worklist_steps` where it stands. Handles every event of an
//! application, and of certificates, for a case is done only when its certificate is made.

mod fold;
mod queries;
mod queue;
mod row;
mod stage;
mod tables;
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

/// Days from application to decision (標準処理期間, 行政手続法第6条). The prefecture has not published its own: two months is what
/// others take. The clock stands still while the family corrects.
pub const STANDARD_PROCESSING_DAYS: i32 = 60;

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
        &["worklist_cases", "worklist_steps"]
    }

    fn handles(&self, event_type: &str) -> bool {
        event_type.starts_with("application.") || event_type.starts_with("certificate.")
    }

    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>> {
        async move {
            let told = told::read(batch)?;
            let failed = told::failed(batch);
            let ids = fold::applications(&told);
            let mut fold = fold::Fold {
                cases: tables::cases(conn, &ids).await.map_err(failed)?,
                steps: tables::steps(conn, &ids).await.map_err(failed)?,
            };
            for event in &told {
                fold.tell(event).map_err(|error| ProjectionError::at(event.recorded.position, error))?;
            }
            tables::write_cases(conn, &fold.cases.into_changes()).await.map_err(failed)?;
            tables::write_steps(conn, &fold.steps.into_changes()).await.map_err(failed)?;
            Ok(())
        }
        .boxed()
    }
}
