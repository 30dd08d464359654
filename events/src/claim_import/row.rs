//! One row of a file of claims. Numbers stay as they were told: a wrong one is told as wrong, not mended.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::ids::{AwardId, RecipientId};
use crate::vocabulary::{OfficeCode, Yen};

codes! {
    /// 診療の区分.
    Care, UnknownCare, "区分は「入院」「外来」「調剤」「訪問看護」のどれかにしてください。" {
        /// 入院.
        Inpatient = "inpatient", "入院";
        /// 外来.
        Outpatient = "outpatient", "外来";
        /// 調剤.
        Pharmacy = "pharmacy", "調剤";
        /// 訪問看護.
        HomeNursing = "home_nursing", "訪問看護";
    }
}

/// The award a claim belongs to, as the ledger stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Matched {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 疾患群 of the first disease.
    pub group: u8,
}

/// A claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Its line in the file.
    pub line: u32,
    /// 診療月, its first day.
    pub month: Date,
    /// 公費負担者番号, eight digits.
    pub payer_number: String,
    /// 受給者番号, seven digits.
    pub recipient_number: String,
    /// 医療機関コード, ten digits.
    pub institution: String,
    /// 区分.
    pub care: Care,
    /// 医療費総額（10割）.
    pub total: Yen,
    /// 公費負担額.
    pub paid: Yen,
    /// 自己負担額.
    pub share: Yen,
    /// Whose it is; none where the ledger knows nobody.
    pub matched: Option<Matched>,
    /// What is wrong; nothing where it is right.
    pub faults: Vec<Fault>,
}

impl ClaimRow {
    /// It counts in totals.
    pub fn counts(&self) -> bool {
        self.matched.is_some() && !self.faults.iter().any(|fault| fault.uncounted())
    }
}

/// So many digits of any width, nothing else but dashes and spaces between them.
pub fn digits_of(text: &str, places: usize) -> Option<String> {
    let text: String = crate::vocabulary::normalise::code_text(text).chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    (text.len() == places && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_width_and_number_as_long_as_they_are() {
        assert_eq!(digits_of("１２３-4567", 7).as_deref(), Some("1234567"));
        for wrong in ["123456", "12345678", "123456x", ""] {
            assert_eq!(digits_of(wrong, 7), None, "{wrong}");
        }
    }
}
