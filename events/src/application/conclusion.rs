//! What the rules concluded, in the clear part of an event: enough to group, count and print, nothing about the person.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{OfficeCode, PayerNumber, Severity, Tier, ValidityPeriod, Yen};

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
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
}
