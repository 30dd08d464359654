//! 切れ目と重なり: whether the awards of a child follow one another without a gap and without an overlap.

use events::vocabulary::ValidityPeriod;
use jiff::civil::Date;

/// What is found between two awards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// 切れ目: days of no award, both included.
    Gap(ValidityPeriod),
    /// 重なり: days of more than one award, both included.
    Overlap(ValidityPeriod),
}

/// The first day of an award that follows without a gap; `None` only where the calendar ends.
pub fn follows_on(previous_end: Date) -> Option<Date> {
    previous_end.tomorrow().ok()
}

/// Gaps and overlaps of awards, in the order of their days. An award within another is an overlap of all its days.
pub fn findings(awards: &[ValidityPeriod]) -> Vec<Finding> {
    let mut sorted = awards.to_vec();
    sorted.sort_unstable();
    let mut found = Vec::new();
    let mut covered: Option<Date> = None;
    for award in sorted {
        if let Some(until) = covered {
            let between = until.tomorrow().ok().zip(award.start().yesterday().ok());
            if let Some(gap) = between.and_then(|(from, to)| ValidityPeriod::new(from, to).ok()) {
                found.push(Finding::Gap(gap));
            }
            if let Ok(overlap) = ValidityPeriod::new(award.start(), award.end().min(until)) {
                found.push(Finding::Overlap(overlap));
            }
        }
        covered = Some(covered.map_or(award.end(), |until| until.max(award.end())));
    }
    found
}

#[cfg(test)]
mod tests;
