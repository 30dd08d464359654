//! Proof to others that history was only added to: the Merkle tree of a log (RFC 6962), its signed checkpoints, and everything that
//! somebody without our database needs to check them.
//!
//! The formats are those of C2SP, so that tools we did not write can read them: `tlog-tiles`, `signed-note`, `tlog-checkpoint`,
//! `tlog-cosignature`, `tlog-proof`, `tlog-witness`. Nothing here knows a database, a clock or a network.

mod audit;
mod bundle;
mod checkpoint;
mod edge;
mod entry;
mod export;
mod handover;
mod key;
mod merkle;
mod note;
mod place;
mod proof;
mod spans;
mod text;
mod tiles;
mod witness;

pub use audit::{Audit, AuditReport, Fault, FaultKind, audit_proofs};
pub use bundle::{BundleError, join_entries, split_entries};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use edge::Edge;
pub use entry::{Entry, EntryError};
pub use export::{CHECKPOINT, ExportError, ExportReader, ExportWriter, Exported, HANDOVERS, KEY, Line, LineError, payload_path};
pub use handover::{Handover, LogKeys};
pub use key::{KeyError, KeyKind, SigningKey, VerifierKey};
pub use merkle::{Frontier, GENESIS, Hash, chain_link, empty_root, leaf_hash, node_hash, root_of};
pub use note::{Note, NoteError, Signature};
pub use place::{Kept, Place, PlaceError};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use spans::{consistency_spans, inclusion_spans};
pub use text::{ConsistencyProof, InclusionProof, TextError};
pub use tiles::{TileId, Tiles, WIDTH, bundle_path, index_path, tiles_of};
pub use witness::{Refusal, follows};

#[cfg(test)]
mod tampering;
