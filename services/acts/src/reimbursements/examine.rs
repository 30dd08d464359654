//! 算定する: the rule is asked month by month, with the award as it stands; what it says is what is told.

use std::collections::BTreeSet;

use casework::reimbursement::{ReimbursementCommand, ReimbursementRefusal};
use casework::rules::reimbursement::{ReimbursementFacts, reimbursement};
use casework::rules::version::Dates;
use casework::rules::{Asked, Input, Masters, RuleSet, Stop, Trace, TraceStep};
use events::Personal;
use events::award::Right;
use events::ids::ReimbursementId;
use events::reimbursement::{ClaimMonth, Examined, MonthAmount};
use events::vocabulary::{Tier, Yen};

use crate::{ActError, Acts, Done, ReimbursementCase, Request};

/// A month as the rule computes it.
#[derive(Clone, PartialEq, Debug)]
pub struct ComputedMonth {
    /// As it was claimed.
    pub claimed: ClaimMonth,
    /// The amount; none where a fact is missing.
    pub amount: Option<Yen>,
    /// How it was found.
    pub steps: Vec<TraceStep>,
}

/// A claim as the rule computes it.
#[derive(Clone, PartialEq, Debug)]
pub struct Computed {
    /// By month and institution, in the order of the claim.
    pub months: Vec<ComputedMonth>,
    /// Names of the facts that are missing.
    pub missing: Vec<String>,
}

impl Computed {
    /// As it was computed when it was told; none before. A decision goes on explaining itself with the values of its day.
    pub fn told(case: &ReimbursementCase) -> Option<Self> {
        let (claim, amounts) = case.claim.open().zip(case.months.as_ref().and_then(Personal::open))?;
        let steps: Vec<TraceStep> = serde_json::from_value(case.determination.as_ref()?.open()?.clone()).ok()?;
        let of = |(claimed, told): (&ClaimMonth, &MonthAmount), step: TraceStep| ComputedMonth {
            claimed: claimed.clone(),
            amount: Some(told.amount),
            steps: vec![step],
        };
        let months = claim.months.iter().zip(amounts).zip(steps).map(|(told, step)| of(told, step)).collect();
        Some(Self { months, missing: Vec::new() })
    }

    /// The sum; none where a month is open.
    pub fn amount(&self) -> Option<Yen> {
        let amounts: Option<Vec<i64>> = self.months.iter().map(|month| month.amount.map(Yen::amount)).collect();
        amounts.and_then(|amounts| Yen::new(amounts.into_iter().sum()).ok())
    }
}

fn known<T>(value: Option<T>) -> Input<T> {
    value.map_or(Input::Unknown, Input::Known)
}

/// What was paid at other institutions of the same month, of this claim, fills the cap as the sheet does.
fn facts(month: &ClaimMonth, right: &Right, filled: i64, masters: &Masters) -> ReimbursementFacts {
    let key = if right.haemophilia { "haemophilia" } else { right.tier.map_or("", Tier::code) };
    let share = masters.caps.at(key, month.month).map(|row| row.value.hospital_meal_share != "0");
    let on_the_sheet = month.on_the_sheet.and_then(|yen| Yen::new(yen.amount() + filled).ok());
    ReimbursementFacts {
        month: Input::Known(month.month),
        total: known(month.total),
        paid: Input::Known(month.paid),
        cap: Input::Known(right.monthly_cap),
        on_the_sheet: known(on_the_sheet),
        other_public: Input::Known(month.other_public),
        high_cost: Input::Known(month.high_cost),
        meals_paid: Input::Known(month.meals_paid),
        meals_shared: known(share),
    }
}

impl Acts {
    /// What the rule says of a claim now. Nothing is stored.
    ///
    /// # Errors
    /// [`ActError::Erased`].
    pub async fn compute_claim(&self, case: &ReimbursementCase) -> Result<Computed, ActError> {
        let claim = case.claim.open().ok_or(ActError::Erased)?;
        let reception = case.reimbursement.reception().ok_or(ActError::NotFound)?;
        let right = self.starting(reception.award).await?.standing.right;
        let masters = self.masters().await?;
        let set = RuleSet::current(&masters);
        let mut computed = Computed { months: Vec::with_capacity(claim.months.len()), missing: Vec::new() };
        let mut shares: Vec<(jiff::civil::Date, i64)> = Vec::new();
        for month in &claim.months {
            let filled = shares.iter().filter(|(of, _)| *of == month.month).map(|(_, share)| share).sum();
            let facts = facts(month, &right, filled, &masters);
            let dates = Dates { kind: events::vocabulary::ProcedureKind::New, applied: month.month };
            let asked = Asked { set: &set, dates, masters: &masters };
            let mut trace = Trace::default();
            let amount = match reimbursement(&asked, &facts, &mut trace) {
                Ok(amount) => Some(amount),
                Err(Stop::Missing(name)) => {
                    computed.missing.push(name);
                    None
                }
                Err(Stop::Conflict { field, .. }) => {
                    computed.missing.push(field);
                    None
                }
                Err(Stop::NotApplicable(why)) => {
                    computed.missing.push(why.to_owned());
                    None
                }
            };
            let share = casework::rules::own_share::OwnShare::on(&masters, month.month).ok().zip(month.total);
            let left = right.monthly_cap.amount() - month.on_the_sheet.map_or(0, Yen::amount) - filled;
            if let Some((share, total)) = share {
                shares.push((month.month, share.of(total, Yen::new(left.max(0)).unwrap_or(Yen::ZERO)).amount()));
            }
            computed.months.push(ComputedMonth { claimed: month.clone(), amount, steps: trace.stored() });
        }
        Ok(computed)
    }

    /// 算定する: the amount of the rule, with its trace.
    ///
    /// # Errors
    /// [`ActError`]; [`ReimbursementRefusal::Pending`] where a fact is missing.
    pub async fn examine_claim(&self, request: &Request, id: ReimbursementId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let computed = self.compute_claim(&case).await?;
        let missing: Vec<&str> = computed.missing.iter().map(|name| words(name)).collect();
        let pending = || casework::Refusal::from(ReimbursementRefusal::Pending(missing.join("、")));
        let amount = computed.amount().ok_or_else(pending)?;
        let months =
            computed.months.iter().filter_map(|one| one.amount.map(|amount| MonthAmount { month: one.claimed.month, amount }));
        let steps: Vec<&TraceStep> = computed.months.iter().flat_map(|month| &month.steps).collect();
        let examined = Examined {
            amount,
            months: Personal::Open(months.collect()),
            determination: Personal::Open(serde_json::to_value(steps).map_err(|error| ActError::internal(&error))?),
        };
        self.on_claim(request, case, ReimbursementCommand::Examine(request.actor.clone(), Box::new(examined)), &BTreeSet::new())
            .await
    }
}

/// The names of facts as staff read them.
fn words(name: &str) -> &str {
    match name {
        "total" => "医療費総額（10割）",
        "on_the_sheet" => "管理票に記された自己負担",
        "meals_shared" => "上限表の食事の負担",
        other => other,
    }
}
