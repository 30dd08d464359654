//! Who is entitled to what? The ledger of recipients (受給者台帳).
//!
//! Two tables: `ledger_people` has the particulars, `ledger_awards` a row for each award. Both are temporal twice: what was known at a
//! position of the log, and for which days it holds. Names are searched in memory only ([`search`]).

mod fold;
mod queries;
mod row;
pub mod search;
mod tables;
#[cfg(test)]
mod tests;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::PgConnection;
use store::{Projection, ProjectionError, Recorded};

pub use queries::{
    AsOf, LedgerCounts, LedgerPage, by_number, counts, last_change, of_application, of_recipient, of_recipients, page,
};
pub use row::{After, AfterError, CertificateState, LedgerRow};

use crate::told;

/// The read model.
pub struct Ledger;

impl Projection for Ledger {
    fn name(&self) -> &'static str {
        "ledger"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn tables(&self) -> &'static [&'static str] {
        &["ledger_people", "ledger_awards"]
    }

    fn handles(&self, event_type: &str) -> bool {
        ["recipient.", "award.", "certificate."].iter().any(|stream| event_type.starts_with(stream))
    }

    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>> {
        async move {
            let told = told::read(batch)?;
            let failed = told::failed(batch);
            let mut fold = fold::Fold {
                people: tables::people(conn, &fold::recipients(&told)).await.map_err(failed)?,
                awards: tables::awards(conn, &fold::awards(&told)).await.map_err(failed)?,
            };
            for event in &told {
                fold.tell(event).map_err(|error| ProjectionError::at(event.recorded.position, error))?;
            }
            tables::write_people(conn, &fold.people.into_changes()).await.map_err(failed)?;
            tables::write_awards(conn, &fold.awards.into_changes()).await.map_err(failed)?;
            Ok(())
        }
        .boxed()
    }
}
