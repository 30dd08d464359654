//! From the form to the facts that rules read. What the form leaves open stays unknown; nothing is guessed.

use events::application::{ApplicationForm, LevyParts};
use events::vocabulary::{ProcedureKind, Relation, Severity, ValidityPeriod, Yen};
use jiff::civil::Date;

use crate::rules::facts::AsTaxed;
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
        income_parts: None,
        hardship_tier: form.household.hardship_tier,
        public_assistance: form.household.public_assistance.into(),
        severity: severity(form),
        severity_basis: None,
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

/// The form asks for the applicant's income; it is the patient's where the patient applies.
fn patient_income(form: &ApplicationForm) -> Input<Yen> {
    if form.applicant.relation == Relation::Oneself { form.household.guardian_income.into() } else { Input::Unknown }
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
}
