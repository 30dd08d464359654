//! 公費負担者番号: who pays, 8 digits: 法別番号 2, 都道府県番号 2, 実施機関番号 3, 検証番号 1.

use serde::{Deserialize, Serialize};

use super::{check_digit, normalise};

/// A payer number with a right check digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayerNumber([u8; 8]);

/// Why a text is no 公費負担者番号.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayerNumberError {
    /// Not 8 digits.
    #[error("公費負担者番号は数字8桁で入力してください。")]
    NotDigits,
    /// The last digit does not follow from those before it.
    #[error("公費負担者番号の検証番号（末尾の数字）が合いません。番号を確かめてください。")]
    CheckDigit,
}

impl PayerNumber {
    /// Reads 8 digits in any width, with or without dashes.
    pub fn parse(text: &str) -> Result<Self, PayerNumberError> {
        let digits = normalise::digits::<8>(text).ok_or(PayerNumberError::NotDigits)?;
        if check_digit::holds(&digits) { Ok(Self(digits)) } else { Err(PayerNumberError::CheckDigit) }
    }

    /// 法別番号; 52 is 小児慢性特定疾病医療支援.
    pub const fn law_number(self) -> u8 {
        self.0[0] * 10 + self.0[1]
    }

    /// 都道府県番号.
    pub const fn prefecture_number(self) -> u8 {
        self.0[2] * 10 + self.0[3]
    }
}

impl std::fmt::Display for PayerNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&normalise::digit_text(&self.0))
    }
}

string_value!(PayerNumber, PayerNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_published_numbers_and_no_others() -> Result<(), PayerNumberError> {
        let number = PayerNumber::parse("５２４１－６０１３")?;
        assert_eq!((number.to_string().as_str(), number.law_number(), number.prefecture_number()), ("52416013", 52, 41));
        assert_eq!(PayerNumber::parse("52416014"), Err(PayerNumberError::CheckDigit));
        assert_eq!(PayerNumber::parse("5241601"), Err(PayerNumberError::NotDigits));
        assert_eq!(PayerNumber::parse("5241601x"), Err(PayerNumberError::NotDigits));
        Ok(())
    }

    #[test]
    fn json_is_validated() {
        assert_eq!(serde_json::from_str::<PayerNumber>("\"52416013\"").map(|n| n.to_string()).ok().as_deref(), Some("52416013"));
        assert!(serde_json::from_str::<PayerNumber>("\"52416014\"").is_err());
    }
}
