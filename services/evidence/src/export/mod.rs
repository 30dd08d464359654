//! A log as files for somebody else (C2SP `tlog-tiles`), with the payloads beside it:
//!
//! ```text
//! checkpoint                   the newest signed checkpoint, written last
//! key.vkey                     the key of the log; an auditor trusts the one received at the first audit, not this copy
//! handovers/0000…            where the log changed its key: the checkpoint that the old and the new key both signed
//! tile/0/000 …                 the tree; tile/entries/000 … the entries that are its leaves
//! payloads/000.jsonl …         for each bundle of entries one file, for each event one line
//! segments/000.zip …           both again, compressed, where a stretch of 4,096 events was closed
//! ```

mod line;
mod reader;
pub mod segment;
mod writer;

pub use line::{Line, LineError};
pub use reader::ExportReader;
pub use writer::{ExportError, ExportWriter, Exported};

use crate::tiles::index_path;

/// The file of the payloads that belong to a bundle.
pub fn payload_path(index: u64, width: u64) -> String {
    format!("payloads/{}.jsonl", index_path(index, width))
}

/// Name of the file of the newest checkpoint.
pub const CHECKPOINT: &str = "checkpoint";
/// Folder of the handovers.
pub const HANDOVERS: &str = "handovers";
/// Name of the file of the log's key.
pub const KEY: &str = "key.vkey";
