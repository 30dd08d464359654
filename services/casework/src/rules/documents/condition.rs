//! What the words in the column `when` of the master `document_kinds` mean. A row may only use words of this list.

use events::vocabulary::{InsuranceKind, ProcedureKind, Relation, Severity};

use super::DocumentFacts;
use crate::rules::input::Input;

/// A condition of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// `always`.
    Always,
    /// `kind=<kind>,<kind> …`.
    Kind(Vec<ProcedureKind>),
    /// `insurance=<kind>`.
    Insurance(InsuranceKind),
    /// `insured`: any insurance at all.
    Insured,
    /// `public_assistance`.
    PublicAssistance,
    /// `no_public_assistance`.
    NoPublicAssistance,
    /// `severity=<class>`: applied for.
    Severity(Severity),
    /// `high_cost`: 重症 as 高額治療継続.
    HighCost,
    /// `haemophilia`.
    Haemophilia,
    /// `no_haemophilia`.
    NoHaemophilia,
    /// `late_reason`: a reason for a late application is given.
    LateReason,
    /// `my_number`: the child's or the applicant's individual number is given.
    MyNumber,
    /// `no_my_number`: not both are given.
    NoMyNumber,
    /// `untaxed`: nobody whose income counts is taxed.
    Untaxed,
    /// `shared`: somebody else of the same insurance is entitled.
    Shared,
    /// `adult_by_proxy`: 18 or older, and somebody else applies.
    AdultByProxy,
    /// `guardian`: under 18, and a guardian who is no parent applies.
    Guardian,
}

/// Yes, no, or the fact that would say so.
type Answer = Result<bool, &'static str>;

impl Condition {
    /// Reads the word of a row.
    pub fn parse(code: &str) -> Option<Self> {
        if let Some(kinds) = code.strip_prefix("kind=") {
            return kinds.split(',').map(|kind| kind.parse().ok()).collect::<Option<Vec<_>>>().map(Self::Kind);
        }
        if let Some(kind) = code.strip_prefix("insurance=") {
            return kind.parse().ok().map(Self::Insurance);
        }
        if let Some(class) = code.strip_prefix("severity=") {
            return class.parse().ok().map(Self::Severity);
        }
        Some(match code {
            "always" => Self::Always,
            "insured" => Self::Insured,
            "public_assistance" => Self::PublicAssistance,
            "no_public_assistance" => Self::NoPublicAssistance,
            "high_cost" => Self::HighCost,
            "haemophilia" => Self::Haemophilia,
            "no_haemophilia" => Self::NoHaemophilia,
            "late_reason" => Self::LateReason,
            "my_number" => Self::MyNumber,
            "no_my_number" => Self::NoMyNumber,
            "untaxed" => Self::Untaxed,
            "shared" => Self::Shared,
            "adult_by_proxy" => Self::AdultByProxy,
            "guardian" => Self::Guardian,
            _ => return None,
        })
    }

    /// Whether it holds, or which fact is needed to say so.
    pub(super) fn holds(&self, facts: &DocumentFacts) -> Answer {
        match self {
            Self::Always => Ok(true),
            Self::Kind(kinds) => Ok(kinds.contains(&known("kind", &facts.kind)?)),
            Self::Insurance(kind) => Ok(known("insurance", &facts.insurance)? == *kind),
            Self::Insured => Ok(known("insurance", &facts.insurance)? != InsuranceKind::None),
            Self::PublicAssistance => known("public_assistance", &facts.public_assistance),
            Self::NoPublicAssistance => not(known("public_assistance", &facts.public_assistance)),
            Self::Severity(class) => Ok(known("severity", &facts.severity)? == *class),
            Self::HighCost => known("high_cost", &facts.high_cost),
            Self::Haemophilia => known("haemophilia", &facts.haemophilia),
            Self::NoHaemophilia => not(known("haemophilia", &facts.haemophilia)),
            Self::LateReason => known("late_reason", &facts.late_reason),
            Self::MyNumber => either(numbers(facts)),
            Self::NoMyNumber => not(both(numbers(facts))),
            Self::Untaxed => known("untaxed", &facts.untaxed),
            Self::Shared => known("shared", &facts.shared),
            Self::AdultByProxy => both([
                known("adult", &facts.adult),
                known("applicant", &facts.applicant).map(|relation| relation != Relation::Oneself),
            ]),
            Self::Guardian => both([
                not(known("adult", &facts.adult)),
                known("applicant", &facts.applicant).map(|relation| relation == Relation::Guardian),
            ]),
        }
    }
}

fn numbers(facts: &DocumentFacts) -> [Answer; 2] {
    [known("child_my_number", &facts.child_my_number), known("applicant_my_number", &facts.applicant_my_number)]
}

fn known<T: Copy>(name: &'static str, input: &Input<T>) -> Result<T, &'static str> {
    input.known().copied().ok_or(name)
}

fn not(answer: Answer) -> Answer {
    answer.map(|yes| !yes)
}

/// One no is enough, whatever the other is.
fn both([a, b]: [Answer; 2]) -> Answer {
    match (a, b) {
        (Ok(false), _) | (_, Ok(false)) => Ok(false),
        (Ok(true), Ok(true)) => Ok(true),
        (Err(name), _) | (_, Err(name)) => Err(name),
    }
}

/// One yes is enough, whatever the other is.
fn either([a, b]: [Answer; 2]) -> Answer {
    not(both([not(a), not(b)]))
}
