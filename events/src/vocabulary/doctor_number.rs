//! 指定医番号: each authority gives its own, in a form of its own. The national rules give none (要確認).

use serde::{Deserialize, Serialize};

use super::normalise;

/// A number of 1 to 12 characters; the width and the dash in which it was typed make no other number of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DoctorNumber(String);

/// Why a text is no number of a doctor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DoctorNumberError {
    /// Nothing was typed.
    #[error("指定医番号を入力してください。")]
    Empty,
    /// More than 12 characters.
    #[error("指定医番号は12文字以内で入力してください。")]
    TooLong,
    /// Neither letters nor digits.
    #[error("指定医番号は文字、数字、ハイフンで入力してください。空白や記号は使えません。")]
    Forbidden,
}

impl DoctorNumber {
    /// Longest number, in characters.
    pub const LONGEST: usize = 12;

    /// Reads a number in any width; small letters become capitals.
    ///
    /// # Errors
    /// [`DoctorNumberError`].
    pub fn parse(text: &str) -> Result<Self, DoctorNumberError> {
        let text = normalise::code_text(text).to_uppercase();
        if text.is_empty() {
            return Err(DoctorNumberError::Empty);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(DoctorNumberError::TooLong);
        }
        if !text.chars().all(|c| c.is_alphanumeric() || c == '-') {
            return Err(DoctorNumberError::Forbidden);
        }
        Ok(Self(text))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DoctorNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(DoctorNumber, DoctorNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_however_it_was_typed() {
        for text in ["SG-0012", "ｓｇ－００１２", " sg‐0012 "] {
            assert_eq!(DoctorNumber::parse(text).map(|number| number.to_string()), Ok("SG-0012".to_owned()), "{text}");
        }
        assert!(DoctorNumber::parse("佐小第12号").is_ok());
        assert_eq!(DoctorNumber::parse("　"), Err(DoctorNumberError::Empty));
        assert_eq!(DoctorNumber::parse("1234567890123"), Err(DoctorNumberError::TooLong));
        assert_eq!(DoctorNumber::parse("12 34"), Err(DoctorNumberError::Forbidden));
        assert_eq!(DoctorNumber::parse("=1+1"), Err(DoctorNumberError::Forbidden));
    }
}
