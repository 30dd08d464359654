//! From the form to the facts that rules read. What the form leaves open stays unknown; nothing is guessed.

use events::application::{ApplicationForm, LevyParts, SeverityBasis};
use events::vocabulary::{ProcedureKind, Relation, Severity, ValidityPeriod, Yen};
use jiff::civil::Date;

use crate::rules::by_hand::Overrides;
use crate::rules::facts::{AsTaxed, IncomeParts};
use crate::rules::severity::{MonthCost, SeverityFacts};
use crate::rules::{DiseaseFacts, Facts, Input, Masters, Member};

/// The facts of an application.
pub fn facts(form: &ApplicationForm, kind: ProcedureKind, application_date: Date, masters: &Masters) -> Facts {
    let diseases = form
        .opinions
        .iter()
        .map(|opinion| {
            DiseaseFacts::from_master(opinion.disease, Input::Known(opinion.diagnosis_date), masters, application_date)
        })
        .collect();
    let members = form
        .household
        .members
        .iter()
        .map(|member| Member {
            label: member.name.to_string(),
            relation: member.relation,
            same_insurance: Input::Known(member.same_insurance),
            insured: member.insured,
            taxed: member.taxed.into(),
            income_levy: member.income_levy.into(),
            as_taxed: member.levy_parts.map(as_taxed),
        })
        .collect();
    Facts {
        kind,
        application_date,
        birth_date: Input::Known(form.child.birth_date),
        municipality: Input::Known(form.child.municipality),
        diseases,
        late_reason: form.wishes.late_reason,
        insurance: Input::Known(form.insurance.kind),
        insured_is_child: Input::Known(form.insurance.insured_is_child),
        members,
        guardian_income: form.household.guardian_income.into(),
        patient_income: patient_income(form),
        income_parts: income_parts(form),
        hardship_tier: form.household.hardship_tier,
        public_assistance: form.household.public_assistance.into(),
        severity: severity(form),
        severity_basis: form.severity.as_ref().map(severity_basis),
        sharing: None,
        overrides: Overrides::default(),
        previous: previous(form, kind),
    }
}

/// The days of the award before: of this ledger, or of the certificate that the family brings.
fn previous(form: &ApplicationForm, kind: ProcedureKind) -> Input<ValidityPeriod> {
    let earlier = form.earlier.as_ref().map(|earlier| earlier.validity);
    match kind {
        ProcedureKind::New => earlier.map_or(Input::NotApplicable("新規申請のため"), Input::Known),
        ProcedureKind::TransferIn => Input::from_option(form.transfer.as_ref().map(|transfer| transfer.validity)),
        ProcedureKind::Renewal | ProcedureKind::Change => Input::from_option(earlier),
        ProcedureKind::Reissue => Input::NotApplicable("再交付のため"),
    }
}

/// What the tax certificate says; what nobody asked for today (みなし寡婦) is left out.
fn as_taxed(parts: LevyParts) -> AsTaxed {
    AsTaxed {
        designated_city: parts.designated_city.into(),
        housing_loan_credit: parts.housing_loan_credit.into(),
        donation_credit: parts.donation_credit.into(),
        dividend_credit: parts.dividend_credit.into(),
        deemed_widow: None,
        total_income: Input::NotApplicable("みなし寡婦（夫）控除の申請がないため"),
    }
}

/// The parts of the applicant's income. What is not told of them stays unknown, but for the receipts of a salary, which are only compared.
fn income_parts(form: &ApplicationForm) -> Option<IncomeParts> {
    let told = form.household.income_evidence?;
    Some(IncomeParts {
        of: form.applicant.relation,
        pension_receipts: told.pension_receipts.into(),
        total_income: told.total_income.into(),
        pension_income: told.pension_income.into(),
        salary_income: told.salary_income.into(),
        salary_receipts: told.salary_receipts.into(),
        allowances: told.allowances.into(),
    })
}

/// What was entered as the patient's own; earlier forms asked for the applicant's alone, which is the patient's where the patient applies.
fn patient_income(form: &ApplicationForm) -> Input<Yen> {
    let household = &form.household;
    let by_the_applicant = household.guardian_income.filter(|_| form.applicant.relation == Relation::Oneself);
    household.patient_income.or(by_the_applicant).into()
}

/// An answer that is none stays unknown; only a no is a no.
fn severity_basis(basis: &SeverityBasis) -> SeverityFacts {
    let listed = || basis.states.iter().map(ToString::to_string).collect();
    let costs = || {
        let cost =
            |cost: &events::application::MonthCost| MonthCost { month: cost.month, total_cost: Input::Known(cost.total_cost) };
        basis.months.iter().map(cost).collect()
    };
    SeverityFacts {
        device: basis.device.into(),
        all_day: basis.all_day.into(),
        no_weaning: basis.no_weaning.into(),
        needs_help: basis.needs_help.into(),
        months: match basis.high_cost {
            Some(false) => Input::NotApplicable("高額治療継続の申請がないため、月ごとの医療費はみません。"),
            None if basis.months.is_empty() => Input::Unknown,
            _ => Input::Known(costs()),
        },
        entitled_from: basis.entitled_from.into(),
        states: match basis.burden {
            Some(false) => Input::Known(Vec::new()),
            None if basis.states.is_empty() => Input::Unknown,
            _ => Input::Known(listed()),
        },
        lasting_months: basis.lasting_months.map(i64::from).into(),
    }
}

/// The gravest of the opinions decides the column of the cap table; without an opinion it is unknown.
fn severity(form: &ApplicationForm) -> Input<Severity> {
    Input::from_option(form.opinions.iter().map(|opinion| opinion.severity).max())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::{TODAY, form};

    #[test]
    fn unknown_stays_unknown() {
        let mut form = form();
        form.household.public_assistance = None;
        form.household.members[0].taxed = None;
        form.household.members[0].income_levy = None;
        let facts = facts(&form, ProcedureKind::New, TODAY, &Masters::default());
        assert_eq!(facts.public_assistance, Input::Unknown);
        assert_eq!(facts.members[0].taxed, Input::Unknown);
        assert_eq!(facts.members[0].income_levy, Input::Unknown);
        assert_eq!(facts.guardian_income, Input::Unknown);
        assert_eq!(facts.diseases[0].haemophilia, Input::Unknown);
    }

    #[test]
    fn the_gravest_opinion_counts() {
        let mut form = form();
        let mut second = form.opinions[0].clone();
        second.severity = Severity::Ventilator;
        form.opinions.push(second);
        assert_eq!(facts(&form, ProcedureKind::New, TODAY, &Masters::default()).severity, Input::Known(Severity::Ventilator));
        form.opinions.clear();
        assert_eq!(facts(&form, ProcedureKind::New, TODAY, &Masters::default()).severity, Input::Unknown);
    }

    fn basis() -> SeverityBasis {
        SeverityBasis {
            device: Some(events::vocabulary::LifeSupport::None),
            all_day: None,
            no_weaning: None,
            needs_help: None,
            high_cost: Some(true),
            entitled_from: None,
            months: Vec::new(),
            burden: Some(false),
            states: Vec::new(),
            lasting_months: None,
        }
    }

    /// The class that the rules give to the sample form with these grounds, and what they still ask for.
    fn class_of(basis: SeverityBasis) -> (Option<Severity>, Vec<String>) {
        use crate::rules::samples::masters;
        let mut form = form();
        form.opinions[0].severity = Severity::Ventilator;
        form.severity = Some(basis);
        let masters = masters();
        let found = crate::rules::determine(
            &facts(&form, ProcedureKind::New, TODAY, &masters),
            &masters,
            &crate::rules::RuleSet::current(&masters),
        );
        (found.severity, found.pending.into_iter().map(|fact| fact.field).filter(|field| field.starts_with("months")).collect())
    }

    fn months(costs: &[i64]) -> Vec<events::application::MonthCost> {
        let newest = TODAY.first_of_month();
        (0_i64..)
            .zip(costs)
            .map(|(back, cost)| events::application::MonthCost {
                month: newest - jiff::Span::new().months(back),
                total_cost: Yen::new(*cost).unwrap(),
            })
            .collect()
    }

    #[test]
    fn the_months_of_the_cap_sheet_decide_and_not_what_the_papers_say() {
        let high = [50_001; 6];
        assert_eq!(class_of(SeverityBasis { months: months(&high), ..basis() }), (Some(Severity::Severe), Vec::new()));
        let mut exact = vec![50_000; 12];
        assert_eq!(class_of(SeverityBasis { months: months(&exact), ..basis() }).0, Some(Severity::General));
        exact.truncate(6);
        let (open, asked) = class_of(SeverityBasis { months: months(&exact), ..basis() });
        assert_eq!((open, asked.len()), (None, 6), "the six months nobody told may be above");
    }

    #[test]
    fn what_nobody_applied_for_is_no_ground_and_what_nobody_answered_is_asked_for() {
        let no = SeverityBasis { high_cost: Some(false), ..basis() };
        assert_eq!(class_of(no.clone()), (Some(Severity::General), Vec::new()));
        assert_eq!(class_of(SeverityBasis { high_cost: None, ..no.clone() }), (None, vec!["months".to_owned()]));
        assert_eq!(class_of(SeverityBasis { burden: None, ..no.clone() }).0, None);
        assert_eq!(class_of(SeverityBasis { device: None, ..no }).0, None);
    }

    #[test]
    fn an_adults_own_income_has_its_own_field() {
        let mut form = form();
        form.household.guardian_income = Yen::new(5_000_000).ok();
        let income = |form: &ApplicationForm| facts(form, ProcedureKind::New, TODAY, &Masters::default()).patient_income;
        assert_eq!(income(&form), Input::Unknown, "the guardian's is not taken instead");
        form.household.patient_income = Yen::new(300_000).ok();
        assert_eq!(income(&form), Input::Known(Yen::new(300_000).unwrap()));
    }
}
