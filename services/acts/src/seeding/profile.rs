//! What kind of family a made-up case is about: age, insurance, income, gravity.

use events::vocabulary::{InsuranceKind, LateReason, MunicipalityCode, Severity, Tier};
use jiff::civil::Date;

use super::dice::Dice;

/// A kind of family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Profile {
    /// Age in years on the day of application.
    pub(super) age: u32,
    /// 医療保険.
    pub(super) insurance: InsuranceKind,
    /// The tier it should come out at.
    pub(super) tier: Tier,
    /// 重症・人工呼吸器の区分.
    pub(super) severity: Severity,
    /// Number of diseases.
    pub(super) diseases: u32,
    /// 血友病等.
    pub(super) haemophilia: bool,
    /// 申請が遅れた理由.
    pub(super) late: Option<LateReason>,
    /// 住所地.
    pub(super) municipality: MunicipalityCode,
    /// 申請日.
    pub(super) applied: Date,
}

impl Profile {
    /// Any family.
    pub(super) fn any(dice: &mut Dice, municipality: MunicipalityCode, applied: Date) -> Self {
        let tier = match dice.below(20) {
            0 => Tier::I,
            1 => Tier::II,
            2 | 3 => Tier::III,
            4..=9 => Tier::IV,
            10..=16 => Tier::V,
            _ => Tier::VI,
        };
        let insurance = match (tier, dice.below(10)) {
            (Tier::I, _) => InsuranceKind::None,
            (_, 0..=5) => InsuranceKind::Employee,
            (_, 6..=8) => InsuranceKind::National,
            _ => InsuranceKind::NationalUnion,
        };
        let severity = match dice.below(20) {
            0 => Severity::Ventilator,
            1..=3 => Severity::Severe,
            _ => Severity::General,
        };
        Self {
            age: dice.below(17),
            insurance,
            tier,
            severity,
            diseases: if dice.one_in(8) { 2 } else { 1 },
            haemophilia: false,
            late: dice.one_in(12).then_some(LateReason::OpinionDelay),
            municipality,
            applied,
        }
    }
}
