//! Progress on standard error: a line that moves for people, JSON Lines for programs, nothing for a script that did not ask.

use std::io::IsTerminal as _;

use verification::Progress;

/// How progress is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Style {
    /// One line that moves.
    Text,
    /// A JSON object a line.
    Json,
    /// Not at all.
    None,
}

/// The teller of this style; where none is asked for, people at a terminal get the moving line.
pub fn teller(style: Option<Style>) -> Box<dyn FnMut(Progress) + Send> {
    let usual = if std::io::stderr().is_terminal() { Style::Text } else { Style::None };
    match style.unwrap_or(usual) {
        Style::Text => Box::new(|progress| eprint!("\r\x1b[K{}", line(&progress))),
        Style::Json => Box::new(|progress| eprintln!("{}", serde_json::to_string(&progress).unwrap_or_default())),
        Style::None => Box::new(|_| ()),
    }
}

fn line(progress: &Progress) -> String {
    let left = match progress.seconds_left {
        Some(seconds) if seconds >= 60.0 => format!("、あと約 {:.0} 分", seconds / 60.0),
        Some(seconds) if seconds >= 1.0 => format!("、あと約 {seconds:.0} 秒"),
        _ => String::new(),
    };
    format!("{}: {} / {}（毎秒 {:.0} 件{left}）", progress.step.label(), progress.done, progress.of, progress.rate)
}

#[cfg(test)]
mod tests {
    use verification::Step;

    use super::*;

    #[test]
    fn the_line_says_how_long() {
        let progress = Progress { step: Step::Casework, done: 10, of: 100, rate: 0.5, seconds_left: Some(180.0) };
        assert_eq!(line(&progress), "業務の記録: 10 / 100（毎秒 0 件、あと約 3 分）");
    }
}
