//! The event store on PostgreSQL: append, load, seal, run projections, rebuild them, prove that the log is whole.
//!
//! # What it promises
//! - **Order.** Each log numbers its events 1, 2, 3 … without gaps, in the order in which they were committed. Whoever has seen
//!   position 7 has seen, or can see, everything before it.
//! - **All or nothing.** An [`Act`] appends to any number of streams, takes claims and adds keys in one commit, or is refused as a whole
//!   and leaves no trace. A refusal is about this act only: what else was written in the same group is not touched.
//! - **Once.** A command that comes again, also after a crash or a restart, gets the first [`Done`] and writes nothing.
//! - **Kept.** `append` answers after the commit has reached the disk; others may see it up to a moment earlier. Nobody, not even the
//!   owner of the tables, changes or deletes an event by an ordinary statement; a superuser who goes around that is found by [`verify_log`]
//!   and, because a whole rewritten log would hash well, by checkpoints kept outside the database.
//! - **Sealed.** Payloads come here with personal data sealed under a key of the person ([`Sealer`]); destroying the key erases it
//!   everywhere without touching an event.
//! - **Read models.** Rows and the position they stand for change in one transaction; see [`Projection`].
//!
//! # Adding a projection
//! 1. A migration makes its tables in schema `read` as `es_projector` (see crate `schema`).
//! 2. Structs of its rows with [`columns!`], a [`Fold`] of tables ([`Versions`], [`Latest`], [`Entries`], [`Whole`]) that takes events in,
//!    and [`Projection`]: name, version, the streams it needs, and the key of an event. The store reads, loads and writes: the same fold
//!    follows the log and builds everything anew.
//! 3. Put it on the list given to [`run_projections`]. When its rows would come out differently, raise the version: the worker builds it
//!    anew beside the live tables and swaps.

mod append;
mod apply;
mod artifacts;
mod batch;
mod checkpoints;
mod cipher;
mod cursor;
mod erasure;
mod head_watch;
mod inclusion;
mod kept;
mod key_files;
mod keys;
mod load;
mod moments;
mod parking;
mod partitions;
mod place;
mod pool;
mod projection;
mod read;
mod rebuild;
mod recorded;
mod replay;
mod restorations;
mod runner;
mod seal;
mod sharing;
mod status;
mod stretch;
mod surroundings;
mod tables;
pub mod transfer;
mod vault;
mod verifications;
mod verify;
mod writer;

mod handovers;
pub mod hash;

#[cfg(test)]
mod tests;

pub use append::{Act, AppendError, Claim, Done, Expected, NewEvent, NewKey, StreamAppend};
pub use apply::apply;
pub use artifacts::{Artifact, ArtifactError, NewArtifact, artifacts_under, keep_artifact, open_artifact};
pub use checkpoints::{
    KeptCheckpoint, KeptCosignature, TreeNode, checkpoints, cosignatures, cosignatures_since, cosigned, keep_checkpoint,
    keep_cosignature, leaves, log_origin, newest_checkpoint, stored_hashes, tiles,
};
pub use erasure::{
    Destroyed, ErasedLine, ErasedList, ErasedListError, carry_out_erasure, destroy, erased_line, live_keys, still_readable,
    unfinished_erasures,
};
pub use handovers::{KeptHandover, handovers, keep_handover, log_keys};
pub use inclusion::{Inclusion, inclusions};
pub use key_files::{Entropy, KeyEncryptionKey, KeyError, KeyFiles, LogKey, Pepper, SystemEntropy, VaultKey};
pub use keys::KeyRing;
pub use load::{find_command, stream_events, stream_version};
pub use moments::{position_at, recorded_at};
pub use parking::{Left, LeftOutEvent, OnPoison, PARKED_TOO_LONG, Tried, left_out, left_out_told, retry, set_on_poison, skip};
pub use partitions::ensure_partitions;
pub use place::{Placed, of_correlation, placed};
pub use pool::{Role, connect, connect_with};
pub use projection::{Cause, Fold, Projection, ProjectionError, Told, tables_of};
pub use read::{Head, ReadError, chains, head, page};
pub use rebuild::{
    Difference, Plan, Progress, RebuildError, Rebuilt, RebuiltKeys, RolledBack, Wanted, Wish, differs, plan, rebuild,
    rebuild_keys, roll_back, wish,
};
pub use recorded::Recorded;
pub use replay::events_from;
pub use restorations::{Restoration, restorations};
pub use runner::run_projections;
pub use seal::{KeyIds, Opener, Sealer};
pub use sharing::workers;
pub use status::{LastRebuild, Previous, ProjectionState, ProjectionStatus, projection_status, resume, wait_for};
pub use surroundings::{Applied, applied_migrations, catalog, server_settings};
pub use tables::{Cells, Entries, Latest, Malformed, Record, Scalar, Stretch, Table, Tuples, Value, Versions, Whole};
pub use vault::{Vault, VaultError};
pub use verifications::{
    KeptVerification, VerificationState, advance_verification, begin_verification, end_verification, request_verification,
    stop_verification, verification, verifications,
};
pub use verify::{Bad, BadKind, LogReport, Seen, Start, Walk, Walked, verify_end, verify_log};
pub use writer::Writer;
