//! 階層区分: the six income tiers of 施行令第22条.

use serde::{Deserialize, Serialize};

/// An income tier, Ⅰ (lowest) to Ⅵ (highest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Tier {
    /// 生活保護等
    I,
    /// 低所得Ⅰ
    II,
    /// 低所得Ⅱ
    III,
    /// 一般所得Ⅰ
    IV,
    /// 一般所得Ⅱ
    V,
    /// 上位所得
    VI,
}

code_list!(Tier, TierError, "階層区分は I から VI のいずれかで入力してください。", {
    I => "I", "生活保護等";
    II => "II", "低所得Ⅰ";
    III => "III", "低所得Ⅱ";
    IV => "IV", "一般所得Ⅰ";
    V => "V", "一般所得Ⅱ";
    VI => "VI", "上位所得";
});

impl Tier {
    /// 階層 in words: `Ⅳ 一般所得Ⅰ`; that it was not judged where the cap does not hang on it.
    pub fn in_words(tier: Option<Self>) -> String {
        tier.map_or_else(|| "判定なし".to_owned(), |tier| format!("{} {}", tier.symbol(), tier.label()))
    }

    /// The roman number as printed: Ⅳ.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::I => "Ⅰ",
            Self::II => "Ⅱ",
            Self::III => "Ⅲ",
            Self::IV => "Ⅳ",
            Self::V => "Ⅴ",
            Self::VI => "Ⅵ",
        }
    }
}
