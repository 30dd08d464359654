//! 変更番号: names the change request under which something is done, such as `C-2026-0001`. The record it names is kept elsewhere.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The number of a change request, 3 to 32 characters. Capital letters, digits and `-` only, so that nothing about a person fits in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChangeNumber(String);

/// The text names no change request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("変更番号は C-2026-0001 のように、英字で始まり数字を含む3文字から32文字で入力してください（英数字とハイフン）。")]
pub struct ChangeNumberError;

impl ChangeNumber {
    /// Reads a number in any width, small letters as capitals.
    pub fn parse(text: &str) -> Result<Self, ChangeNumberError> {
        let text: String = text.trim().nfkc().map(|c| if matches!(c, '‐' | '−' | '–' | 'ー') { '-' } else { c }).collect();
        let text = text.to_ascii_uppercase();
        let known = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        let fits = (3..=32).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(known);
        if fits { Ok(Self(text)) } else { Err(ChangeNumberError) }
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ChangeNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(ChangeNumber, ChangeNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for text in ["C-2026-0001", "ｃ－２０２６－０００１", " c-2026-0001 "] {
            assert_eq!(ChangeNumber::parse(text).map(|n| n.to_string()), Ok("C-2026-0001".to_owned()), "{text}");
        }
        for text in ["", "C-", "2026-1", "C-見本", "C 2026 1", "ABC", &"C1".repeat(17), "C-1'--"] {
            assert_eq!(ChangeNumber::parse(text), Err(ChangeNumberError), "{text}");
        }
    }
}
