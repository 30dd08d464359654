//! 重複の疑いに答える: the same child, another, or a twin. The same child of the ledger is linked, and the application goes on from its last
//! award; a later answer undoes it. Both histories stay as they are.

use events::application::{Alike, ApplicationEvent, LikenessFound, Linked, OtherRecord, SamenessJudged};
use events::vocabulary::{FreeText, ProcedureKind, Sameness};
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, LikenessRefusal, permit};

/// Say whether another record is of the same child.
#[derive(Clone, PartialEq, Debug)]
pub struct JudgeSameness {
    /// Who acts.
    pub who: Actor,
    /// The other record, and by what it looks alike.
    pub alike: Alike,
    /// The answer.
    pub verdict: Sameness,
    /// Why.
    pub why: FreeText,
    /// Where the other is a recipient: the last award. Only for the same child.
    pub linked: Option<Linked>,
}

impl JudgeSameness {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::JudgeSameness, case, &self.who)?;
        let other = self.alike.other;
        if case.likenesses().verdict(other) == Some(self.verdict) {
            return Err(Refusal::NothingChanged);
        }
        let linked = match (other, self.verdict) {
            (OtherRecord::Recipient(_), Sameness::Same) => Some(self.linked.ok_or(Refusal::NoSuchAward)?),
            _ => None,
        };
        if linked.is_some() {
            let may_go_on = matches!(case.kind(), Some(ProcedureKind::New | ProcedureKind::TransferIn));
            if !may_go_on || case.recipient().is_some() {
                return Err(LikenessRefusal::LinkedAlready.into());
            }
        }
        let mut events = Vec::new();
        if !case.likenesses().knows(other) {
            events.push(LikenessFound { alike: vec![self.alike] }.into());
        }
        events.push(SamenessJudged { other, verdict: self.verdict, why: Personal::Open(self.why), linked }.into());
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use events::StaffRole;
    use events::application::EarlierAward;
    use events::ids::{ApplicationId, AwardId, RecipientId};
    use events::vocabulary::{Likeness, Severity, ValidityPeriod, Yen};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::likeness::alone;
    use crate::application::samples::{approver, case_after, checker, counter, other_counter, receive, story, text};
    use crate::application::{Stage, allowed_actions};

    const CHILD: RecipientId = RecipientId(Uuid::from_u128(9));

    fn linked() -> Linked {
        let validity = ValidityPeriod::new(date(2024, 10, 1), date(2025, 9, 30)).unwrap();
        let earlier = EarlierAward {
            validity,
            tier: None,
            severity: Severity::General,
            monthly_cap: Yen::new(5_000).unwrap(),
            diseases: Vec::new(),
        };
        Linked { recipient: CHILD, award: AwardId(Uuid::from_u128(8)), earlier }
    }

    fn alike(other: OtherRecord) -> Alike {
        Alike { other, by: vec![Likeness::MyNumber] }
    }

    fn judge(who: Actor, other: OtherRecord, verdict: Sameness) -> JudgeSameness {
        JudgeSameness { who, alike: alike(other), verdict, why: text("住民票で確かめた。"), linked: Some(linked()) }
    }

    /// The story up to there, the suspicion told with the reception.
    fn suspected(facts: usize) -> Vec<Fact<ApplicationEvent>> {
        let mut story = story();
        story.truncate(facts);
        let found = LikenessFound { alike: vec![alike(OtherRecord::Recipient(CHILD))] };
        story.insert(1, Fact::new(found, counter().id));
        story
    }

    fn after(mut facts: Vec<Fact<ApplicationEvent>>, who: &Actor, events: Vec<ApplicationEvent>) -> Vec<Fact<ApplicationEvent>> {
        facts.extend(events.into_iter().map(|event| Fact { event, by: who.id }));
        facts
    }

    #[test]
    fn an_open_suspicion_stops_the_examination_and_the_approval() {
        let checked = case_after(&suspected(5));
        assert_eq!(checked.stage(), Some(Stage::UnderCheck));
        assert_eq!(permit(Action::Examine, &checked, &checker()), Err(LikenessRefusal::Unanswered(1).into()));
        assert!(allowed_actions(&checked, &checker()).contains(&Action::JudgeSameness));
        let examined = case_after(&suspected(6));
        assert_eq!(permit(Action::Approve, &examined, &approver()), Err(LikenessRefusal::Unanswered(1).into()));
        let other = judge(checker(), OtherRecord::Recipient(CHILD), Sameness::Twins).decide(&checked).unwrap();
        let answered = case_after(&after(suspected(5), &checker(), other));
        assert_eq!(permit(Action::Examine, &answered, &checker()), Ok(()));
        assert!(!allowed_actions(&answered, &checker()).contains(&Action::JudgeSameness), "nothing asks any more");
        assert_eq!(answered.recipient(), None, "twins are two");
    }

    #[test]
    fn the_same_child_is_linked_and_another_answer_undoes_it() {
        let other = OtherRecord::Recipient(CHILD);
        let same = judge(counter(), other, Sameness::Same).decide(&case_after(&suspected(1))).unwrap();
        let facts = after(suspected(1), &counter(), same);
        let case = case_after(&facts);
        assert_eq!((case.recipient(), case.starting_from()), (Some(CHILD), Some(AwardId(Uuid::from_u128(8)))));
        assert_eq!(judge(counter(), other, Sameness::Same).decide(&case), Err(Refusal::NothingChanged));
        let second = OtherRecord::Recipient(RecipientId(Uuid::from_u128(10)));
        assert_eq!(judge(counter(), second, Sameness::Same).decide(&case), Err(LikenessRefusal::LinkedAlready.into()));
        let undone = judge(counter(), other, Sameness::Different).decide(&case).unwrap();
        assert_eq!(undone.len(), 1, "found before");
        let case = case_after(&after(facts, &counter(), undone));
        assert_eq!((case.recipient(), case.starting_from(), case.likenesses().open()), (None, None, 0));
    }

    #[test]
    fn what_nobody_found_before_is_found_with_the_answer() {
        let other = OtherRecord::Application(ApplicationId(Uuid::from_u128(7)));
        let told = judge(counter(), other, Sameness::Same).decide(&case_after(&story()[..1])).unwrap();
        assert!(
            matches!(&told[..], [ApplicationEvent::LikenessFound(_), ApplicationEvent::SamenessJudged(e)] if e.linked.is_none())
        );
    }

    #[test]
    fn who_may_not_and_what_may_not() {
        let other = OtherRecord::Recipient(CHILD);
        let received = case_after(&suspected(1));
        let refused = |who: Actor| judge(who, other, Sameness::Different).decide(&received);
        assert_eq!(refused(other_counter()), Err(Refusal::OtherOffice));
        for (who, role) in [(checker(), StaffRole::Checker), (approver(), StaffRole::Approver)] {
            assert_eq!(who.role, role);
            assert!(matches!(refused(who), Err(Refusal::WrongRole { .. })));
        }
        let examined = judge(checker(), other, Sameness::Different).decide(&case_after(&suspected(6)));
        assert!(matches!(examined, Err(Refusal::WrongStage { .. })), "what was concluded from it would not hold");
        let nothing = JudgeSameness { linked: None, ..judge(counter(), other, Sameness::Same) };
        assert_eq!(nothing.decide(&received), Err(Refusal::NoSuchAward));
    }

    #[test]
    fn of_two_applications_of_one_child_one_is_decided() {
        let case = case_after(&story());
        let running = case_after(&story()[..1]);
        let number = receive().receipt_number.to_string();
        assert_eq!(alone(&case, &running), Err(LikenessRefusal::Applied(number).into()));
        assert_eq!(alone(&case, &Application::default()), Ok(()));
    }
}
