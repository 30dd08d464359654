//! 受付番号: `8-01-0412`, year of 令和, office that received, serial within both.

use serde::{Deserialize, Serialize};

use super::{FiscalYear, OfficeCode, normalise};

/// A receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptNumber {
    year: u8,
    office: OfficeCode,
    serial: u32,
}

/// Why a text is no receipt number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptNumberError {
    /// Not of the form year-office-serial.
    #[error("受付番号は 8-01-0412 のように、年-事務所-通し番号で入力してください。")]
    Form,
    /// Year or serial out of range.
    #[error("受付番号の年または通し番号が範囲の外です。")]
    Range,
}

impl ReceiptNumber {
    /// Largest serial.
    pub const LARGEST: u32 = 9_999_999;

    /// From its parts: year of 令和 1 to 99, serial 1 to 9,999,999.
    pub fn new(year: u8, office: OfficeCode, serial: u32) -> Result<Self, ReceiptNumberError> {
        if (1..=99).contains(&year) && (1..=Self::LARGEST).contains(&serial) {
            Ok(Self { year, office, serial })
        } else {
            Err(ReceiptNumberError::Range)
        }
    }

    /// The number for a day: offices count within the fiscal year (年度).
    pub fn on(day: jiff::civil::Date, office: OfficeCode, serial: u32) -> Result<Self, ReceiptNumberError> {
        let year = FiscalYear::containing(day).year() - 2018;
        Self::new(u8::try_from(year).map_err(|_| ReceiptNumberError::Range)?, office, serial)
    }

    /// Reads `8-01-0412` in any width.
    pub fn parse(text: &str) -> Result<Self, ReceiptNumberError> {
        let text = normalise::code_text(text);
        let mut parts = text.split('-');
        let (Some(year), Some(office), Some(serial), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(ReceiptNumberError::Form);
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(year) || year.len() > 2 || !all_digits(serial) || !(4..=7).contains(&serial.len()) {
            return Err(ReceiptNumberError::Form);
        }
        let office = OfficeCode::parse(office).map_err(|_| ReceiptNumberError::Form)?;
        let year = year.parse().map_err(|_| ReceiptNumberError::Form)?;
        Self::new(year, office, serial.parse().map_err(|_| ReceiptNumberError::Form)?)
    }

    /// The year of 令和 it counts in.
    pub const fn year(self) -> u8 {
        self.year
    }

    /// The office that received.
    pub const fn office(self) -> OfficeCode {
        self.office
    }

    /// The serial within year and office.
    pub const fn serial(self) -> u32 {
        self.serial
    }
}

impl std::fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{:04}", self.year, self.office, self.serial)
    }
}

string_value!(ReceiptNumber, ReceiptNumberError);

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_refuses() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(ReceiptNumber::parse("８－０１－０４１２")?.to_string(), "8-01-0412");
        assert_eq!(ReceiptNumber::on(date(2027, 3, 31), OfficeCode::parse("03")?, 7)?.to_string(), "8-03-0007");
        for text in ["", "8-01", "8-1-0412", "8-01-412", "8-01-0412-1", "8--0412", "x-01-0412", "100-01-0412"] {
            assert_eq!(ReceiptNumber::parse(text), Err(ReceiptNumberError::Form), "{text}");
        }
        assert_eq!(ReceiptNumber::parse("8-01-0000"), Err(ReceiptNumberError::Range));
        Ok(())
    }

    proptest! {
        #[test]
        fn round_trip(year in 1_u8..100, office in 0_u8..100, serial in 1_u32..10_000_000) {
            let office = OfficeCode::parse(&format!("{office:02}"))?;
            let number = ReceiptNumber::new(year, office, serial)?;
            prop_assert_eq!(ReceiptNumber::parse(&number.to_string()), Ok(number));
        }
    }
}
