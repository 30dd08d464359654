//! 受給者証を無効にした: it counts no longer, and where another is to take its place, that one is due from this event on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, AwardId, NoticeId, RecipientId};

/// Why a certificate counts no longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidGround {
    /// 紛失.
    Lost,
    /// 破損・汚損.
    Damaged,
    /// 記載事項の変更.
    Corrected,
    /// 支給認定の訂正.
    DecisionCorrected,
    /// 支給認定の取消.
    Revoked,
    /// 有効期間の延長.
    Extended,
    /// 返還.
    Returned,
    /// 喪失: it was not handed in.
    EntitlementLost,
}

impl VoidGround {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lost => "紛失",
            Self::Damaged => "破損・汚損",
            Self::Corrected => "記載事項の変更",
            Self::DecisionCorrected => "支給認定の訂正",
            Self::Revoked => "支給認定の取消",
            Self::Extended => "有効期間の延長",
            Self::Returned => "返還",
            Self::EntitlementLost => "資格喪失（未返還）",
        }
    }

    /// The next certificate bears the mark 再交付.
    pub const fn marks_reissue(self) -> bool {
        matches!(self, Self::Lost | Self::Damaged)
    }
}

/// A certificate was voided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Voided {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 申請.
    pub application: ApplicationId,
    /// 枚数目 of the voided certificate.
    pub copy: u32,
    /// 無効とした日.
    pub on: Date,
    /// Why.
    pub ground: VoidGround,
    /// 届; none where the program did it.
    pub notice: Option<NoticeId>,
    /// Another one takes its place.
    pub replaced: bool,
}

crate::personal::personal!(Voided);
