//! The order in which the rules are asked. Each takes the result of those before it; where one stops, the others go on as far as they can.

use std::borrow::Cow;

use events::application::Apportioned;
use events::vocabulary::{Age, ProcedureKind, Severity, Tier, Yen};
use jiff::civil::Date;

use super::outcome::Outcome;
use super::{Conclusion, Determination};
use crate::rules::asked::Asked;
use crate::rules::facts::Facts;
use crate::rules::input::{Input, Stop};
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;
use crate::rules::{
    apportionment, by_hand, cap, eligibility, end_date, hardship, income_unit, jurisdiction, low_income, payer_number, severity,
    start_date, tax_year, tier,
};

/// Runs all rules under a rule set. Masters that were adopted after the rule set's position are not seen, so a decision can be run
/// again as it was taken.
pub fn determine(facts: &Facts, masters: &Masters, set: &RuleSet) -> Determination {
    let mut t = Trace::default();
    decided(facts, masters, set, &mut t).into_determination(set, &t)
}

/// [`determine`] without its sentences, for studies over many cases: what it comes to and the trace that was read through.
pub fn conclude(facts: &Facts, masters: &Masters, set: &RuleSet) -> (Conclusion, Trace) {
    let mut t = Trace::default();
    (decided(facts, masters, set, &mut t).conclusion(), t)
}

fn decided(facts: &Facts, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Outcome {
    let masters = if masters.position() > set.masters_position {
        Cow::Owned(masters.known_up_to(set.masters_position))
    } else {
        Cow::Borrowed(masters)
    };
    Run { facts, masters: &masters, set, dates: Dates { kind: facts.kind, applied: facts.application_date } }.all(t)
}

struct Run<'f> {
    facts: &'f Facts,
    masters: &'f Masters,
    set: &'f RuleSet,
    dates: Dates,
}

impl<'f> Run<'f> {
    fn asked(&self) -> Asked<'f> {
        Asked { set: self.set, dates: self.dates, masters: self.masters }
    }

    fn limits<'r>(&'r self, start: &'r Result<Date, Stop>) -> by_hand::Limits<'r> {
        by_hand::Limits { asked: self.asked(), facts: self.facts, start }
    }

    fn all(&self, t: &mut Trace) -> Outcome {
        let facts = self.facts;
        let age_facts = eligibility::AgeFacts {
            kind: Input::Known(facts.kind),
            application_date: Input::Known(facts.application_date),
            birth_date: facts.birth_date,
        };
        let of_age = self.of_age(&age_facts, t);
        let resident = eligibility::residence(self.set, &self.dates, &facts.municipality, self.masters, t);
        let jurisdiction = jurisdiction::office(self.set, &self.dates, &facts.municipality, self.masters, t);
        let mut outcome = Outcome {
            of_age: of_age.ok(),
            resident: resident.ok(),
            age: facts.birth_date.known().and_then(|birth| Age::on(*birth, facts.application_date)),
            jurisdiction: jurisdiction.ok(),
            ..Outcome::default()
        };
        if facts.kind == ProcedureKind::Reissue {
            return outcome;
        }
        let proposed = self.start(t);
        let unasked = Err(Stop::NotApplicable("開始日そのものには要りません。"));
        let start = by_hand::start(&self.limits(&unasked), proposed, t);
        let proposed = self.end(&start, t);
        outcome.end = by_hand::end(&self.limits(&start), proposed, t).ok();
        outcome.start = start.as_ref().ok().copied();
        self.money(&start, &mut outcome, t);
        outcome
    }

    /// Old enough and not too old; whoever moves in as an adult must have been entitled without a break.
    fn of_age(&self, asked: &eligibility::AgeFacts, t: &mut Trace) -> Result<bool, Stop> {
        let facts = self.facts;
        let of_age = eligibility::age(self.set, &self.dates, asked, self.masters, t);
        if facts.kind != ProcedureKind::TransferIn || !self.set.knows(eligibility::CONTINUITY_RULE) || of_age != Ok(true) {
            return of_age;
        }
        let end = start_date::StartFacts::end_of(&facts.previous);
        eligibility::continuity(&self.asked(), &asked.application_date, &asked.birth_date, &end, t)
    }

    /// What the papers show, or what is worked out where its grounds were entered.
    fn severity(&self, on: &Result<Date, Stop>, t: &mut Trace) -> Input<Severity> {
        let facts = self.facts;
        match (&facts.severity_basis, on) {
            (Some(basis), Ok(on)) if self.set.knows(severity::RULE) => {
                let diseases: Vec<_> = facts.diseases.iter().map(|disease| disease.id).collect();
                severity::class(&self.asked(), basis, &diseases, *on, t).ok().into()
            }
            _ => facts.severity,
        }
    }

    fn start(&self, t: &mut Trace) -> Result<Date, Stop> {
        let facts = self.facts;
        let ask = |diagnosis_date, disease| start_date::StartFacts {
            kind: Input::Known(facts.kind),
            application_date: Input::Known(facts.application_date),
            diagnosis_date,
            disease,
            late_reason: facts.late_reason,
            previous_end: start_date::StartFacts::end_of(&facts.previous),
        };
        if facts.kind != ProcedureKind::New {
            return start_date::start(self.set, &self.dates, &ask(Input::Unknown, None), t);
        }
        let starts: Vec<Result<Date, Stop>> = facts
            .diseases
            .iter()
            .enumerate()
            .map(|(at, disease)| start_date::start(self.set, &self.dates, &ask(disease.diagnosis_date, Some(at)), t))
            .collect();
        let start = match starts.as_slice() {
            [only] => only.clone(),
            starts => start_date::earliest(self.set, &self.dates, starts, t),
        };
        match start_date::StartFacts::end_of(&facts.previous) {
            end @ Input::Known(_) if self.set.knows(start_date::AFTER_RULE) => {
                start_date::after_earlier(self.set, &self.dates, &start, &end, t)
            }
            _ => start,
        }
    }

    fn end(&self, start: &Result<Date, Stop>, t: &mut Trace) -> Result<Date, Stop> {
        let facts = self.facts;
        let end_facts = end_date::EndFacts {
            kind: Input::Known(facts.kind),
            start: start.clone(),
            application_date: Input::Known(facts.application_date),
            birth_date: facts.birth_date,
            award_end: start_date::StartFacts::end_of(&facts.previous),
        };
        end_date::end(self.set, &self.dates, &end_facts, self.masters, t)
    }

    /// Tax year, persons, tier, cap and payer number. Renewals go by their start, all others by the application.
    fn money(&self, start: &Result<Date, Stop>, outcome: &mut Outcome, t: &mut Trace) {
        let facts = self.facts;
        let basis = if facts.kind == ProcedureKind::Renewal { start.clone() } else { Ok(facts.application_date) };
        outcome.tax_year = tax_year::tax_year(self.set, &self.dates, &basis, t).ok();
        let haemophilia = cap::haemophilia(self.set, &self.dates, &facts.diseases, t);
        let tier = if haemophilia == Ok(true) {
            // The tier is shown where the income is known, but nothing waits for it.
            let mut aside = Trace::default();
            let tier = self.tier(&basis, outcome, &mut aside);
            if tier.is_ok() || facts.overrides.tier.is_some() {
                t.append(aside);
            }
            tier
        } else {
            self.tier(&basis, outcome, t)
        };
        let severity = self.severity(&Ok(facts.application_date), t);
        let cap_facts = cap::CapFacts { date: basis.clone(), tier: tier.clone(), severity, haemophilia: haemophilia.clone() };
        let individual = cap::cap(self.set, &self.dates, &cap_facts, self.masters, t);
        outcome.monthly_cap = self.share(start, individual, outcome, t).ok();
        let payer_facts = payer_number::PayerFacts { date: basis, tier: tier.clone(), haemophilia: haemophilia.clone() };
        outcome.payer_number = payer_number::payer(self.set, &self.dates, &payer_facts, self.masters, t).ok();
        outcome.tier = tier.ok();
        outcome.severity = severity.known().copied();
        outcome.haemophilia = haemophilia.ok();
    }

    /// 世帯内按分 on the first day of the award, with everybody of the household who is entitled then.
    fn share(
        &self,
        start: &Result<Date, Stop>,
        individual: Result<Yen, Stop>,
        outcome: &mut Outcome,
        t: &mut Trace,
    ) -> Result<Yen, Stop> {
        let Some(sharing) = self.facts.sharing.as_ref().filter(|_| self.set.knows(apportionment::RULE)) else {
            return individual;
        };
        let (individual_cap, on) = (individual?, start.clone()?);
        let together = sharing.with.iter().filter(|sharer| sharer.validity.contains(on)).map(|sharer| sharer.individual_cap);
        let caps: Vec<Yen> = std::iter::once(individual_cap).chain(together).collect();
        let shares = apportionment::shares(&self.asked(), &caps, on, t)?;
        outcome.apportioned = Some(Box::new(Apportioned { individual_cap, sharing: sharing.clone() }));
        shares.0.first().copied().ok_or_else(|| Stop::Missing("caps".to_owned()))
    }

    fn tier(&self, basis: &Result<Date, Stop>, outcome: &mut Outcome, t: &mut Trace) -> Result<Tier, Stop> {
        let facts = self.facts;
        // 生活保護等 needs no income: then nobody is asked about it.
        let unit = if facts.public_assistance.known() == Some(&true) {
            Err(Stop::NotApplicable("生活保護等のため、所得はみません。"))
        } else {
            let asked = income_unit::UnitFacts {
                insurance: &facts.insurance,
                public_assistance: &facts.public_assistance,
                insured_is_child: &facts.insured_is_child,
                members: &facts.members,
                birth_date: &facts.birth_date,
                date: basis,
            };
            income_unit::unit(&self.asked(), asked, t)
        };
        let members = unit.map(|unit| {
            let members: Vec<tier::UnitMember> = unit
                .members
                .iter()
                .filter_map(|at| facts.members.get(*at).map(|m| (*at, m)))
                .map(|(at, m)| tier::UnitMember { at, taxed: m.taxed, income_levy: m.income_levy, as_taxed: m.as_taxed })
                .collect();
            outcome.levy_sum = tier::levy_sum(&members);
            outcome.income_persons = Some(unit.titles);
            outcome.income_members = Some(unit.members);
            members
        });
        let tier_facts = tier::TierFacts {
            date: basis.clone(),
            public_assistance: facts.public_assistance,
            unit: members,
            low: low_income::LowFacts {
                whose: low_income::Whose::ByAge(facts.birth_date),
                guardian_income: facts.guardian_income,
                patient_income: facts.patient_income,
                parts: facts.income_parts,
            },
        };
        let tier = tier::tier(&self.asked(), &tier_facts, t);
        let proposed = match facts.hardship_tier {
            Some(certified) if self.set.knows(hardship::RULE) => hardship::lowered(&self.asked(), &tier, certified, t),
            _ => tier,
        };
        by_hand::tier(&self.asked(), facts, proposed, t)
    }
}
