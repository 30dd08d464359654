//! 申請内容を訂正する: the office changes what the application says, before forwarding or in answer to a correction.

use events::application::{Amended, ApplicationEvent, ApplicationForm, Arrival, ChecklistLine};
use events::ids::MyNumberRef;
use events::vocabulary::{AmendmentGround, DiseaseId, FreeText, OfficeCode};
use events::{Actor, Personal};
use jiff::civil::Date;

use super::receive_application::{check_arrival, check_form};
use crate::Refusal;
use crate::application::{Action, Application, Stage, permit};

/// On whose word an application is amended, and on which paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AmendmentBasis {
    /// 訂正の区分.
    pub ground: AmendmentGround,
    /// 根拠とした書類.
    pub stands_on: Option<FreeText>,
}

impl AmendmentBasis {
    /// What the family answered to what was asked of it.
    pub const IN_ANSWER: Self = Self { ground: AmendmentGround::InAnswer, stands_on: None };

    fn holds_for(&self, case: &Application) -> Result<(), Refusal> {
        match self.ground {
            AmendmentGround::InAnswer if case.stage() != Some(Stage::ReturnedForCorrection) => Err(Refusal::NoCorrectionAsked),
            AmendmentGround::ExOfficio | AmendmentGround::AtCounter if self.stands_on.is_none() => Err(Refusal::PaperNeeded),
            _ => Ok(()),
        }
    }
}

/// Amend an application. It carries the whole new content.
#[derive(Clone, PartialEq, Debug)]
pub struct AmendApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日; none leaves them as they were.
    pub arrival: Option<Arrival>,
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
    /// 訂正の区分 and the paper.
    pub basis: AmendmentBasis,
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
        // The day that is known holds against another date of application, too.
        check_arrival(self.arrival.or(case.arrival()), self.application_date, self.today)?;
        self.basis.holds_for(case)?;
        let responsible_office = self.responsible_office.ok_or(Refusal::OutsideThePrefecture)?;
        let mut changed_sections = changed_sections(&self.before, &self.form);
        if case.application_date() != Some(self.application_date) {
            changed_sections.push("application_date".to_owned());
        }
        if self.arrival.is_some() && self.arrival != case.arrival() {
            changed_sections.push("arrival".to_owned());
        }
        if self.child_my_number.is_some() || self.applicant_my_number.is_some() {
            changed_sections.push("my_number".to_owned());
        }
        if changed_sections.is_empty() {
            return Err(Refusal::NothingChanged);
        }
        Ok(vec![ApplicationEvent::Amended(Amended {
            application_date: self.application_date,
            arrival: self.arrival,
            responsible_office,
            municipality: self.form.child.municipality,
            diseases,
            child_name: Personal::Open(self.form.child.name.clone()),
            child_birth_date: Personal::Open(self.form.child.birth_date),
            form: Personal::Open(self.form),
            checklist: self.checklist,
            changed_sections,
            ground: Some(self.basis.ground),
            why: Personal::Open(self.why),
            stands_on: self.basis.stands_on.map(Personal::Open),
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
    use crate::application::samples::{TODAY, case_after, counter, form, line, other_counter, story, text};

    fn amend() -> AmendApplication {
        let mut after = form();
        after.household.members[0].income_levy = Yen::new(251_000).ok();
        AmendApplication {
            who: counter(),
            today: TODAY,
            application_date: TODAY,
            arrival: None,
            responsible_office: counter().office,
            unknown_diseases: Vec::new(),
            checklist: vec![line("application_form")],
            before: form(),
            form: after,
            child_my_number: None,
            applicant_my_number: None,
            basis: AmendmentBasis { ground: AmendmentGround::ExOfficio, stands_on: Some(text("課税証明書")) },
            why: text("税額の転記誤り"),
        }
    }

    #[test]
    fn says_which_sections_changed() {
        let facts =
            TestFramework::<Application>::with(()).given(story()[..1].to_vec()).when(amend().into()).inspect_result().unwrap();
        let ApplicationEvent::Amended(told) = &facts[0].event else { panic!("{facts:?}") };
        assert_eq!(
            (told.changed_sections.as_slice(), told.ground),
            (&["household".to_owned()][..], Some(AmendmentGround::ExOfficio))
        );
    }

    #[test]
    fn before_it_is_forwarded_the_office_says_on_which_paper_it_stands() {
        let refused = |ground: AmendmentGround, stands_on: Option<&str>, given: usize| {
            let basis = AmendmentBasis { ground, stands_on: stands_on.map(text) };
            AmendApplication { basis, ..amend() }.decide(&case_after(&story()[..given])).map(drop)
        };
        assert_eq!(refused(AmendmentGround::ExOfficio, None, 1), Err(Refusal::PaperNeeded));
        assert_eq!(refused(AmendmentGround::AtCounter, None, 1), Err(Refusal::PaperNeeded));
        assert_eq!(refused(AmendmentGround::AtCounter, Some("本人の申出"), 1), Ok(()));
        assert_eq!(refused(AmendmentGround::InAnswer, Some("本人の申出"), 1), Err(Refusal::NoCorrectionAsked));
        let forwarded = refused(AmendmentGround::ExOfficio, Some("課税証明書"), 4);
        assert!(matches!(forwarded, Err(Refusal::WrongStage { .. })), "it goes by sending back: {forwarded:?}");
    }

    #[test]
    fn the_day_of_arrival_is_corrected_and_kept_where_nothing_is_said_of_it() {
        let arrival = Some(Arrival { received_on: TODAY, postmarked_on: Some(TODAY) });
        let told = AmendApplication { arrival, form: form(), ..amend() }.decide(&case_after(&story()[..1])).unwrap();
        assert!(matches!(&told[0], ApplicationEvent::Amended(e) if e.changed_sections == ["arrival"]));
        let mut facts = story()[..1].to_vec();
        facts.push(crate::Fact { event: told[0].clone(), by: counter().id });
        let again = amend().decide(&case_after(&facts)).unwrap();
        facts.push(crate::Fact { event: again[0].clone(), by: counter().id });
        assert_eq!(case_after(&facts).arrival(), arrival);
        let later = AmendApplication { application_date: TODAY.tomorrow().unwrap(), today: TODAY.tomorrow().unwrap(), ..amend() };
        assert_eq!(later.decide(&case_after(&facts)), Err(Refusal::ArrivalDate), "it was here before it was applied for");
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
