//! 二重入力をする, and 入力の違いを解消する. The second hand is another than the first; what differs is decided with a reason.

use events::application::{ApplicationEvent, ApplicationForm, EnteredAgain, EnteredAmount, EntriesSettled, SettledAmount};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::second_entry::{Stand, differing};
use crate::application::{Action, Application, SecondEntryRefusal, permit};

/// Enter the amounts a second time.
#[derive(Clone, PartialEq, Debug)]
pub struct EnterAgain {
    /// Who acts.
    pub who: Actor,
    /// The form as it stands.
    pub form: ApplicationForm,
    /// What was typed now.
    pub amounts: Vec<EnteredAmount>,
}

impl EnterAgain {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::EnterAgain, case, &self.who)?;
        let differing = differing(&self.form, &self.amounts);
        Ok(vec![EnteredAgain { amounts: Personal::Open(self.amounts), differing }.into()])
    }
}

/// Say of each amount that differs which entry is right. Where the second is, the form is amended by the same act, before this.
#[derive(Clone, PartialEq, Debug)]
pub struct SettleEntries {
    /// Who acts.
    pub who: Actor,
    /// Every amount that differs.
    pub settled: Vec<SettledAmount>,
    /// By what it was decided.
    pub why: FreeText,
}

impl SettleEntries {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::SettleEntries, case, &self.who)?;
        let Some(Stand::Differs(places)) = case.second_entry().stand() else { return Err(SecondEntryRefusal::None.into()) };
        let open = places.iter().filter(|place| !self.settled.iter().any(|one| one.place == **place)).count();
        if open > 0 || self.settled.len() != places.len() {
            return Err(SecondEntryRefusal::Differing(open.max(1)).into());
        }
        Ok(vec![EntriesSettled { settled: self.settled, why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::application::SecondEntryAsked;
    use events::ids::StaffId;
    use events::vocabulary::{EntryKept, Yen};
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{case_after, checker, counter, form, other_counter, story, text};
    use crate::application::second_entry::amounts;
    use crate::application::{Stage, allowed_actions};

    /// Another clerk of the same counter.
    fn second() -> Actor {
        Actor { id: StaffId(Uuid::from_u128(21)), ..counter() }
    }

    fn asked() -> Vec<Fact<ApplicationEvent>> {
        let mut facts = story()[..1].to_vec();
        facts.push(Fact::new(SecondEntryAsked {}, counter().id));
        facts
    }

    fn again(who: Actor, amounts: Vec<EnteredAmount>) -> EnterAgain {
        EnterAgain { who, form: form(), amounts }
    }

    fn typed(change: impl Fn(&mut Vec<EnteredAmount>)) -> Vec<EnteredAmount> {
        let mut amounts = amounts(&form());
        change(&mut amounts);
        amounts
    }

    fn after(who: &Actor, told: Vec<ApplicationEvent>, mut facts: Vec<Fact<ApplicationEvent>>) -> Vec<Fact<ApplicationEvent>> {
        facts.extend(told.into_iter().map(|event| Fact { event, by: who.id }));
        facts
    }

    #[test]
    fn the_same_amounts_by_another_hand_let_the_case_go_on() {
        let case = case_after(&asked());
        assert_eq!(permit(Action::Forward, &case, &counter()), Err(SecondEntryRefusal::Awaited.into()));
        assert!(allowed_actions(&case, &second()).contains(&Action::EnterAgain));
        let told = again(second(), typed(|_| {})).decide(&case).unwrap();
        let case = case_after(&after(&second(), told, asked()));
        assert_eq!(permit(Action::Forward, &case, &counter()), Ok(()));
        assert_eq!(again(second(), typed(|_| {})).decide(&case), Err(SecondEntryRefusal::None.into()));
    }

    #[test]
    fn a_difference_stops_the_case_until_it_is_settled() {
        let wrong = typed(|amounts| amounts[0].yen = Yen::new(123).ok());
        let told = again(second(), wrong).decide(&case_after(&asked())).unwrap();
        let facts = after(&second(), told, asked());
        let case = case_after(&facts);
        assert_eq!(permit(Action::Forward, &case, &counter()), Err(SecondEntryRefusal::Differing(1).into()));
        let settle = |settled| SettleEntries { who: counter(), settled, why: text("課税証明書で確かめた。") };
        let first = SettledAmount { place: "guardian_income".to_owned(), kept: EntryKept::First };
        let other = SettledAmount { place: "patient_income".to_owned(), ..first.clone() };
        assert_eq!(settle(Vec::new()).decide(&case), Err(SecondEntryRefusal::Differing(1).into()));
        assert_eq!(settle(vec![first.clone(), other.clone()]).decide(&case), Err(SecondEntryRefusal::Differing(1).into()));
        assert_eq!(settle(vec![other]).decide(&case), Err(SecondEntryRefusal::Differing(1).into()));
        let told = settle(vec![first]).decide(&case).unwrap();
        let case = case_after(&after(&counter(), told, facts));
        assert_eq!(permit(Action::Forward, &case, &counter()), Ok(()));
    }

    #[test]
    fn who_typed_first_does_not_type_again_nor_do_others() {
        let case = case_after(&asked());
        assert_eq!(again(counter(), typed(|_| {})).decide(&case), Err(SecondEntryRefusal::OwnEntry.into()));
        assert_eq!(again(other_counter(), typed(|_| {})).decide(&case), Err(Refusal::OtherOffice));
        assert!(matches!(again(checker(), typed(|_| {})).decide(&case), Err(Refusal::WrongRole { .. })));
        let unasked = case_after(&story()[..1]);
        assert_eq!(again(second(), typed(|_| {})).decide(&unasked), Err(SecondEntryRefusal::None.into()));
        assert!(!allowed_actions(&unasked, &second()).contains(&Action::EnterAgain));
        assert_eq!(permit(Action::Forward, &unasked, &counter()), Ok(()), "where the office does not work so, nothing stops");
        assert_eq!(case.stage(), Some(Stage::Received));
    }

    #[test]
    fn amounts_that_are_amended_are_typed_again() {
        let told = again(second(), typed(|_| {})).decide(&case_after(&asked())).unwrap();
        let facts = after(&second(), told, asked());
        let amended = |section: &str| {
            let mut facts = facts.clone();
            let story = story();
            let ApplicationEvent::Received(received) = story[0].event.clone() else { unreachable!("the story begins so") };
            let event = events::application::Amended {
                application_date: received.application_date,
                arrival: None,
                responsible_office: received.responsible_office,
                municipality: received.municipality,
                diseases: received.diseases,
                child_name: received.child_name,
                child_birth_date: received.child_birth_date,
                form: received.form,
                checklist: received.checklist,
                changed_sections: vec![section.to_owned()],
                ground: None,
                stands_on: None,
                why: Personal::Open(text("転記の誤り")),
                child_my_number: None,
                applicant_my_number: None,
            };
            facts.push(Fact::new(event, second().id));
            case_after(&facts)
        };
        assert_eq!(permit(Action::Forward, &amended("wishes"), &counter()), Ok(()));
        let case = amended("household");
        assert_eq!(permit(Action::Forward, &case, &counter()), Err(SecondEntryRefusal::Awaited.into()));
        assert_eq!(
            again(second(), typed(|_| {})).decide(&case),
            Err(SecondEntryRefusal::OwnEntry.into()),
            "who amended has typed first"
        );
    }
}
