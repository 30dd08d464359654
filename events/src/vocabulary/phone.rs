//! 電話番号: a Japanese number of 10 or 11 digits, dashes as typed.

use serde::{Deserialize, Serialize};

use super::normalise;

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The text is no Japanese telephone number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("電話番号は 0952-00-0000 のように、市外局番から数字とハイフンで入力してください。")]
pub struct PhoneError;

impl Phone {
    /// Reads digits and dashes in any width; brackets count as dashes; `+81` becomes the leading 0.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = normalise::code_text(text).replace(['(', ')', ' '], "-");
        let text = match text.strip_prefix("+81") {
            Some(rest) => format!("0{}", rest.trim_start_matches('-')),
            None => text,
        };
        let groups: Vec<&str> = text.split('-').filter(|group| !group.is_empty()).collect();
        let digits = groups.concat();
        if digits.starts_with('0') && matches!(digits.len(), 10 | 11) && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(groups.join("-")))
        } else {
            Err(PhoneError)
        }
    }

    /// Digits only, for comparison.
    pub fn digits(&self) -> String {
        self.0.replace('-', "")
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(Phone, PhoneError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (text, kept) in [
            ("0952-00-0000", "0952-00-0000"),
            ("０９５２（００）００００", "0952-00-0000"),
            ("09000000000", "09000000000"),
            ("+81-952-00-0000", "0952-00-0000"),
        ] {
            assert_eq!(Phone::parse(text).map(|p| p.to_string()), Ok(kept.to_owned()), "{text}");
        }
        for text in ["", "110", "0952-00-000x", "952-00-0000", "0952-00-000000"] {
            assert_eq!(Phone::parse(text), Err(PhoneError), "{text}");
        }
    }
}
