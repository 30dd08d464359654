//! 算定: all rules for one application, with the calculation that explains them. It is stored with the decision and explains it
//! without being computed again.

mod conclusion;
mod outcome;
mod run;
mod taken_over;

use events::application::Apportioned;
use events::vocabulary::{FiscalYear, OfficeCode, PayerNumber, Severity, Tier, ValidityPeriod, Yen};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use conclusion::Conclusion;
pub use run::{conclude, determine};
pub use taken_over::{TAKEN_OVER, decided_before};

use super::caution::Caution;
use super::rule_set::RuleSet;
use super::trace::{MasterRef, TraceStep};

/// What the rules conclude about an application; `None` where a fact is missing or nothing is to be concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// 規則集.
    pub rule_set: RuleSet,
    /// Whether age and residence allow the application.
    pub eligible: Option<bool>,
    /// Why not: the sentences of the rules that say no.
    pub refusal_grounds: Vec<String>,
    /// Age on the day of application: 6歳8か月.
    pub age: Option<String>,
    /// 管轄事務所.
    pub jurisdiction: Option<OfficeCode>,
    /// 開始日.
    pub start: Option<Date>,
    /// 終了日.
    pub end: Option<Date>,
    /// 課税年度.
    pub tax_year: Option<FiscalYear>,
    /// 所得をみる人: names for the calculation.
    pub income_persons: Option<Vec<String>>,
    /// Their places in the facts' list of members.
    pub income_members: Option<Vec<usize>>,
    /// 所得割の合計.
    pub levy_sum: Option<Yen>,
    /// 階層区分. 血友病等 can be decided without it.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Option<Severity>,
    /// 血友病等.
    pub haemophilia: Option<bool>,
    /// 自己負担上限月額.
    pub monthly_cap: Option<Yen>,
    /// What the cap was shared from, where the child belongs to a household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apportioned: Option<Box<Apportioned>>,
    /// 公費負担者番号.
    pub payer_number: Option<PayerNumber>,
    /// Rows of the masters that were used and are not confirmed (要確認).
    pub unconfirmed: Vec<MasterRef>,
    /// What a person must look at.
    pub cautions: Vec<Caution>,
    /// Facts that are needed and missing.
    pub pending: Vec<PendingFact>,
    /// Facts that contradict others.
    pub conflicts: Vec<Conflict>,
    /// 算定根拠.
    pub trace: Vec<TraceStep>,
    /// SHA-256, hex, over rule set and results (nothing personal): equal digests mean equal conclusions.
    pub digest: String,
}

/// A fact that is needed and missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingFact {
    /// Its name in the facts.
    pub field: String,
    /// Its name for staff.
    pub label: String,
}

/// A fact that contradicts another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The field to correct.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl Determination {
    /// 有効期間, where both days are known.
    pub fn validity(&self) -> Option<ValidityPeriod> {
        ValidityPeriod::new(self.start?, self.end?).ok()
    }

    /// What it comes to, without names and calculation.
    pub const fn conclusion(&self) -> Conclusion {
        Conclusion {
            eligible: self.eligible,
            jurisdiction: self.jurisdiction,
            start: self.start,
            end: self.end,
            tax_year: self.tax_year,
            tier: self.tier,
            severity: self.severity,
            haemophilia: self.haemophilia,
            monthly_cap: self.monthly_cap,
            payer_number: self.payer_number,
        }
    }

    /// Whether another determination comes to the same, whatever its rule set.
    pub fn same_conclusions(&self, other: &Self) -> bool {
        self.conclusion() == other.conclusion()
    }

    /// Whether everything is known that an approval needs, and age and residence allow it.
    pub fn can_be_approved(&self) -> bool {
        self.eligible == Some(true)
            && self.pending.is_empty()
            && self.conflicts.is_empty()
            && self.validity().is_some()
            && self.jurisdiction.is_some()
            && self.monthly_cap.is_some()
            && self.payer_number.is_some()
    }

    /// Lines to show: heading, sentence, source, result, and whether something is 要確認.
    pub fn lines(&self) -> impl Iterator<Item = &TraceStep> {
        self.trace.iter()
    }
}

#[cfg(test)]
mod tests;
