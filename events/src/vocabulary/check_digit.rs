//! 検証番号: the check digit of payer, recipient and insurer numbers (modulus 10, weights 2 and 1).

use super::normalise;

/// Why a body has no check digit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// No digits at all.
    #[error("番号を入力してください。")]
    Empty,
    /// Something that is no digit.
    #[error("番号は数字だけで入力してください。")]
    NotDigits,
    /// More than 15 digits.
    #[error("番号が長すぎます。15桁以内で入力してください。")]
    TooLong,
}

/// Check digit of a body of digits (each 0 to 9): from the last digit on multiply by 2, 1, 2, 1 …, add the digits of the
/// products, and take what is missing to the next ten. The weights run from the right, so a body of six digits begins
/// with weight 1 and one of seven with weight 2.
pub fn check_digit(body: &[u8]) -> u8 {
    let sum = body.iter().rev().enumerate().fold(0_u8, |sum, (place, digit)| {
        let product = if place % 2 == 0 { (digit % 10) * 2 } else { digit % 10 };
        (sum + product / 10 + product % 10) % 10
    });
    (10 - sum) % 10
}

/// The digits of a body, in any width.
pub fn parse_body(text: &str) -> Result<Vec<u8>, BodyError> {
    let text = normalise::plain(text);
    if text.is_empty() {
        return Err(BodyError::Empty);
    }
    if text.chars().count() > 15 {
        return Err(BodyError::TooLong);
    }
    text.chars().map(|c| c.to_digit(10).and_then(|d| u8::try_from(d).ok()).ok_or(BodyError::NotDigits)).collect()
}

/// Whether the last digit is the check digit of those before it.
pub(crate) fn holds(digits: &[u8]) -> bool {
    digits.split_last().is_some_and(|(last, body)| check_digit(body) == *last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_numbers_hold() {
        for number in [
            "52196011", "52197019", "52198017", "54016027", "33120015", "81136244", "81137242", "88138243", "88131248",
            "89131247", "0000018", "1234566", "9999996", "52416013", "52417011", "52418019",
        ] {
            assert_eq!(parse_body(number).map(|digits| holds(&digits)), Ok(true), "{number}");
        }
    }

    #[test]
    fn refuses_other_bodies() {
        assert_eq!(parse_body(""), Err(BodyError::Empty));
        assert_eq!(parse_body("52a"), Err(BodyError::NotDigits));
        assert_eq!(parse_body("1234567890123456"), Err(BodyError::TooLong));
        assert_eq!(parse_body("５２１９６０１").map(|b| check_digit(&b)), Ok(1));
    }

    proptest! {
        #[test]
        fn finds_every_single_wrong_digit(body in prop::collection::vec(0_u8..10, 1..15), at in 0_usize..15, by in 1_u8..10) {
            let mut number = body.clone();
            number.push(check_digit(&body));
            prop_assert!(holds(&number));
            let at = at % number.len();
            number[at] = (number[at] + by) % 10;
            prop_assert!(!holds(&number));
        }
    }
}
