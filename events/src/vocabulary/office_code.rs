//! 事務所コード: two digits; `00` is the division (担当課), the others are health and welfare offices by the master.

use serde::{Deserialize, Serialize};

use super::normalise;

/// An office. Which codes exist, and their names, stands in the masters: offices are merged and renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode(u8);

/// The text has not two digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("事務所コードは 01 のように数字2桁で入力してください。")]
pub struct OfficeCodeError;

impl OfficeCode {
    /// 担当課, which checks and decides.
    pub const DIVISION: Self = Self(0);

    /// Reads two digits in any width.
    pub fn parse(text: &str) -> Result<Self, OfficeCodeError> {
        normalise::digits::<2>(text).map(|[tens, ones]| Self(tens * 10 + ones)).ok_or(OfficeCodeError)
    }

    /// Whether this is the division and no counter office.
    pub const fn is_division(self) -> bool {
        self.0 == Self::DIVISION.0
    }
}

impl std::fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

string_value!(OfficeCode, OfficeCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        assert_eq!(OfficeCode::parse("０１").map(|c| c.to_string()), Ok("01".to_owned()));
        assert_eq!(OfficeCode::parse("00").map(OfficeCode::is_division), Ok(true));
        for text in ["", "1", "001", "a1"] {
            assert_eq!(OfficeCode::parse(text), Err(OfficeCodeError), "{text}");
        }
    }
}
