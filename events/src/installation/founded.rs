//! 台帳を開設した: the genesis event, first of the log. A history that was simulated says so for ever.

use serde::{Deserialize, Serialize};

/// The installation was founded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Founded {
    /// Everybody in it is fictional, and recorded times may be set.
    pub simulated: bool,
    /// 都道府県コード.
    pub prefecture: String,
    /// Version of the program that founded it.
    pub program_version: String,
}

crate::personal::personal!(Founded);
