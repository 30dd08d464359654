//! 郵便番号: seven digits, written `840-8570`.

use serde::{Deserialize, Serialize};

use super::normalise;

/// A postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode([u8; 7]);

/// The text has not seven digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("郵便番号は 840-8570 のように数字7桁で入力してください。")]
pub struct PostalCodeError;

impl PostalCode {
    /// Reads seven digits in any width, with or without 〒 and dash.
    pub fn parse(text: &str) -> Result<Self, PostalCodeError> {
        let text = text.trim().trim_start_matches('〒');
        normalise::digits::<7>(text).map(Self).ok_or(PostalCodeError)
    }
}

impl std::fmt::Display for PostalCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = normalise::digit_text(&self.0);
        write!(f, "{}-{}", &digits[..3], &digits[3..])
    }
}

string_value!(PostalCode, PostalCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for text in ["840-8570", "8408570", "〒８４０－８５７０", "840ー8570"] {
            assert_eq!(PostalCode::parse(text).map(|c| c.to_string()), Ok("840-8570".to_owned()), "{text}");
        }
        for text in ["", "840-857", "840-85701", "84o8570"] {
            assert_eq!(PostalCode::parse(text), Err(PostalCodeError), "{text}");
        }
    }
}
