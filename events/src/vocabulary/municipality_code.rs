//! 全国地方公共団体コード: five digits and a check digit (modulus 11), as in JIS X 0402 and its six-digit form.

use serde::{Deserialize, Serialize};

use super::normalise;

/// A municipality's or prefecture's six-digit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode([u8; 6]);

/// Why a text is no municipality code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MunicipalityCodeError {
    /// Not six digits.
    #[error("市区町村コードは数字6桁で入力してください。")]
    NotDigits,
    /// The last digit does not follow from those before it.
    #[error("市区町村コードの検査数字（末尾の数字）が合いません。")]
    CheckDigit,
}

impl MunicipalityCode {
    /// Reads six digits in any width.
    pub fn parse(text: &str) -> Result<Self, MunicipalityCodeError> {
        let digits = normalise::digits::<6>(text).ok_or(MunicipalityCodeError::NotDigits)?;
        let sum: u32 = digits[..5].iter().zip([6_u32, 5, 4, 3, 2]).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        if (11 - sum % 11) % 10 == u32::from(digits[5]) { Ok(Self(digits)) } else { Err(MunicipalityCodeError::CheckDigit) }
    }

    /// 都道府県番号, the first two digits.
    pub const fn prefecture(self) -> u8 {
        self.0[0] * 10 + self.0[1]
    }
}

impl std::fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&normalise::digit_text(&self.0))
    }
}

string_value!(MunicipalityCode, MunicipalityCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_hold() {
        for code in ["410004", "412015", "412091", "413275", "414247", "414417", "131016", "011002"] {
            assert_eq!(MunicipalityCode::parse(code).map(|c| c.to_string()), Ok(code.to_owned()));
        }
        assert_eq!(MunicipalityCode::parse("412016"), Err(MunicipalityCodeError::CheckDigit));
        assert_eq!(MunicipalityCode::parse("41201"), Err(MunicipalityCodeError::NotDigits));
    }
}
