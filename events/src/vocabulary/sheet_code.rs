//! シートの照合コード: what the QR code on each sheet of a certificate says. It names the certificate and the sheet to this program and
//! nothing to anybody else: no name, no number, no date.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::normalise;
use crate::ids::CertificateId;

/// Digits and letters without I, L, O, U and Z: 31, a prime, so that the check character finds every single wrong character and every two
/// that changed places.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
/// Characters that name the certificate.
const NAMING: usize = 12;

/// A sheet of what is put into an envelope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sheet {
    /// 受給者証.
    Certificate,
    /// 自己負担上限額管理票.
    CapSheet,
    /// 宛名票, where a window envelope is used.
    Address,
}

code_list!(Sheet, UnknownSheet, "シートの種類を選んでください。", {
    Certificate => "certificate", "受給者証";
    CapSheet => "cap_sheet", "自己負担上限額管理票";
    Address => "address", "宛名票";
});

impl Sheet {
    /// Without these an envelope is not whole.
    pub const ENCLOSED: [Self; 2] = [Self::Certificate, Self::CapSheet];

    const fn value(self) -> u64 {
        match self {
            Self::Certificate => 12,
            Self::CapSheet => 20,
            Self::Address => 10,
        }
    }
}

/// The code of one sheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SheetCode {
    naming: u64,
    sheet: Sheet,
}

/// Why a text is no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SheetCodeError {
    /// Not of the form.
    #[error("照合コードは、QRコードの下の14文字（数字と英字）です。読み取り直すか、見えるとおりに入力してください。")]
    Form,
    /// The check character does not fit.
    #[error("照合コードの検査文字が合いません。QRコードを読み取り直してください。")]
    Check,
}

impl SheetCode {
    /// The code of a sheet of a certificate, always the same.
    pub fn of(certificate: CertificateId, sheet: Sheet) -> Self {
        let hashed = Uuid::new_v5(&certificate.0, b"sheet code");
        let (naming, _) = hashed.as_u64_pair();
        Self { naming: naming % 31_u64.pow(12), sheet }
    }

    /// The sheet.
    pub const fn sheet(self) -> Sheet {
        self.sheet
    }

    /// The part that all sheets of one certificate have in common.
    pub fn certificate_part(self) -> String {
        text(&digits(self.naming))
    }

    /// Reads a code in any width and case, with or without spaces and hyphens.
    ///
    /// # Errors
    /// [`SheetCodeError`].
    pub fn parse(written: &str) -> Result<Self, SheetCodeError> {
        let plain = normalise::plain(written).to_uppercase();
        let values = plain.chars().filter(|sign| !matches!(sign, '-' | ' ')).map(value).collect::<Option<Vec<u64>>>();
        let values = values.filter(|values| values.len() == NAMING + 2).ok_or(SheetCodeError::Form)?;
        if weighed(&values[..=NAMING]) != values[NAMING + 1] {
            return Err(SheetCodeError::Check);
        }
        let sheet = Sheet::ALL.iter().copied().find(|sheet| sheet.value() == values[NAMING]).ok_or(SheetCodeError::Form)?;
        Ok(Self { naming: values[..NAMING].iter().fold(0, |sum, value| sum * 31 + value), sheet })
    }
}

fn value(sign: char) -> Option<u64> {
    SIGNS.iter().position(|known| char::from(*known) == sign).and_then(|place| u64::try_from(place).ok())
}

fn digits(naming: u64) -> Vec<u64> {
    let mut digits = vec![0; NAMING];
    let mut rest = naming;
    for digit in digits.iter_mut().rev() {
        *digit = rest % 31;
        rest /= 31;
    }
    digits
}

fn text(values: &[u64]) -> String {
    values.iter().filter_map(|value| usize::try_from(*value).ok()).map(|place| char::from(SIGNS[place % 31])).collect()
}

/// The check character: each value times its place from 1, modulo 31.
fn weighed(values: &[u64]) -> u64 {
    (1_u64..).zip(values).map(|(place, value)| place * value).sum::<u64>() % 31
}

impl std::fmt::Display for SheetCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut values = digits(self.naming);
        values.push(self.sheet.value());
        values.push(weighed(&values));
        f.write_str(&text(&values))
    }
}

string_value!(SheetCode, SheetCodeError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(n: u128, sheet: Sheet) -> SheetCode {
        SheetCode::of(CertificateId(Uuid::from_u128(n)), sheet)
    }

    #[test]
    fn sheets_of_one_certificate_share_their_first_part() {
        let (card, list) = (code(7, Sheet::Certificate), code(7, Sheet::CapSheet));
        assert_eq!(card.certificate_part(), list.certificate_part());
        assert_eq!(card.certificate_part().len(), NAMING);
        assert_ne!(card, list);
        assert_ne!(card.certificate_part(), code(8, Sheet::Certificate).certificate_part());
        assert_eq!(SheetCode::parse("見本 花子"), Err(SheetCodeError::Form));
        assert_eq!(SheetCode::parse(""), Err(SheetCodeError::Form));
    }

    #[test]
    fn any_width_case_and_grouping_is_read() {
        let card = code(9, Sheet::Certificate);
        let text = card.to_string();
        let grouped = format!("{}-{} {}", &text[..4], &text[4..8], text[8..].to_lowercase());
        assert_eq!(SheetCode::parse(&grouped), Ok(card));
        let wide: String = text.chars().map(|sign| char::from_u32(u32::from(sign) + 0xFEE0).unwrap()).collect();
        assert_eq!(SheetCode::parse(&wide), Ok(card));
    }

    proptest! {
        #[test]
        fn one_wrong_character_or_two_that_changed_places_are_found(n in any::<u128>(), at in 0_usize..13, other in 0_usize..31) {
            let text = code(n, Sheet::CapSheet).to_string();
            prop_assert_eq!(SheetCode::parse(&text), Ok(code(n, Sheet::CapSheet)));
            let mut wrong = text.clone().into_bytes();
            wrong[at] = SIGNS[other];
            let swapped = { let mut bytes = text.clone().into_bytes(); bytes.swap(at, at + 1); bytes };
            for changed in [wrong, swapped] {
                let changed = String::from_utf8(changed).unwrap();
                prop_assert!(changed == text || SheetCode::parse(&changed).is_err(), "{} {}", text, changed);
            }
        }
    }
}
