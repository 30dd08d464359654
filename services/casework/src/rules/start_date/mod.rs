//! 開始日: from when the subsidy covers care (児童福祉法第19条の3第8項; retroactive since 2023-10-01).

mod after_earlier_law1;
mod continuing_law1;
mod earliest_law1;
mod months;
mod new_law1;
mod new_law2;
mod reach;
mod transfer_in_law1;

use events::vocabulary::{LateReason, ProcedureKind, ValidityPeriod};
use jiff::civil::Date;

pub use months::months_back;
pub use reach::reach;

use super::RuleSet;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule for new applications.
pub const RULE: &str = "validity.start";
/// Name of the rule for renewals.
pub const RENEWAL_RULE: &str = "validity.start_renewal";
/// Name of the rule for changes.
pub const CHANGE_RULE: &str = "validity.start_change";
/// Name of the rule for families that move in.
pub const TRANSFER_RULE: &str = "validity.start_transfer";
/// Name of the step that joins several diseases.
pub const EARLIEST_RULE: &str = "validity.start_earliest";

/// Name of the step that keeps a new award clear of one that ran out.
pub const AFTER_RULE: &str = "validity.start_after";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct StartFacts {
    /// 申請の種類.
    pub kind: Input<ProcedureKind>,
    /// 申請日.
    pub application_date: Input<Date>,
    /// 診断年月日 of one disease.
    pub diagnosis_date: Input<Date>,
    /// Place of the disease in the application; none where only one is asked about.
    pub disease: Option<usize>,
    /// やむを得ない理由; none is an answer.
    pub late_reason: Option<LateReason>,
    /// Last day of the award that is renewed.
    pub previous_end: Input<Date>,
}

impl StartFacts {
    /// The end of an earlier award.
    pub fn end_of(previous: &Input<ValidityPeriod>) -> Input<Date> {
        match previous {
            Input::Known(period) => Input::Known(period.end()),
            Input::Unknown => Input::Unknown,
            Input::NotApplicable(reason) => Input::NotApplicable(reason),
        }
    }
}

/// The rule.
pub type StartFn = fn(&StartFacts, &mut Trace) -> Result<Date, Stop>;
/// Versions for new applications.
pub static VERSIONS: &[&Version<StartFn>] = &[&new_law1::LAW1, &new_law2::LAW2];
/// Versions for renewals.
pub static RENEWAL: &[&Version<StartFn>] = &[&continuing_law1::RENEWAL];
/// Versions for changes.
pub static CHANGE: &[&Version<StartFn>] = &[&continuing_law1::CHANGE];
/// Versions for families that move in.
pub static TRANSFER: &[&Version<StartFn>] = &[&transfer_in_law1::LAW1];
/// Versions of the step that joins several diseases.
pub static EARLIEST: &[&Version<EarliestFn>] = &[&earliest_law1::LAW1];

/// Versions of the step that keeps a new award clear of one that ran out.
pub static AFTER: &[&Version<AfterFn>] = &[&after_earlier_law1::LAW1];

/// Moves a first day behind an earlier award.
pub type AfterFn = fn(&Result<Date, Stop>, &Input<Date>, &mut Trace) -> Result<Date, Stop>;
/// Joins the first days of several diseases.
pub type EarliestFn = fn(&[Result<Date, Stop>], &mut Trace) -> Result<Date, Stop>;

/// The first day, for one disease.
pub fn start(set: &RuleSet, dates: &Dates, facts: &StartFacts, t: &mut Trace) -> Result<Date, Stop> {
    let (rule, versions) = match dates.kind {
        ProcedureKind::New => (RULE, VERSIONS),
        ProcedureKind::Renewal => (RENEWAL_RULE, RENEWAL),
        ProcedureKind::Change => (CHANGE_RULE, CHANGE),
        ProcedureKind::TransferIn => (TRANSFER_RULE, TRANSFER),
        ProcedureKind::Reissue => return Err(Stop::NotApplicable("再交付では有効期間は変わりません。")),
    };
    let version = set.pick(rule, versions, dates).ok_or_else(|| Stop::Missing(format!("rules.{rule}")))?;
    (version.run)(facts, t)
}

/// The first day of the award, from those of its diseases.
pub fn earliest(set: &RuleSet, dates: &Dates, starts: &[Result<Date, Stop>], t: &mut Trace) -> Result<Date, Stop> {
    let version = set.pick(EARLIEST_RULE, EARLIEST, dates).ok_or_else(|| Stop::Missing(format!("rules.{EARLIEST_RULE}")))?;
    (version.run)(starts, t)
}

/// The first day of a new award for somebody who had one before.
pub fn after_earlier(
    set: &RuleSet,
    dates: &Dates,
    start: &Result<Date, Stop>,
    previous_end: &Input<Date>,
    t: &mut Trace,
) -> Result<Date, Stop> {
    let version = set.pick(AFTER_RULE, AFTER, dates).ok_or_else(|| Stop::Missing(format!("rules.{AFTER_RULE}")))?;
    (version.run)(start, previous_end, t)
}

#[cfg(test)]
mod tests;
