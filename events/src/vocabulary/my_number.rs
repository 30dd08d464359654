//! 個人番号: twelve digits. Never in an event, a log or an error; only the vault sees it open.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::normalise;

/// A My Number. It has no serde on purpose; `Debug` and `Display` show only that there is one; memory is wiped on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct MyNumber([u8; 12]);

/// Why a text is no My Number. The texts never repeat what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MyNumberError {
    /// Not twelve digits.
    #[error("個人番号は数字12桁で入力してください。")]
    NotDigits,
    /// The last digit does not follow from those before it.
    #[error("個人番号の検査用数字（末尾の数字）が合いません。番号を確かめてください。")]
    CheckDigit,
}

impl MyNumber {
    /// Reads twelve digits in any width, with or without dashes and spaces.
    pub fn parse(text: &str) -> Result<Self, MyNumberError> {
        let digits = normalise::digits::<12>(text).ok_or(MyNumberError::NotDigits)?;
        let (body, last) = digits.split_at(11);
        if check(body) == last[0] { Ok(Self(digits)) } else { Err(MyNumberError::CheckDigit) }
    }

    /// The twelve digits, for the vault. The caller wipes its copy.
    pub fn expose(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::new(normalise::digit_text(&self.0))
    }
}

/// 総務省令 (平成26年第85号) 第5条: from the last digit of the body on, weights 2 to 7 and again 2 to 6, modulus 11.
fn check(body: &[u8]) -> u8 {
    let sum = body
        .iter()
        .rev()
        .zip([2_u16, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6])
        .map(|(digit, weight)| u16::from(*digit) * weight)
        .sum::<u16>();
    match sum % 11 {
        0 | 1 => 0,
        rest => u8::try_from(11 - rest).unwrap_or(0),
    }
}

impl std::fmt::Debug for MyNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MyNumber(…)")
    }
}

impl std::fmt::Display for MyNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("＊＊＊＊ ＊＊＊＊ ＊＊＊＊")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_the_official_one() {
        // Made-up bodies; the digits were worked out by hand from the ordinance.
        assert!(MyNumber::parse("123456789018").is_ok());
        assert!(MyNumber::parse("１２３４－５６７８－９０１８").is_ok());
        assert_eq!(MyNumber::parse("123456789012"), Err(MyNumberError::CheckDigit));
        assert_eq!(MyNumber::parse("12345678901"), Err(MyNumberError::NotDigits));
        assert_eq!(check(&[0; 11]), 0);
    }

    #[test]
    fn it_never_shows() -> Result<(), MyNumberError> {
        let number = MyNumber::parse("123456789018")?;
        assert!(!format!("{number} {number:?} {:?}", MyNumber::parse("123456789012")).contains("1234"));
        assert_eq!(number.expose().as_str(), "123456789018");
        Ok(())
    }
}
