//! What the database and the law hold: the migrations of the store and its read models, and the masters that are shipped.
//!
//! # Adding a migration
//! Write the next `migrations/NNNN_<what>.sql`; a migration that has been released is never edited. 0001 to 0009 are the store and the
//! roles; read models begin at 0020. A table of a read model belongs to `es_projector`, so that it can be built anew and swapped:
//! ```sql
//! SET ROLE es_projector;
//! CREATE TABLE read.example (…);
//! RESET ROLE;
//! ```
//! An identity column is welcome there; a `serial`, a view on it or a foreign key to another read model would tie it to one copy.

pub mod masters;

/// Everything that makes a database ours, in order. Run as the owner of the cluster.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
