//! 公費負担医療の受給者番号: 受給者区分 6 digits and 検証番号. Unique within a payer number, never used again.

use serde::{Deserialize, Serialize};

use super::{check_digit, normalise};

/// A recipient number with a right check digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecipientNumber([u8; 7]);

/// Why a text is no 受給者番号.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecipientNumberError {
    /// Not 7 digits.
    #[error("受給者番号は数字7桁で入力してください。")]
    NotDigits,
    /// The last digit does not follow from those before it.
    #[error("受給者番号の検証番号（末尾の数字）が合いません。番号を確かめてください。")]
    CheckDigit,
}

impl RecipientNumber {
    /// Reads 7 digits in any width, with or without dashes.
    pub fn parse(text: &str) -> Result<Self, RecipientNumberError> {
        let digits = normalise::digits::<7>(text).ok_or(RecipientNumberError::NotDigits)?;
        if check_digit::holds(&digits) { Ok(Self(digits)) } else { Err(RecipientNumberError::CheckDigit) }
    }

    /// The number of a serial of the register, 1 to 999,999; `None` outside.
    pub fn from_serial(serial: u32) -> Option<Self> {
        if !(1..=999_999).contains(&serial) {
            return None;
        }
        let mut digits = [0_u8; 7];
        let mut rest = serial;
        for place in digits[..6].iter_mut().rev() {
            *place = u8::try_from(rest % 10).ok()?;
            rest /= 10;
        }
        digits[6] = check_digit::check_digit(&digits[..6]);
        Some(Self(digits))
    }

    /// The serial of the register from which the number was made.
    pub fn serial(self) -> u32 {
        self.0[..6].iter().fold(0, |n, digit| n * 10 + u32::from(*digit))
    }
}

impl std::fmt::Display for RecipientNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&normalise::digit_text(&self.0))
    }
}

string_value!(RecipientNumber, RecipientNumberError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn computed_numbers() {
        for (serial, text) in [(1, "0000018"), (123_456, "1234566"), (999_999, "9999996")] {
            assert_eq!(RecipientNumber::from_serial(serial).map(|n| n.to_string()).as_deref(), Some(text));
        }
        assert_eq!(RecipientNumber::from_serial(0), None);
        assert_eq!(RecipientNumber::from_serial(1_000_000), None);
        assert_eq!(RecipientNumber::parse("0000019"), Err(RecipientNumberError::CheckDigit));
    }

    proptest! {
        #[test]
        fn serial_and_text_round_trip(serial in 1_u32..1_000_000) {
            let number = RecipientNumber::from_serial(serial);
            prop_assert_eq!(number.map(RecipientNumber::serial), Some(serial));
            prop_assert_eq!(number.and_then(|n| RecipientNumber::parse(&n.to_string()).ok()), number);
        }
    }
}
