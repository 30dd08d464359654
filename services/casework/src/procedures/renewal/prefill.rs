//! The form of a renewal or a change, filled in from the last one, without what must be told anew.

use events::application::{Applicant, ApplicationForm};
use events::vocabulary::{Age, ProcedureKind, Relation};
use jiff::civil::Date;

/// The last form as the next application begins. From 18 the applicant is the patient. A renewal asks for this year's tax and for new
/// medical opinions, so last year's do not stand there to be overlooked; a change keeps everything but what was wished for.
pub fn prefilled(last: &ApplicationForm, kind: ProcedureKind, today: Date) -> ApplicationForm {
    let mut form = last.clone();
    if Age::on(form.child.birth_date, today).is_some_and(|age| age.years() >= 18) && form.applicant.relation != Relation::Oneself
    {
        form.applicant = Applicant {
            name: form.child.name.clone(),
            relation: Relation::Oneself,
            address: form.child.address.clone(),
            phone: None,
        };
        (form.household.guardian_income, form.household.income_evidence) = (None, None);
    }
    if kind == ProcedureKind::Renewal {
        (form.household.guardian_income, form.household.patient_income, form.severity) = (None, None, None);
        (form.household.hardship_tier, form.household.income_evidence) = (None, None);
        for member in &mut form.household.members {
            (member.taxed, member.income_levy, member.levy_parts) = (None, None, None);
        }
    }
    form.wishes.late_reason = None;
    form.wishes.late_reason_note = None;
    form.wishes.note = None;
    (form.earlier, form.transfer) = (None, None);
    form.change_grounds = Vec::new();
    form
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::form;

    #[test]
    fn a_renewal_asks_for_the_tax_again_and_a_change_keeps_it() {
        let renewal = prefilled(&form(), ProcedureKind::Renewal, date(2026, 8, 1));
        assert_eq!(renewal.household.members[0].name, form().household.members[0].name);
        assert_eq!((renewal.household.members[0].taxed, renewal.household.members[0].income_levy), (None, None));
        assert_eq!(renewal.applicant, form().applicant);
        let change = prefilled(&form(), ProcedureKind::Change, date(2026, 8, 1));
        assert_eq!(change.household, form().household);
    }

    #[test]
    fn on_the_18th_birthday_the_patient_becomes_the_applicant() {
        let mut last = form();
        last.child.birth_date = date(2008, 2, 29);
        let on = |day| prefilled(&last, ProcedureKind::Renewal, day).applicant.relation;
        assert_eq!(on(date(2026, 2, 28)), last.applicant.relation, "the birthday of a common year is 1 March");
        assert_eq!(on(date(2026, 3, 1)), Relation::Oneself);
        assert_eq!(prefilled(&last, ProcedureKind::Renewal, date(2026, 3, 1)).applicant.name, last.child.name);
    }
}
