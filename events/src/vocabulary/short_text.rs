//! One line of text: the name of an insurer, an institution or a doctor, a symbol or number of an insurance card.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::normalise;

/// A text of one line, 1 to 100 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShortText(String);

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShortTextError {
    /// Nothing was typed.
    #[error("入力してください。")]
    Empty,
    /// More than 100 characters.
    #[error("100文字以内で入力してください。")]
    TooLong,
    /// Control characters, line breaks or invisible marks.
    #[error("使えない文字（改行や制御文字）が入っています。入力し直してください。")]
    Forbidden,
}

impl ShortText {
    /// Longest text, in characters.
    pub const LONGEST: usize = 100;

    /// Trims the ends and composes (NFC); everything else stays as typed.
    pub fn parse(text: &str) -> Result<Self, ShortTextError> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err(ShortTextError::Empty);
        }
        if text.chars().any(normalise::is_forbidden) {
            return Err(ShortTextError::Forbidden);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(ShortTextError::TooLong);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ShortText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(ShortText, ShortTextError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(ShortText::parse("　 "), Err(ShortTextError::Empty));
        assert_eq!(ShortText::parse(&"あ".repeat(100 + 1)), Err(ShortTextError::TooLong));
        assert!(ShortText::parse(&"あ".repeat(100)).is_ok());
        assert_eq!(ShortText::parse("あ\u{0}い"), Err(ShortTextError::Forbidden));
        assert_eq!(ShortText::parse("あ\u{202e}い"), Err(ShortTextError::Forbidden));
        assert_eq!(ShortText::parse("<script>").map(|t| t.to_string()), Ok("<script>".to_owned()));
        assert_eq!(ShortText::parse("一\n二"), Err(ShortTextError::Forbidden));
    }
}
