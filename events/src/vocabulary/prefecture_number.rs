//! 都道府県番号, 1 to 47: how codes of institutions and payer numbers name a prefecture.

use serde::{Deserialize, Serialize};

/// The number of a prefecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct PrefectureNumber(u8);

/// No prefecture has the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("都道府県番号は1から47までです。番号を確かめてください。")]
pub struct PrefectureNumberError;

impl TryFrom<u8> for PrefectureNumber {
    type Error = PrefectureNumberError;
    fn try_from(number: u8) -> Result<Self, PrefectureNumberError> {
        if (1..=47).contains(&number) { Ok(Self(number)) } else { Err(PrefectureNumberError) }
    }
}

impl From<PrefectureNumber> for u8 {
    fn from(number: PrefectureNumber) -> Self {
        number.0
    }
}

/// Two digits, as they stand at the head of a code.
impl std::fmt::Display for PrefectureNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_forty_seven() {
        assert_eq!(PrefectureNumber::try_from(1_u8).map(|number| number.to_string()), Ok("01".to_owned()));
        assert_eq!(PrefectureNumber::try_from(47_u8).map(u8::from), Ok(47));
        for number in [0_u8, 48] {
            assert_eq!(PrefectureNumber::try_from(number), Err(PrefectureNumberError));
        }
        assert!(serde_json::from_str::<PrefectureNumber>("48").is_err());
    }
}
