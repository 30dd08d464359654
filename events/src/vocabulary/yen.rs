//! 円: an amount of money, never negative, in whole yen.

use serde::{Deserialize, Serialize};

use super::normalise;

/// An amount in whole yen, 0 to 999,999,999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "i64", into = "i64")]
#[schemars(with = "i64")]
pub struct Yen(i64);

/// Why a text or number is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YenError {
    /// Nothing was typed.
    #[error("金額を入力してください。0円のときは 0 と入力してください。")]
    Empty,
    /// Not a whole number, or a comma stands in the wrong place.
    #[error("金額として読めません。68400 または 68,400円 のように入力してください。")]
    Unreadable,
    /// Below zero.
    #[error("金額にマイナスは使えません。")]
    Negative,
    /// Above the largest amount.
    #[error("金額が大きすぎます。桁数を確かめてください。")]
    TooLarge,
}

impl Yen {
    /// No yen.
    pub const ZERO: Self = Self(0);
    /// The largest amount.
    pub const MAX: Self = Self(999_999_999_999);

    /// Checks the range.
    pub const fn new(amount: i64) -> Result<Self, YenError> {
        if amount < 0 {
            Err(YenError::Negative)
        } else if amount > Self::MAX.0 {
            Err(YenError::TooLarge)
        } else {
            Ok(Self(amount))
        }
    }

    /// The number of yen.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// Reads what is typed: any width, commas in their places, 円 or ¥.
    pub fn parse_input(text: &str) -> Result<Self, YenError> {
        let text = normalise::code_text(text);
        let text = text.strip_prefix(['¥', '\\']).unwrap_or(&text);
        let text = text.strip_suffix('円').unwrap_or(text).trim();
        if text.is_empty() {
            return Err(YenError::Empty);
        }
        if let Some(rest) = text.strip_prefix(['-', '△', '▲']) {
            return if rest.starts_with(|c: char| c.is_ascii_digit()) {
                Err(YenError::Negative)
            } else {
                Err(YenError::Unreadable)
            };
        }
        let groups: Vec<&str> = text.split([',', '、']).collect();
        let well_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
        if !well_grouped || groups.iter().any(|g| g.is_empty() || !g.bytes().all(|b| b.is_ascii_digit())) {
            return Err(YenError::Unreadable);
        }
        let digits = groups.concat();
        digits.parse().map_or(Err(YenError::TooLarge), Self::new)
    }

    /// The sum, if it is an amount.
    pub const fn plus(self, other: Self) -> Result<Self, YenError> {
        Self::new(self.0 + other.0)
    }

    /// `12,300`, without the unit.
    pub fn grouped(self) -> String {
        let digits = self.0.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    }
}

impl std::fmt::Display for Yen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}円", self.grouped())
    }
}

impl TryFrom<i64> for Yen {
    type Error = YenError;
    fn try_from(amount: i64) -> Result<Self, YenError> {
        Self::new(amount)
    }
}

impl From<Yen> for i64 {
    fn from(yen: Yen) -> Self {
        yen.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_is_typed() {
        for (text, amount) in
            [("68400", 68_400), ("68,400円", 68_400), ("６８，４００円", 68_400), ("¥1,000,000", 1_000_000), (" 0 ", 0)]
        {
            assert_eq!(Yen::parse_input(text), Yen::new(amount), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        assert_eq!(Yen::parse_input(""), Err(YenError::Empty));
        assert_eq!(Yen::parse_input("円"), Err(YenError::Empty));
        assert_eq!(Yen::parse_input("-1"), Err(YenError::Negative));
        assert_eq!(Yen::parse_input("△500"), Err(YenError::Negative));
        assert_eq!(Yen::parse_input("99999999999999999999"), Err(YenError::TooLarge));
        for text in ["71,00", "1,23", "7.1", "七万", "1e3", ",100", "100,", "12,345,67"] {
            assert_eq!(Yen::parse_input(text), Err(YenError::Unreadable), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(amount in 0_i64..=Yen::MAX.0) {
            let yen = Yen::new(amount)?;
            prop_assert_eq!(Yen::parse_input(&yen.to_string()), Ok(yen));
        }
    }
}
