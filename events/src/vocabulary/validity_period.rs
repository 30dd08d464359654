//! 有効期間: first and last day of a right, both included.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::wareki;

/// A period of whole days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct ValidityPeriod {
    start: Date,
    end: Date,
}

#[derive(Deserialize)]
struct Unchecked {
    start: Date,
    end: Date,
}

/// The end lies before the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("有効期間の終わり（{}）が始まり（{}）より前です。", wareki::long(*.end), wareki::long(*.start))]
pub struct ValidityPeriodError {
    start: Date,
    end: Date,
}

impl ValidityPeriod {
    /// The period from `start` through `end`.
    pub fn new(start: Date, end: Date) -> Result<Self, ValidityPeriodError> {
        if start <= end { Ok(Self { start, end }) } else { Err(ValidityPeriodError { start, end }) }
    }

    /// First day.
    pub const fn start(self) -> Date {
        self.start
    }

    /// Last day.
    pub const fn end(self) -> Date {
        self.end
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        (self.start..=self.end).contains(&day)
    }
}

impl std::fmt::Display for ValidityPeriod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}から{}まで", wareki::long(self.start), wareki::long(self.end))
    }
}

impl TryFrom<Unchecked> for ValidityPeriod {
    type Error = ValidityPeriodError;
    fn try_from(period: Unchecked) -> Result<Self, ValidityPeriodError> {
        Self::new(period.start, period.end)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_ends_belong_to_it() -> Result<(), ValidityPeriodError> {
        let period = ValidityPeriod::new(date(2026, 10, 20), date(2027, 9, 30))?;
        assert!(period.contains(date(2026, 10, 20)) && period.contains(date(2027, 9, 30)));
        assert!(!period.contains(date(2026, 10, 19)) && !period.contains(date(2027, 10, 1)));
        assert_eq!(period.to_string(), "令和8年10月20日から令和9年9月30日まで");
        Ok(())
    }

    #[test]
    fn never_ends_before_it_starts() {
        assert!(ValidityPeriod::new(date(2026, 4, 2), date(2026, 4, 1)).is_err());
        assert!(ValidityPeriod::new(date(2026, 4, 1), date(2026, 4, 1)).is_ok());
        assert!(serde_json::from_str::<ValidityPeriod>(r#"{"start":"2026-04-02","end":"2026-04-01"}"#).is_err());
    }
}
