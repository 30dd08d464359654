//! Exit codes: a script that calls daicho learns from the code alone what to do next, so their meaning never changes.

use std::fmt;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Good = 0,
    /// `verify`: the chain of the log is broken.
    Chain = 10,
    /// `verify`: a tree root differs from its checkpoint.
    Root = 11,
    /// `verify`: a signature does not fit.
    Signature = 12,
    /// `verify`: the log is shorter than its newest checkpoint.
    Shortened = 13,
    /// `verify`: a read model differs from the events.
    ProjectionDrift = 14,
    /// `verify`: a checkpoint is missing.
    CheckpointMissing = 15,
    /// `verify`: a decision no longer re-runs to its result.
    DecisionDiffers = 16,
    /// `verify`: a history that the domain forbids.
    IllegalHistory = 17,
    /// `verify`: an attached paper is missing or was altered.
    PaperDiffers = 18,
    /// The command line was wrong.
    Usage = 64,
    /// Some input was refused; the rest was done.
    InputRefused = 65,
    /// Something daicho stands on is missing.
    ServiceMissing = 69,
    /// A fault of daicho.
    OurFault = 70,
    /// Already running, or to be tried again later.
    TryLater = 75,
}

impl Exit {
    /// Every code with its meaning, in ascending order, as the help shows it.
    pub const MEANINGS: [(Self, &'static str); 15] = [
        (Self::Good, "正常"),
        (Self::Chain, "verify: 連鎖の不一致"),
        (Self::Root, "verify: 根の不一致"),
        (Self::Signature, "verify: 署名の不一致"),
        (Self::Shortened, "verify: 記録が検証点より短い"),
        (Self::ProjectionDrift, "verify: 表示用の表が記録と異なる"),
        (Self::CheckpointMissing, "verify: 検証点がない"),
        (Self::DecisionDiffers, "verify: 判定を再現できない"),
        (Self::IllegalHistory, "verify: 許されない経過"),
        (Self::PaperDiffers, "verify: 添付書類がない、または違う"),
        (Self::Usage, "使い方の誤り"),
        (Self::InputRefused, "受け付けられない入力があった"),
        (Self::ServiceMissing, "必要なものがない、または動いていない"),
        (Self::OurFault, "daicho 側の不具合"),
        (Self::TryLater, "すでに動いている、または後でやり直す"),
    ];

    /// The code of what `verify` found.
    pub fn of_code(code: u8) -> Self {
        Self::MEANINGS.iter().map(|(exit, _)| *exit).find(|exit| *exit as u8 == code).unwrap_or(Self::OurFault)
    }

    /// The code that an error asks for; an error that asks for none is our fault.
    pub fn of(error: &anyhow::Error) -> Self {
        error.downcast_ref::<Stop>().map_or(Self::OurFault, |stop| stop.exit)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error that knows its exit code. The message says what happened and what to do next.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    message: String,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stop {}

/// An error that ends the run with `exit`.
pub fn stop(exit: Exit, message: impl Into<String>) -> anyhow::Error {
    Stop { exit, message: message.into() }.into()
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn a_stop_keeps_its_code_under_context() {
        let error: anyhow::Result<()> = Err(stop(Exit::TryLater, "動いています"));
        assert_eq!(Exit::of(&error.context("開始").unwrap_err()), Exit::TryLater);
    }

    #[test]
    fn an_unknown_error_is_our_fault() {
        assert_eq!(Exit::of(&anyhow::anyhow!("x")), Exit::OurFault);
    }

    #[test]
    fn the_codes_ascend_and_each_stands_once() {
        assert!(Exit::MEANINGS.windows(2).all(|pair| (pair[0].0 as u8) < (pair[1].0 as u8)));
    }
}
