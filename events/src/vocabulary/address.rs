//! 住所: postal code (where known) and the address as it stands in the resident register.

use serde::{Deserialize, Serialize};

use super::{PostalCode, ShortText};

/// An address in Japan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// 郵便番号, if known.
    pub postal_code: Option<PostalCode>,
    /// Prefecture to building, one line of up to 100 characters.
    pub text: ShortText,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.postal_code {
            Some(code) => write!(f, "〒{code} {}", self.text),
            None => write!(f, "{}", self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_postal_code_where_known() -> Result<(), Box<dyn std::error::Error>> {
        let text = ShortText::parse("佐賀県佐賀市見本町1-1")?;
        let known = Address { postal_code: Some(PostalCode::parse("8400000")?), text: text.clone() };
        assert_eq!(known.to_string(), "〒840-0000 佐賀県佐賀市見本町1-1");
        assert_eq!(Address { postal_code: None, text }.to_string(), "佐賀県佐賀市見本町1-1");
        Ok(())
    }
}
