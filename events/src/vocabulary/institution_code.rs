//! 医療機関コード: prefecture (2), 点数表 (1), district (2), institution (4) and a check digit over all of it.

use serde::{Deserialize, Serialize};

use super::{check_digit, normalise};

/// A code of ten digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstitutionCode([u8; 10]);

/// Why a text is no code of an institution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstitutionCodeError {
    /// Not ten digits.
    #[error("医療機関コードは、都道府県2桁と点数表1桁を付けた10桁の数字で入力してください。")]
    NotDigits,
    /// No prefecture has this number.
    #[error("医療機関コードの初めの2桁が都道府県番号（01から47）ではありません。番号を確かめてください。")]
    Prefecture,
    /// The third digit is none of the tables.
    #[error("医療機関コードの3桁目は、1（医科）、3（歯科）、4（調剤）、6（訪問看護）のどれかです。番号を確かめてください。")]
    Kind,
    /// The check digit does not hold.
    #[error("医療機関コードの検証番号（末尾の桁）が合いません。番号を確かめてください。")]
    CheckDigit,
}

/// 点数表: what an institution is paid by, and so what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum InstitutionKind {
    /// 病院・診療所.
    Medical,
    /// 歯科.
    Dental,
    /// 薬局.
    Pharmacy,
    /// 訪問看護事業者.
    HomeNursing,
}

code_list!(InstitutionKind, InstitutionKindError, "医療機関の種別を表す語ではありません。", {
    Medical => "medical", "病院・診療所";
    Dental => "dental", "歯科";
    Pharmacy => "pharmacy", "薬局";
    HomeNursing => "home_nursing", "訪問看護";
});

fn kind_of(digit: u8) -> Option<InstitutionKind> {
    match digit {
        1 => Some(InstitutionKind::Medical),
        3 => Some(InstitutionKind::Dental),
        4 => Some(InstitutionKind::Pharmacy),
        6 => Some(InstitutionKind::HomeNursing),
        _ => None,
    }
}

impl InstitutionCode {
    /// Reads ten digits in any width, hyphens and spaces between them.
    ///
    /// # Errors
    /// [`InstitutionCodeError`].
    pub fn parse(text: &str) -> Result<Self, InstitutionCodeError> {
        let digits = normalise::digits::<10>(text).ok_or(InstitutionCodeError::NotDigits)?;
        if !(1..=47).contains(&(digits[0] * 10 + digits[1])) {
            return Err(InstitutionCodeError::Prefecture);
        }
        kind_of(digits[2]).ok_or(InstitutionCodeError::Kind)?;
        if check_digit::holds(&digits) { Ok(Self(digits)) } else { Err(InstitutionCodeError::CheckDigit) }
    }

    /// 種別, by the third digit.
    pub fn kind(self) -> InstitutionKind {
        kind_of(self.0[2]).unwrap_or(InstitutionKind::Medical)
    }

    /// 都道府県番号, 1 to 47.
    pub const fn prefecture(self) -> u8 {
        self.0[0] * 10 + self.0[1]
    }
}

impl std::fmt::Display for InstitutionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&normalise::digit_text(&self.0))
    }
}

string_value!(InstitutionCode, InstitutionCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_whose_last_follows_from_the_others() {
        // A public example of the ten digits on prescriptions.
        let code = InstitutionCode::parse("０１-１-０１１３７１９").unwrap();
        assert_eq!((code.to_string().as_str(), code.kind(), code.prefecture()), ("0110113719", InstitutionKind::Medical, 1));
        assert_eq!(InstitutionCode::parse("4140000011").map(InstitutionCode::kind), Ok(InstitutionKind::Pharmacy));
        for (text, wrong) in [
            ("0113719", InstitutionCodeError::NotDigits),
            ("01101137190", InstitutionCodeError::NotDigits),
            ("4810113719", InstitutionCodeError::Prefecture),
            ("0120113719", InstitutionCodeError::Kind),
            ("0110113718", InstitutionCodeError::CheckDigit),
            ("0110113791", InstitutionCodeError::CheckDigit),
        ] {
            assert_eq!(InstitutionCode::parse(text), Err(wrong), "{text}");
        }
    }
}
