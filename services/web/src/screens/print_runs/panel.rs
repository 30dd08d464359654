//! 突合: what was decided, is due, was rendered, printed, matched and posted, side by side; a number that is smaller than the one before it
//! leads to who is missing.

use casework::print_run::{PrintRun, Step};
use serde::Serialize;

/// One number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Reached {
    pub(super) label: &'static str,
    pub(super) count: usize,
    /// How many fewer than the step before.
    pub(super) lacks: usize,
    /// Where they are listed.
    pub(super) href: String,
    pub(super) chosen: bool,
}

/// What is listed below the panel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shown {
    /// Whatever is not posted, and what was decided besides.
    Open,
    /// Decided, and not in the run.
    Decided,
    /// Not so far as a step.
    Lacking(Step),
    /// Voided since.
    Void,
    /// All.
    All,
}

impl Shown {
    pub(super) fn read(code: Option<&str>) -> Self {
        match code {
            Some("decided") => Self::Decided,
            Some("void") => Self::Void,
            Some("all") => Self::All,
            Some(code) => Step::ALL.into_iter().find(|step| step.code() == code).map_or(Self::Open, Self::Lacking),
            None => Self::Open,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
            Self::Lacking(step) => step.code(),
            Self::Void => "void",
            Self::All => "all",
        }
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Open | Self::Lacking(Step::Posted) => "発送していない受給者証",
            Self::Decided => "決定されたが、この発行にない受給者証",
            Self::Lacking(Step::Rendered) => "作成していない受給者証",
            Self::Lacking(Step::Printed) => "印刷を確かめていない受給者証",
            Self::Lacking(Step::Matched) => "封入を照合していない受給者証",
            Self::Void => "確定の後に無効になった受給者証",
            Self::All => "この発行のすべての受給者証",
        }
    }
}

/// The numbers. `missing` were decided and are not in the run.
pub(super) fn panel(path: &str, run: &PrintRun, missing: usize, shown: Shown) -> Vec<Reached> {
    let of = |label, count: usize, before: usize, listed: Shown| Reached {
        label,
        count,
        lacks: before.saturating_sub(count),
        href: format!("{path}?list={}", listed.code()),
        chosen: shown == listed,
    };
    let items = run.items().len();
    let mut boxes = vec![of("決定", items + missing, 0, Shown::All), of("発行予定", items, items + missing, Shown::Decided)];
    let mut before = items;
    for step in Step::ALL {
        let count = run.reached(step);
        boxes.push(of(step.label(), count, before, Shown::Lacking(step)));
        before = count;
    }
    boxes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_forgot_three_says_so() {
        let run = PrintRun::default();
        let numbers: Vec<_> =
            panel("/print-runs/1", &run, 3, Shown::Open).into_iter().map(|one| (one.label, one.count, one.lacks)).collect();
        assert_eq!(numbers[..3], [("決定", 3, 0), ("発行予定", 0, 3), ("作成", 0, 0)]);
    }

    #[test]
    fn what_is_listed_is_named_in_the_address() {
        for shown in [Shown::Decided, Shown::Void, Shown::All, Shown::Lacking(Step::Matched)] {
            assert_eq!(Shown::read(Some(shown.code())), shown);
        }
        assert_eq!([Shown::read(None), Shown::read(Some("x"))], [Shown::Open, Shown::Open]);
    }
}
