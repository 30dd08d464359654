//! 注意: what the rules leave to a person, said in the calculation and on the screen.

use serde::{Deserialize, Serialize};

/// Something a person must look at before deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// The period runs beyond the longest months from the application.
    LongPeriod,
    /// 血友病等 and another disease in one application.
    MixedHaemophilia,
    /// The insured person is the child and not taxed, so the guardians count as well.
    GuardiansJoined,
    /// The physician's date lies after the application.
    DiagnosisAfterApplication,
    /// From 18 on the patient's own income counts.
    AdultOnOwnIncome,
    /// The tier was lowered because the family would otherwise need public assistance.
    LoweredForHardship,
}

impl Caution {
    /// The sentence.
    pub const fn text(self) -> &'static str {
        match self {
            Self::LongPeriod => "申請日から15か月を超えます。終期を確かめてください。",
            Self::MixedHaemophilia => "血友病等とそれ以外の疾病が一つの申請にあります。上限額の扱いを確かめてください。",
            Self::GuardiansJoined => "児童本人が被保険者で非課税のため、保護者も含めてみます。対象者を確かめてください。",
            Self::DiagnosisAfterApplication => "診断年月日が申請日より後です。医療意見書を確かめてください。",
            Self::AdultOnOwnIncome => "保護者の所得は加えません。",
            Self::LoweredForHardship => "福祉事務所の境界層の証明書を確かめてください。",
        }
    }
}
