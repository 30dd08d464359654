//! 年度: April to March, named by the year in which it begins.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::wareki;

/// A fiscal year, 1900 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "i16", into = "i16")]
#[schemars(with = "i16")]
pub struct FiscalYear(i16);

/// The number is no year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("年度は西暦1900年から2199年の範囲で入力してください。")]
pub struct FiscalYearError;

impl FiscalYear {
    /// Checks the range.
    pub const fn new(year: i16) -> Result<Self, FiscalYearError> {
        if year >= 1900 && year <= 2199 { Ok(Self(year)) } else { Err(FiscalYearError) }
    }

    /// The fiscal year a day lies in.
    pub fn containing(day: Date) -> Self {
        Self(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// The year in which it begins.
    pub const fn year(self) -> i16 {
        self.0
    }
}

impl std::fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&wareki::year_label(self.0))
    }
}

impl TryFrom<i16> for FiscalYear {
    type Error = FiscalYearError;
    fn try_from(year: i16) -> Result<Self, FiscalYearError> {
        Self::new(year)
    }
}

impl From<FiscalYear> for i16 {
    fn from(year: FiscalYear) -> Self {
        year.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn runs_from_april_to_march() {
        assert_eq!(FiscalYear::containing(date(2026, 3, 31)).year(), 2025);
        assert_eq!(FiscalYear::containing(date(2026, 4, 1)).to_string(), "令和8年度");
        assert_eq!(FiscalYear::new(26), Err(FiscalYearError));
    }
}
