//! What the rules concluded, in the clear part of an event: enough to group, count and print, nothing about the person.

use serde::{Deserialize, Serialize};

use crate::ids::{HouseholdId, SubjectId};
use crate::vocabulary::{MedicalScheme, OfficeCode, PayerNumber, Severity, Tier, ValidityPeriod, Yen};

/// Somebody of the same household who is entitled too (按分の相手).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sharer {
    /// Who.
    pub member: SubjectId,
    /// 制度.
    pub scheme: MedicalScheme,
    /// 個人の自己負担上限月額, before sharing.
    pub individual_cap: Yen,
    /// 有効期間, within the time in the household.
    pub validity: ValidityPeriod,
}

/// Everybody else of a household who is entitled, as it was known when the cap was worked out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sharing {
    /// The household.
    pub household: HouseholdId,
    /// The others.
    pub with: Vec<Sharer>,
}

/// A cap that was worked out within a household (世帯内按分).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Apportioned {
    /// 個人の自己負担上限月額, before sharing.
    pub individual_cap: Yen,
    /// Who shares.
    pub sharing: Sharing,
}

/// The outcome of a determination (算定の結果).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conclusion {
    /// Name of the rule set that concluded (規則集).
    pub rule_set: String,
    /// Position in the casework log up to which masters and facts were known.
    pub known_up_to: i64,
    /// SHA-256 over inputs and results, hex, keyed by nothing personal: equal digests mean equal determinations.
    pub digest: String,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 階層区分; none where the cap does not hang on it (血友病等) and it was not judged.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 血友病等.
    pub haemophilia: bool,
    /// 自己負担上限月額, after sharing where the child belongs to a household.
    pub monthly_cap: Yen,
    /// What it was shared from, where the child belongs to a household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apportioned: Option<Box<Apportioned>>,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
}

impl Conclusion {
    /// 個人の自己負担上限月額, before sharing.
    pub fn individual_cap(&self) -> Yen {
        self.apportioned.as_ref().map_or(self.monthly_cap, |apportioned| apportioned.individual_cap)
    }
}
