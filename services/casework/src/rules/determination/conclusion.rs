//! What a determination comes to: the results that stand in clear in a decision.

use events::vocabulary::{FiscalYear, OfficeCode, PayerNumber, Severity, Tier, Yen};
use jiff::civil::Date;

/// Results without names, sentences and rule set; equal conclusions give equal rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// Whether age and residence allow the application.
    pub eligible: Option<bool>,
    /// 管轄事務所.
    pub jurisdiction: Option<OfficeCode>,
    /// 開始日.
    pub start: Option<Date>,
    /// 終了日.
    pub end: Option<Date>,
    /// 課税年度.
    pub tax_year: Option<FiscalYear>,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Option<Severity>,
    /// 血友病等.
    pub haemophilia: Option<bool>,
    /// 自己負担上限月額.
    pub monthly_cap: Option<Yen>,
    /// 公費負担者番号.
    pub payer_number: Option<PayerNumber>,
}
