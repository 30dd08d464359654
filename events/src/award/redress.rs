//! Words for what is done about an award that was wrong or must not go on: revocation (取消) and correction (訂正).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::application::Conclusion;
use crate::vocabulary::{Severity, Tier, ValidityPeriod, Yen};

codes! {
    /// Why an award is revoked (取消の理由).
    RevocationGround, UnknownRevocationGround, "取消の理由を選んでください。" {
        /// 児童福祉法第19条の6第1項第1号.
        NotNeeded = "not_needed", "医療費の支給を受ける必要がなくなった";
        /// 児童福祉法第19条の6第1項第2号.
        MovedAway = "moved_away", "ほかの実施機関の区域に住所を移していた";
        /// 児童福祉法第19条の6第1項第3号.
        ExaminationRefused = "examination_refused", "調査や診断に応じない";
        /// 偽りその他不正の手段.
        Dishonest = "dishonest", "偽りその他不正の手段により支給認定を受けた";
        /// 職権による取消.
        GrantedInError = "granted_in_error", "要件を満たしていないのに認定していた（職権による取消）";
    }
}

impl RevocationGround {
    /// Whether the award may be taken back from its first day on: it should never have been granted.
    pub const fn reaches_the_first_day(self) -> bool {
        matches!(self, Self::Dishonest | Self::GrantedInError)
    }
}

codes! {
    /// Why an award is corrected (訂正の理由).
    CorrectionGround, UnknownCorrectionGround, "訂正の理由を選んでください。" {
        /// The income or the household was taken wrongly.
        Income = "income", "所得・世帯の見誤り（階層）";
        /// 重症・人工呼吸器等・血友病等.
        Severity = "severity", "重症・人工呼吸器・血友病等の区分の誤り";
        /// First or last day.
        Period = "period", "有効期間の誤り";
        /// The award was ended by mistake (返還・転出).
        EndedInError = "ended_in_error", "終わらせる必要がなかった（返還・転出の誤り）";
        /// 審査請求の裁決.
        Appeal = "appeal", "審査請求の裁決";
    }
}

/// What an award gives, as granted or as corrected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Right {
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 血友病等.
    pub haemophilia: bool,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
}

impl From<&Conclusion> for Right {
    fn from(conclusion: &Conclusion) -> Self {
        let Conclusion { validity, tier, severity, haemophilia, monthly_cap, .. } = *conclusion;
        Self { validity, tier, severity, haemophilia, monthly_cap }
    }
}

/// What is to be done about an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Redress {
    /// 取消.
    Revoke {
        /// Why.
        ground: RevocationGround,
        /// First day without the right; the first day of the award where it should never have been granted.
        from: Date,
    },
    /// 訂正.
    Correct {
        /// Why.
        ground: CorrectionGround,
        /// First day on which money is reckoned by the corrected right.
        from: Date,
        /// The right as it should have been.
        right: Right,
    },
}

impl Redress {
    /// In words.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Revoke { .. } => "取消",
            Self::Correct { .. } => "訂正",
        }
    }

    /// Why, in words.
    pub const fn ground(&self) -> &'static str {
        match self {
            Self::Revoke { ground, .. } => ground.label(),
            Self::Correct { ground, .. } => ground.label(),
        }
    }

    /// From when it counts.
    pub const fn from(&self) -> Date {
        match self {
            Self::Revoke { from, .. } | Self::Correct { from, .. } => *from,
        }
    }
}

/// What the cap management sheet says of a month (管理票の月).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthTotal {
    /// First day of the month.
    pub month: Date,
    /// 医療費総額（10割）, in yen.
    pub total: Yen,
}

/// What a month's own share was and should have been.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthMoney {
    /// First day of the month.
    pub month: Date,
    /// What the family paid under the award as it was.
    pub paid: Yen,
    /// What it should have paid.
    pub due: Yen,
}

/// What follows for money: computed where the month's cost is known, and said to be unknown where it is not.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Money {
    /// Months whose cost is known.
    pub known: Vec<MonthMoney>,
    /// First days of the months whose cost is not known.
    pub unknown: Vec<Date>,
}

impl Money {
    /// What the family gives back (positive) or gets (negative) for the known months, in yen.
    pub fn balance(&self) -> i64 {
        self.known.iter().map(|month| month.due.amount() - month.paid.amount()).sum()
    }
}
