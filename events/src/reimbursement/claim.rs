//! What is claimed, month by month, and where it is paid to. Sealed as one in events.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{FreeText, Kana, Yen};

/// A month of care at one institution, from the receipt and the institution's certificate (療養証明).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClaimMonth {
    /// 診療月, its first day.
    pub month: Date,
    /// 医療機関.
    pub institution: FreeText,
    /// The institution certified the cost (療養証明書).
    pub certified: bool,
    /// 医療費総額（10割）of the certified disease; none where neither receipt nor certificate says it.
    pub total: Option<Yen>,
    /// 窓口で支払った額, without meals.
    pub paid: Yen,
    /// 食事療養標準負担額として支払った額.
    pub meals_paid: Yen,
    /// 自己負担 of the same month that the cap management sheet shows already; none where it is not known.
    pub on_the_sheet: Option<Yen>,
    /// What other public payers bore (他の公費).
    pub other_public: Yen,
    /// 高額療養費 of the insurer.
    pub high_cost: Yen,
}

codes! {
    /// 預金の種別.
    AccountKind, UnknownAccountKind, "預金の種別は、普通か当座を選んでください。" {
        /// 普通.
        Ordinary = "ordinary", "普通";
        /// 当座.
        Current = "current", "当座";
    }
}

/// Where it is paid to (振込先).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BankAccount {
    /// 金融機関.
    pub bank: FreeText,
    /// 支店.
    pub branch: FreeText,
    /// 種別.
    pub kind: AccountKind,
    /// 口座番号, seven digits.
    pub number: String,
    /// 口座名義（カナ）.
    pub holder: Kana,
}

impl BankAccount {
    /// Reads a number of up to seven digits, any width; fewer are filled up with zeros.
    pub fn number_of(text: &str) -> Option<String> {
        let text = crate::vocabulary::normalise::code_text(text);
        let digits = !text.is_empty() && text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| format!("{text:0>7}"))
    }

    /// As screens show it: the last three digits.
    pub fn masked(&self) -> String {
        let shown: String = self.number.chars().skip(4).collect();
        format!("{} {} {} ••••{shown}", self.bank, self.branch, self.kind.label())
    }
}

/// A claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// By month and institution.
    pub months: Vec<ClaimMonth>,
    /// 振込先.
    pub account: BankAccount,
}

/// What is paid for a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthAmount {
    /// First day of the month.
    pub month: Date,
    /// 支給額.
    pub amount: Yen,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_shows_its_last_digits_only() {
        let text = |text| FreeText::parse(text).unwrap();
        let account = BankAccount {
            bank: text("見本銀行"),
            branch: text("例題支店"),
            kind: AccountKind::Ordinary,
            number: BankAccount::number_of("12３45").unwrap(),
            holder: Kana::parse("ミホン タロウ").unwrap(),
        };
        assert_eq!(account.number, "0012345");
        assert_eq!(account.masked(), "見本銀行 例題支店 普通 ••••345");
        assert_eq!(BankAccount::number_of("12345678"), None);
        assert_eq!(BankAccount::number_of("12a"), None);
    }
}
