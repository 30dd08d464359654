//! 疾病コード: the national code `GG_SS_NNN` (group, subgroup, number), which stays when notification numbers are renumbered.

use serde::{Deserialize, Serialize};

use super::normalise;

/// Key of a disease. Where the national code is unknown, our own id has `XX` as subgroup.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DiseaseId {
    group: u8,
    /// `None` is our own id.
    subgroup: Option<u8>,
    number: u16,
}

/// The text is no disease code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("疾病コードは 01_01_001 のように入力してください。")]
pub struct DiseaseIdError;

impl DiseaseId {
    /// Reads `GG_SS_NNN` in any width; dashes count as underscores.
    pub fn parse(text: &str) -> Result<Self, DiseaseIdError> {
        let text = normalise::code_text(text).to_uppercase().replace('-', "_");
        let mut parts = text.split('_');
        let (Some(group), Some(subgroup), Some(number), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(DiseaseIdError);
        };
        let digits = |part: &str, length: usize| -> Result<u16, DiseaseIdError> {
            if part.len() == length && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse().map_err(|_| DiseaseIdError)
            } else {
                Err(DiseaseIdError)
            }
        };
        let small = |n: u16| u8::try_from(n).map_err(|_| DiseaseIdError);
        let subgroup = if subgroup == "XX" { None } else { Some(small(digits(subgroup, 2)?)?) };
        let id = Self { group: small(digits(group, 2)?)?, subgroup, number: digits(number, 3)? };
        if id.group == 0 || id.number == 0 { Err(DiseaseIdError) } else { Ok(id) }
    }

    /// 疾患群, 1 to 16 today.
    pub const fn group(self) -> u8 {
        self.group
    }

    /// Whether the code is the nation's and not our own.
    pub const fn is_national(self) -> bool {
        self.subgroup.is_some()
    }
}

impl std::fmt::Display for DiseaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.subgroup {
            Some(subgroup) => write!(f, "{:02}_{subgroup:02}_{:03}", self.group, self.number),
            None => write!(f, "{:02}_XX_{:03}", self.group, self.number),
        }
    }
}

impl std::fmt::Debug for DiseaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DiseaseId({self})")
    }
}

string_value!(DiseaseId, DiseaseIdError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (text, kept) in [("01_01_001", "01_01_001"), ("０１－０１－００１", "01_01_001"), ("11_xx_007", "11_XX_007")]
        {
            assert_eq!(DiseaseId::parse(text).map(|id| id.to_string()), Ok(kept.to_owned()), "{text}");
        }
        for text in ["", "01_01", "1_01_001", "01_01_01", "00_01_001", "01_01_000", "01_01_001_1", "01_AB_001"] {
            assert_eq!(DiseaseId::parse(text), Err(DiseaseIdError), "{text}");
        }
        assert_eq!(DiseaseId::parse("11_XX_007").map(|id| (id.group(), id.is_national())), Ok((11, false)));
    }
}
