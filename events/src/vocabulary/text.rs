//! 自由記載: remarks and reasons, several lines.

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::normalise;

/// A text of several lines, 1 to 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FreeText(String);

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreeTextError {
    /// Nothing was typed.
    #[error("入力してください。")]
    Empty,
    /// More than 2000 characters.
    #[error("2000文字以内で入力してください。")]
    TooLong,
    /// Control characters or invisible marks.
    #[error("使えない文字（制御文字）が入っています。入力し直してください。")]
    Forbidden,
}

impl FreeText {
    /// Longest text, in characters.
    pub const LONGEST: usize = 2000;

    /// Trims the ends and composes (NFC); everything else stays as typed.
    pub fn parse(text: &str) -> Result<Self, FreeTextError> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        // Nearly all that is typed is composed already.
        let text = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
        if text.is_empty() {
            return Err(FreeTextError::Empty);
        }
        if text.chars().any(|c| c != '\n' && c != '\t' && normalise::is_forbidden(c)) {
            return Err(FreeTextError::Forbidden);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(FreeTextError::TooLong);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for FreeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(FreeText, FreeTextError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(FreeText::parse("　 "), Err(FreeTextError::Empty));
        assert_eq!(FreeText::parse(&"あ".repeat(2000 + 1)), Err(FreeTextError::TooLong));
        assert!(FreeText::parse(&"あ".repeat(2000)).is_ok());
        assert_eq!(FreeText::parse("あ\u{0}い"), Err(FreeTextError::Forbidden));
        assert_eq!(FreeText::parse("あ\u{202e}い"), Err(FreeTextError::Forbidden));
        assert_eq!(FreeText::parse("<script>").map(|t| t.to_string()), Ok("<script>".to_owned()));
        assert_eq!(FreeText::parse("一\r\n二").map(|t| t.to_string()), Ok("一\n二".to_owned()));
    }
}
