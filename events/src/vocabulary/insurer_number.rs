//! 保険者番号: the insurer, 8 digits (被用者保険など) or 6 digits (国民健康保険), both with the common check digit.

use serde::{Deserialize, Serialize};

use super::{check_digit, normalise};

/// An insurer number with a right check digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InsurerNumber(String);

/// Why a text is no insurer number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InsurerNumberError {
    /// Neither 6 nor 8 digits.
    #[error("保険者番号は数字8桁（国民健康保険は6桁）で入力してください。")]
    NotDigits,
    /// The last digit does not follow from those before it.
    #[error("保険者番号の検証番号（末尾の数字）が合いません。番号を確かめてください。")]
    CheckDigit,
}

impl InsurerNumber {
    /// Reads 6 or 8 digits in any width.
    pub fn parse(text: &str) -> Result<Self, InsurerNumberError> {
        let digits = normalise::digits::<8>(text)
            .map(|d| d.to_vec())
            .or_else(|| normalise::digits::<6>(text).map(|d| d.to_vec()))
            .ok_or(InsurerNumberError::NotDigits)?;
        if check_digit::holds(&digits) { Ok(Self(normalise::digit_text(&digits))) } else { Err(InsurerNumberError::CheckDigit) }
    }
}

impl std::fmt::Display for InsurerNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(InsurerNumber, InsurerNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths() {
        assert!(InsurerNumber::parse("33120015").is_ok());
        assert!(InsurerNumber::parse("410019").is_ok(), "six digits");
        assert_eq!(InsurerNumber::parse("33120014"), Err(InsurerNumberError::CheckDigit));
        assert_eq!(InsurerNumber::parse("3312001"), Err(InsurerNumberError::NotDigits));
    }
}
