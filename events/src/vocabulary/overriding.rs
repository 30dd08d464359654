//! 手で改める言葉: which of the values that the rules propose somebody may set otherwise, to what, and on which ground.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Tier, wareki};

codes! {
    /// A value that the rules propose and that somebody may set otherwise (手で改める項目).
    OverriddenItem, UnknownOverriddenItem, "改める項目を選んでください。" {
        /// From when the subsidy covers care.
        Start = "start", "開始日";
        /// The last day.
        End = "end", "終了日";
        /// The income tier; the cap follows from it by the table.
        Tier = "tier", "階層区分";
    }
}

codes! {
    /// On which ground a proposed value is set otherwise (改める理由の区分).
    OverrideGround, UnknownOverrideGround, "改める理由の区分を選んでください。" {
        /// What is true shows from an official paper, and the form cannot hold it.
        OfficialPaper = "official_paper", "公的な書類で、申請の項目に表せない事実を確かめた";
        /// A disaster, or a sudden change for which a notification provides.
        Disaster = "disaster", "災害など、国や県の通知による取扱い";
        /// The office guided the family wrongly.
        OfficeError = "office_error", "窓口の案内や処理の誤りを、申請者の不利益にしない";
        /// A court, a ruling on an appeal or the supervising authority said so.
        Instruction = "instruction", "裁決、判決、監督する機関の指示";
        /// The tax is being corrected, and the certificate does not show it yet.
        TaxCorrection = "tax_correction", "税の更正などで、証明書にまだ表れていない";
        /// Something else, told in words.
        Other = "other", "その他";
    }
}

/// A value of one of these items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverriddenValue {
    /// 開始日.
    Start(Date),
    /// 終了日.
    End(Date),
    /// 階層区分.
    Tier(Tier),
}

impl OverriddenValue {
    /// Which item it is a value of.
    pub const fn item(self) -> OverriddenItem {
        match self {
            Self::Start(_) => OverriddenItem::Start,
            Self::End(_) => OverriddenItem::End,
            Self::Tier(_) => OverriddenItem::Tier,
        }
    }

    /// As staff write it.
    pub fn in_words(self) -> String {
        match self {
            Self::Start(day) | Self::End(day) => wareki::long(day),
            Self::Tier(tier) => Tier::in_words(Some(tier)),
        }
    }
}
