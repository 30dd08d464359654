//! 申請を受け付ける: the counter takes an application and gives it its receipt number (児童福祉法第19条の3第1項).
//!
//! A receipt is not a decision: what may still be unknown may stay unknown, and an application that cannot succeed is received too.

use std::collections::BTreeSet;

use events::application::{
    Alike, ApplicationEvent, ApplicationForm, Arrival, ChecklistLine, LikenessFound, Received, SecondEntryAsked,
};
use events::ids::{AwardId, MyNumberRef, RecipientId};
use events::vocabulary::{DiseaseId, OfficeCode, ProcedureKind, ReceiptNumber};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;

use super::record_documents::{DocumentEntry, document_events};
use crate::application::Application;
use crate::{Refusal, procedures};

/// Receive an application.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceiveApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日, where they were told.
    pub arrival: Option<Arrival>,
    /// 受付番号, from the register.
    pub receipt_number: ReceiptNumber,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所 by the masters; none where the municipality has none.
    pub responsible_office: Option<OfficeCode>,
    /// Diseases of the form that are in no master.
    pub unknown_diseases: Vec<DiseaseId>,
    /// 書類点検表, as drawn up from the form.
    pub checklist: Vec<ChecklistLine>,
    /// The form.
    pub form: ApplicationForm,
    /// 児童の個人番号, in the vault.
    pub child_my_number: Option<MyNumberRef>,
    /// 申請者の個人番号, in the vault.
    pub applicant_my_number: Option<MyNumberRef>,
    /// 受給者, where the child stands in the ledger already.
    pub recipient: Option<RecipientId>,
    /// The award that the application starts from.
    pub starting_from: Option<AwardId>,
    /// Papers whose state is known at the counter.
    pub documents: Vec<DocumentEntry>,
    /// Records that look like the child.
    pub alike: Vec<Alike>,
    /// Whether the amounts are to be typed a second time.
    pub second_entry: bool,
}

/// What holds for the days on which it was posted and came: it reaches the counter after it was posted, and was applied for by then.
pub(super) fn check_arrival(arrival: Option<Arrival>, application_date: Date, today: Date) -> Result<(), Refusal> {
    let Some(Arrival { received_on, postmarked_on }) = arrival else { return Ok(()) };
    if received_on > today || received_on < application_date {
        return Err(Refusal::ArrivalDate);
    }
    if postmarked_on.is_some_and(|posted| posted > received_on) {
        return Err(Refusal::PostmarkAfterArrival);
    }
    Ok(())
}

/// What holds for the content of a form, when received and when amended.
pub(super) fn check_form(
    form: &ApplicationForm,
    application_date: Date,
    today: Date,
    unknown_diseases: &[DiseaseId],
) -> Result<Vec<DiseaseId>, Refusal> {
    if application_date > today {
        return Err(Refusal::ApplicationInFuture);
    }
    if form.child.birth_date > application_date {
        return Err(Refusal::BornAfterApplication);
    }
    if form.opinions.is_empty() {
        return Err(Refusal::NoOpinion);
    }
    if let Some(unknown) = unknown_diseases.first() {
        return Err(Refusal::UnknownDisease(*unknown));
    }
    let mut seen = BTreeSet::new();
    for opinion in &form.opinions {
        if !seen.insert(opinion.disease) {
            return Err(Refusal::SameDiseaseTwice(opinion.disease));
        }
        if opinion.diagnosis_date > today {
            return Err(Refusal::DiagnosisInFuture(opinion.disease));
        }
    }
    Ok(form.opinions.iter().map(|opinion| opinion.disease).collect())
}

impl ReceiveApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        if case.stage().is_some() {
            return Err(Refusal::AlreadyReceived);
        }
        if procedures::of(self.kind).is_none() {
            return Err(Refusal::ProcedureNotOffered(self.kind));
        }
        let own = self.who.role == StaffRole::Counter && self.who.office == Some(self.receiving_office);
        if !own || self.receiving_office.is_division() {
            return Err(Refusal::NotTheOwnCounter(self.who.office.unwrap_or(self.receiving_office)));
        }
        let diseases = check_form(&self.form, self.application_date, self.today, &self.unknown_diseases)?;
        check_arrival(self.arrival, self.application_date, self.today)?;
        let responsible_office = self.responsible_office.ok_or(Refusal::OutsideThePrefecture)?;
        let mut events = vec![ApplicationEvent::Received(Received {
            kind: self.kind,
            receipt_number: self.receipt_number,
            application_date: self.application_date,
            arrival: self.arrival,
            receiving_office: self.receiving_office,
            responsible_office,
            municipality: self.form.child.municipality,
            diseases,
            child_name: Personal::Open(self.form.child.name.clone()),
            child_birth_date: Personal::Open(self.form.child.birth_date),
            form: Personal::Open(self.form),
            checklist: self.checklist.clone(),
            child_my_number: self.child_my_number,
            applicant_my_number: self.applicant_my_number,
            recipient: self.recipient,
            starting_from: self.starting_from,
        })];
        // Who goes on from an award is known; who begins may be known under another record.
        if self.recipient.is_none() && !self.alike.is_empty() {
            events.push(LikenessFound { alike: self.alike }.into());
        }
        if self.second_entry {
            events.push(SecondEntryAsked {}.into());
        }
        events.extend(document_events(&self.checklist, |_| None, self.documents)?);
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::application::{ChecklistItem, DocumentState};
    use jiff::civil::date;

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, case_after, checker, form, other_counter, receive, story};

    fn refused(command: ReceiveApplication) -> Refusal {
        command.decide(&Application::default()).unwrap_err()
    }

    #[test]
    fn the_counter_receives_with_the_papers_at_hand() {
        let mut command = receive();
        command.documents =
            vec![DocumentEntry { item: ChecklistItem("application_form".to_owned()), state: DocumentState::Received, why: None }];
        let facts =
            TestFramework::<Application>::with(()).given_no_previous_events().when(command.into()).inspect_result().unwrap();
        assert_eq!(facts.len(), 2);
        let case = case_after(&facts);
        assert_eq!(case.stage(), Some(Stage::Received));
        assert_eq!(case.open_lines().len(), 1);
        assert!(matches!(&facts[0].event, ApplicationEvent::Received(e) if e.form.open() == Some(&form())));
    }

    #[test]
    fn an_application_is_received_once() {
        let given: Vec<Fact<ApplicationEvent>> = story()[..1].to_vec();
        TestFramework::<Application>::with(()).given(given).when(receive().into()).then_expect_error(Refusal::AlreadyReceived);
    }

    #[test]
    fn only_at_the_own_counter() {
        let office = receive().receiving_office;
        assert_eq!(
            refused(ReceiveApplication { who: other_counter(), ..receive() }),
            Refusal::NotTheOwnCounter(other_counter().office.unwrap())
        );
        assert!(matches!(refused(ReceiveApplication { who: checker(), ..receive() }), Refusal::NotTheOwnCounter(_)));
        assert!(!office.is_division());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(
            refused(ReceiveApplication { application_date: TODAY.tomorrow().unwrap(), ..receive() }),
            Refusal::ApplicationInFuture
        );
        let arrival = |days: i64, posted: Option<i64>| {
            let day = |days: i64| TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
            Some(Arrival { received_on: day(days), postmarked_on: posted.map(day) })
        };
        for days in [1, -1] {
            assert_eq!(refused(ReceiveApplication { arrival: arrival(days, None), ..receive() }), Refusal::ArrivalDate, "{days}");
        }
        let late = ReceiveApplication { arrival: arrival(0, Some(1)), ..receive() };
        assert_eq!(refused(late), Refusal::PostmarkAfterArrival);
        assert_eq!(refused(ReceiveApplication { responsible_office: None, ..receive() }), Refusal::OutsideThePrefecture);
        assert_eq!(
            refused(ReceiveApplication { kind: ProcedureKind::Reissue, ..receive() }),
            Refusal::ProcedureNotOffered(ProcedureKind::Reissue)
        );
        let disease = form().opinions[0].disease;
        assert_eq!(
            refused(ReceiveApplication { unknown_diseases: vec![disease], ..receive() }),
            Refusal::UnknownDisease(disease)
        );
        let with = |change: fn(&mut ApplicationForm)| {
            let mut command = receive();
            change(&mut command.form);
            refused(command)
        };
        assert_eq!(with(|form| form.opinions.clear()), Refusal::NoOpinion);
        assert_eq!(with(|form| form.opinions.push(form.opinions[0].clone())), Refusal::SameDiseaseTwice(disease));
        assert_eq!(with(|form| form.opinions[0].diagnosis_date = date(2026, 4, 21)), Refusal::DiagnosisInFuture(disease));
        assert_eq!(with(|form| form.child.birth_date = date(2026, 4, 21)), Refusal::BornAfterApplication);
    }
}
