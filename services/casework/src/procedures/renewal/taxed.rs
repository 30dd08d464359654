//! 課税情報 in the form of a renewal: the household of the last form, with what the tax office says of a new year.

use events::application::ApplicationForm;
use events::tax_data::MemberTax;

/// A name as it is compared: spaces between family and given name are written in many ways.
fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether the household of a form has a member of that name.
pub fn has_member(form: &ApplicationForm, name: &str) -> bool {
    form.household.members.iter().any(|member| bare(member.name.as_str()) == bare(name))
}

/// The form with the tax of each member that is told of. 年収等 counts where the applicant's is told.
#[must_use]
pub fn taxed(mut form: ApplicationForm, told: &[MemberTax]) -> ApplicationForm {
    for member in &mut form.household.members {
        if let Some(tax) = told.iter().find(|tax| bare(tax.name.as_str()) == bare(member.name.as_str())) {
            (member.taxed, member.income_levy, member.levy_parts) = (Some(tax.taxed), Some(tax.income_levy), None);
        }
    }
    let applicant = bare(form.applicant.name.written());
    if let Some(income) = told.iter().find(|tax| bare(tax.name.as_str()) == applicant).and_then(|tax| tax.income) {
        form.household.guardian_income = Some(income);
    }
    form
}

#[cfg(test)]
mod tests {
    use events::vocabulary::{FreeText, Yen};

    use super::*;
    use crate::application::samples::form;

    fn tax(name: &str, levy: i64, income: Option<i64>) -> MemberTax {
        let yen = |amount| Yen::new(amount).unwrap();
        MemberTax { name: FreeText::parse(name).unwrap(), taxed: levy > 0, income_levy: yen(levy), income: income.map(yen) }
    }

    #[test]
    fn members_are_found_by_name_however_it_is_spaced() {
        let written = form().household.members[0].name.to_string();
        let closed: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(has_member(&form(), &closed) && !has_member(&form(), "例題 次郎"));
        let filled = taxed(form(), &[tax(&closed, 12_300, None)]);
        let member = &filled.household.members[0];
        assert_eq!((member.taxed, member.income_levy), (Some(true), Some(Yen::new(12_300).unwrap())));
        let untouched = taxed(form(), &[tax("例題 次郎", 99, Some(1))]);
        assert_eq!(untouched, form(), "who is not of the household changes nothing");
        let applicant = form().applicant.name.written().to_owned();
        let with_income = taxed(form(), &[tax(&applicant, 0, Some(700_000))]);
        assert_eq!(with_income.household.guardian_income, Some(Yen::new(700_000).unwrap()));
    }
}
