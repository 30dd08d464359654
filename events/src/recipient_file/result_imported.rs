//! 連絡ファイルの結果を取り込んだ: which lines the organisation took and which not. Its reasons come as codes; free text of others stays outside.

use serde::{Deserialize, Serialize};

/// A line that was not taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rejected {
    /// The line, counting from 1.
    pub line: u32,
    /// The organisation's code of the reason.
    pub code: String,
}

/// The answer to a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultImported {
    /// Lines that were taken.
    pub accepted: u32,
    /// Those that were not.
    pub rejected: Vec<Rejected>,
}

crate::personal::personal!(ResultImported);
