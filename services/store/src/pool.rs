//! Connections, each with the rights of one role and no more.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgPool};

/// What a pool is for. The login role can do nothing before it takes on one of these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Appends and loads; reads read models. For acts and screens.
    Writer,
    /// Feeds and rebuilds read models.
    Projector,
    /// Reads everything, writes nothing.
    Auditor,
    /// Resumes projections, destroys keys, writes into simulated installations.
    Operator,
}

impl Role {
    /// Each sets who the session is, where names are looked up, and how long a statement or an idle transaction may hold others up.
    fn setup(self) -> &'static str {
        match self {
            Self::Writer => {
                "SET ROLE es_writer; SET search_path = read, es; SET statement_timeout = '30s'; \
                 SET idle_in_transaction_session_timeout = '60s'; SET application_name = 'daicho writer'"
            }
            Self::Projector => {
                "SET ROLE es_projector; SET search_path = read, es; SET statement_timeout = '60s'; \
                 SET idle_in_transaction_session_timeout = '60s'; SET application_name = 'daicho projector'"
            }
            Self::Auditor => {
                "SET ROLE es_auditor; SET search_path = read, es; SET default_transaction_read_only = on; \
                 SET application_name = 'daicho auditor'"
            }
            Self::Operator => {
                "SET ROLE es_operator; SET search_path = read, es; SET statement_timeout = '120s'; \
                 SET application_name = 'daicho operator'"
            }
        }
    }
}

/// A pool whose sessions have taken on a role.
///
/// # Errors
/// Where the database cannot be reached or the login may not take on the role.
pub async fn connect(url: &str, role: Role, max_connections: u32) -> Result<PgPool, sqlx::Error> {
    connect_with(url.parse()?, role, max_connections).await
}

/// The same where the way to the database is not written as a URL.
///
/// # Errors
/// As [`connect`].
pub async fn connect_with(options: PgConnectOptions, role: Role, max_connections: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |conn, _| {
            Box::pin(async move {
                conn.execute(sqlx::raw_sql(role.setup())).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
}
