//! Whose records may go, and what became of it? One row a person: a recipient with the applications that led there, or an application that
//! was refused. A row says when the last entitlement ended and how far an erasure has come; nothing in it is personal but the number by
//! which staff know the case. How long records are kept stands in the masters and is asked when the question is put.

mod fold;
mod queries;
mod tables;
#[cfg(test)]
mod tests;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::PgConnection;
use store::{Projection, ProjectionError, Recorded};

pub use queries::{Person, Stage, UnknownStage, history, of_person, over, told_of};

use crate::told;

/// The read model.
pub struct Retention;

impl Projection for Retention {
    fn name(&self) -> &'static str {
        "retention"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn tables(&self) -> &'static [&'static str] {
        &["retention_people"]
    }

    fn handles(&self, event_type: &str) -> bool {
        matches!(event_type, "application.received" | "application.approved" | "application.refused" | "award.granted")
            || event_type.starts_with("erasure.")
    }

    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>> {
        async move {
            let told = told::read(batch)?;
            let failed = told::failed(batch);
            let mut fold = fold::Fold::new(tables::people(conn, &fold::touched(&told)).await.map_err(failed)?);
            for event in &told {
                fold.tell(event);
            }
            let (people, gone) = fold.into_rows();
            tables::write(conn, &people, &gone).await.map_err(failed)
        }
        .boxed()
    }
}
