//! Standard output, whose reader may leave early: `daicho replay | head` is no fault.

use std::fmt;
use std::io::{self, BufWriter, ErrorKind, Write};

use serde::Serialize;

use crate::exit::Exit;

/// Writes whole lines to standard output.
pub struct Output<W: Write = io::Stdout>(BufWriter<W>);

impl Output {
    /// Standard output of this process.
    pub fn standard() -> Self {
        Self::to(io::stdout())
    }
}

impl<W: Write> Output<W> {
    /// Lines go to `writer`.
    pub fn to(writer: W) -> Self {
        Self(BufWriter::with_capacity(64 * 1024, writer))
    }

    /// Writes one line.
    ///
    /// # Errors
    /// [`ReaderLeft`] where nobody reads any more.
    pub fn line(&mut self, text: &str) -> anyhow::Result<()> {
        judged(self.0.write_all(text.as_bytes()).and_then(|()| self.0.write_all(b"\n")))
    }

    /// Writes a value as one line of JSON.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        self.line(&serde_json::to_string(value)?)
    }

    /// Hands over what was written so far.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn flush(&mut self) -> anyhow::Result<()> {
        judged(self.0.flush())
    }
}

fn judged(written: io::Result<()>) -> anyhow::Result<()> {
    written.map_err(|error| {
        if error.kind() == ErrorKind::BrokenPipe {
            ReaderLeft.into()
        } else {
            anyhow::Error::from(error).context("結果を出力できません")
        }
    })
}

/// The reader of standard output went away.
#[derive(Debug)]
pub struct ReaderLeft;

impl fmt::Display for ReaderLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("出力先が閉じられました")
    }
}

impl std::error::Error for ReaderLeft {}

/// Turns "the reader left" into a good end; everything else stays.
pub fn reader_may_leave(outcome: anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    match outcome {
        Err(error) if error.is::<ReaderLeft>() => Ok(Exit::Good),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_closed_pipe_ends_well_and_other_faults_do_not() {
        let mut output = Output::to(Closed);
        let outcome = output.line("x").and_then(|()| output.flush()).map(|()| Exit::OurFault);
        assert_eq!(reader_may_leave(outcome).ok(), Some(Exit::Good));
        assert!(reader_may_leave(Err(io::Error::from(ErrorKind::BrokenPipe).into())).is_err());
    }
}
