//! 申請内容を訂正する: the office changes what the application says, before forwarding or in answer to a correction.

use events::application::{Amended, ApplicationEvent, ApplicationForm, ChecklistLine};
use events::ids::MyNumberRef;
use events::vocabulary::{DiseaseId, FreeText, OfficeCode};
use events::{Actor, Personal};
use jiff::civil::Date;

use super::receive_application::check_form;
use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Amend an application. It carries the whole new content.
#[derive(Clone, PartialEq, Debug)]
pub struct AmendApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 申請日.
    pub application_date: Date,
    /// 管轄事務所 by the masters.
    pub responsible_office: Option<OfficeCode>,
    /// Diseases of the form that are in no master.
    pub unknown_diseases: Vec<DiseaseId>,
    /// 書類点検表, drawn anew.
    pub checklist: Vec<ChecklistLine>,
    /// The form as it was.
    pub before: ApplicationForm,
    /// The form as it is to be.
    pub form: ApplicationForm,
    /// 児童の個人番号 newly told, in the vault; none keeps the one before.
    pub child_my_number: Option<MyNumberRef>,
    /// 申請者の個人番号 newly told; none keeps the one before.
    pub applicant_my_number: Option<MyNumberRef>,
    /// 訂正の理由.
    pub why: FreeText,
}

/// Sections of the form in which two versions differ, by their codes.
pub fn changed_sections(before: &ApplicationForm, after: &ApplicationForm) -> Vec<String> {
    [
        ("applicant", before.applicant != after.applicant),
        ("child", before.child != after.child),
        ("insurance", before.insurance != after.insurance),
        ("household", before.household != after.household),
        ("opinions", before.opinions != after.opinions),
        ("wishes", before.wishes != after.wishes),
        ("change", before.change_grounds != after.change_grounds),
        ("transfer", before.transfer != after.transfer),
        ("earlier", before.earlier != after.earlier),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(section, _)| section.to_owned())
    .collect()
}

impl AmendApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Amend, case, &self.who)?;
        let diseases = check_form(&self.form, self.application_date, self.today, &self.unknown_diseases)?;
        let responsible_office = self.responsible_office.ok_or(Refusal::OutsideThePrefecture)?;
        let mut changed_sections = changed_sections(&self.before, &self.form);
        if case.application_date() != Some(self.application_date) {
            changed_sections.push("application_date".to_owned());
        }
        if self.child_my_number.is_some() || self.applicant_my_number.is_some() {
            changed_sections.push("my_number".to_owned());
        }
        if changed_sections.is_empty() {
            return Err(Refusal::NothingChanged);
        }
        Ok(vec![ApplicationEvent::Amended(Amended {
            application_date: self.application_date,
            responsible_office,
            municipality: self.form.child.municipality,
            diseases,
            child_name: Personal::Open(self.form.child.name.clone()),
            child_birth_date: Personal::Open(self.form.child.birth_date),
            form: Personal::Open(self.form),
            checklist: self.checklist,
            changed_sections,
            why: Personal::Open(self.why),
            child_my_number: self.child_my_number.or(case.child_my_number()),
            applicant_my_number: self.applicant_my_number.or(case.applicant_my_number()),
        })])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::vocabulary::Yen;

    use super::*;
    use crate::application::samples::{TODAY, counter, form, line, other_counter, story, text};

    fn amend() -> AmendApplication {
        let mut after = form();
        after.household.members[0].income_levy = Yen::new(251_000).ok();
        AmendApplication {
            who: counter(),
            today: TODAY,
            application_date: TODAY,
            responsible_office: counter().office,
            unknown_diseases: Vec::new(),
            checklist: vec![line("application_form")],
            before: form(),
            form: after,
            child_my_number: None,
            applicant_my_number: None,
            why: text("税額の転記誤り"),
        }
    }

    #[test]
    fn says_which_sections_changed() {
        let facts =
            TestFramework::<Application>::with(()).given(story()[..1].to_vec()).when(amend().into()).inspect_result().unwrap();
        assert!(matches!(&facts[0].event, ApplicationEvent::Amended(e) if e.changed_sections == ["household"]));
    }

    #[test]
    fn an_amendment_changes_something() {
        let same = AmendApplication { form: form(), ..amend() };
        TestFramework::<Application>::with(())
            .given(story()[..1].to_vec())
            .when(same.into())
            .then_expect_error(Refusal::NothingChanged);
    }

    #[test]
    fn another_office_does_not_amend_and_nobody_while_it_is_examined() {
        let elsewhere = AmendApplication { who: other_counter(), ..amend() };
        TestFramework::<Application>::with(())
            .given(story()[..1].to_vec())
            .when(elsewhere.into())
            .then_expect_error(Refusal::OtherOffice);
        let refused = TestFramework::<Application>::with(()).given(story()).when(amend().into()).inspect_result();
        assert!(matches!(refused, Err(Refusal::WrongStage { .. })));
    }
}
