//! An installation: a data directory with its own PostgreSQL cluster, keys and secrets, or a database named by a URL.
//!
//! `demo` makes one; every other subcommand finds one through [`Source`] and enters it through [`Access`].

mod access;
mod account;
mod binaries;
pub mod checkup;
pub mod cluster;
mod data_dir;
pub mod database;
pub mod debian;
mod evidence;
mod lock;
mod postmaster;
mod secrets;
mod settings;
mod urls;

pub use access::Access;
pub use data_dir::DataDir;
pub use evidence::evidence_of;
pub use lock::{OnlyOne, Presence};
pub use urls::{DatabaseUrl, Source, Urls};
