//! 振込の結果を取り込んだ: what became of which lines. Lines that are not named still wait.

use serde::{Deserialize, Serialize};

use super::PaymentOutcome;
use crate::vocabulary::Yen;

/// What became of one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineResult {
    /// The line, counting from 1.
    pub line: u32,
    /// Its amount, as the result says it.
    pub amount: Yen,
    /// What became of it.
    pub outcome: PaymentOutcome,
}

/// Results came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultsTaken {
    /// Line by line.
    pub results: Vec<LineResult>,
}

crate::personal::personal!(ResultsTaken);
