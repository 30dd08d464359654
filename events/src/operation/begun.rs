//! 操作をコマンドで始めた.

use serde::{Deserialize, Serialize};

use super::Task;
use crate::Personal;
use crate::vocabulary::FreeText;

/// Somebody at the machine began it on the command line, without asking a worker; who signed in for it is the actor, else the program
/// ([`super::COMMAND_LINE`]).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Begun {
    /// The read model.
    pub read_model: String,
    /// What is done.
    pub task: Task,
    /// The account of the machine under which it runs.
    pub account: Personal<FreeText>,
}

crate::personal::personal!(Begun: account);
