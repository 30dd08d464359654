//! From the results of the rules and their trace to what is stored.

use events::application::Apportioned;
use events::vocabulary::{Age, FiscalYear, OfficeCode, PayerNumber, Severity, Tier, Yen};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{Conclusion, Conflict, Determination, PendingFact};
use crate::rules::eligibility::{AGE_RULE, CONTINUITY_RULE, RESIDENCE_RULE};
use crate::rules::facts;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::{Trace, TraceStep};

/// What each rule gave.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) of_age: Option<bool>,
    pub(super) resident: Option<bool>,
    pub(super) age: Option<Age>,
    pub(super) jurisdiction: Option<OfficeCode>,
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    pub(super) tax_year: Option<FiscalYear>,
    pub(super) income_persons: Option<Vec<String>>,
    pub(super) income_members: Option<Vec<usize>>,
    pub(super) levy_sum: Option<Yen>,
    pub(super) tier: Option<Tier>,
    pub(super) severity: Option<Severity>,
    pub(super) haemophilia: Option<bool>,
    pub(super) monthly_cap: Option<Yen>,
    pub(super) apportioned: Option<Box<Apportioned>>,
    pub(super) payer_number: Option<PayerNumber>,
}

impl Outcome {
    /// No is no, whatever else is unknown; yes needs both.
    const fn eligible(&self) -> Option<bool> {
        match (self.of_age, self.resident) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    pub(super) fn conclusion(&self) -> Conclusion {
        Conclusion {
            eligible: self.eligible(),
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

    pub(super) fn into_determination(self, set: &RuleSet, t: &Trace) -> Determination {
        let trace = t.stored();
        let says_no = |step: &&TraceStep| {
            [AGE_RULE, CONTINUITY_RULE, RESIDENCE_RULE].contains(&step.rule.as_str())
                && step.out == serde_json::Value::Bool(false)
        };
        let refusal_grounds: Vec<String> = trace.iter().filter(says_no).map(|step| step.text.clone()).collect();
        Determination {
            digest: self.digest(set),
            rule_set: set.clone(),
            eligible: self.eligible(),
            refusal_grounds,
            age: self.age.map(|age| age.to_string()),
            jurisdiction: self.jurisdiction,
            start: self.start,
            end: self.end,
            tax_year: self.tax_year,
            income_persons: self.income_persons,
            income_members: self.income_members,
            levy_sum: self.levy_sum,
            tier: self.tier,
            severity: self.severity,
            haemophilia: self.haemophilia,
            monthly_cap: self.monthly_cap,
            apportioned: self.apportioned,
            payer_number: self.payer_number,
            unconfirmed: t.unconfirmed(),
            cautions: t.cautions().collect(),
            pending: t.missing().iter().map(|field| PendingFact { field: field.clone(), label: facts::label(field) }).collect(),
            conflicts: t
                .conflicts()
                .iter()
                .map(|(field, message)| Conflict { field: field.clone(), message: (*message).to_owned() })
                .collect(),
            trace,
        }
    }

    /// Over what stands in clear in the decision, so it can stand in clear beside it.
    fn digest(&self, set: &RuleSet) -> String {
        let clear = format!(
            "{}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}",
            set.id,
            self.eligible(),
            self.jurisdiction.map(|office| office.to_string()),
            self.start.map(|day| day.to_string()),
            self.end.map(|day| day.to_string()),
            self.tax_year.map(FiscalYear::year),
            self.tier.map(Tier::code),
            self.severity.map(Severity::code),
            self.haemophilia,
            self.monthly_cap.map(Yen::amount),
            self.payer_number.map(|number| number.to_string()),
        );
        hex::encode(Sha256::digest(clear.as_bytes()))
    }
}
