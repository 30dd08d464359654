//! 起案に同意する, and 代わって行う: a step of the way of a proposal is taken by whose step it is, or by the deputy, who says why. Standing in at
//! the last step lets the deputy decide.

use events::application::{ApplicationEvent, Endorsed};
use events::ids::StaffId;
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};

use crate::Refusal;
use crate::application::{Action, Application, ProposalRefusal, permit};

/// Take a step of a proposal.
#[derive(Clone, PartialEq, Debug)]
pub struct EndorseApplication {
    /// Who acts.
    pub who: Actor,
    /// Why the one whose step it is is away; needed of the deputy and of nobody else.
    pub absence: Option<FreeText>,
    /// For whom this person stands in today, by their posts.
    pub stands_for: Vec<(StaffRole, StaffId)>,
}

impl EndorseApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Endorse, case, &self.who)?;
        let proposal = case.proposal().ok_or(ProposalRefusal::None)?;
        let post = proposal.step().ok_or(ProposalRefusal::None)?.role;
        let own = post == self.who.role;
        match &self.absence {
            None if !own => return Err(ProposalRefusal::AbsenceReason.into()),
            Some(_) if own => return Err(ProposalRefusal::NotAway.into()),
            _ => {}
        }
        let holder = self.stands_for.iter().find(|(for_post, _)| *for_post == post).map(|(_, holder)| *holder);
        if !own && holder.is_none() {
            return Err(ProposalRefusal::NotArranged(post.label()).into());
        }
        let step = u8::try_from(proposal.done() + 1).unwrap_or(u8::MAX);
        let (absence, holder) = (self.absence.map(Personal::Open), holder.filter(|_| !own));
        Ok(vec![Endorsed { step, absence, holder }.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::application::SentBack;
    use events::sitting::Verdict;
    use uuid::Uuid;

    use super::super::propose_application::tests::{propose, two_steps};
    use super::super::{LookOver, RefuseApplication};
    use super::*;
    use crate::Fact;
    use crate::application::samples::{TODAY, approver, board_clerk, case_after, checker, heard, text};
    use crate::application::{Stage, offers};

    const GROUND: &str = "refusal.criteria_not_met";

    fn proposed() -> Vec<Fact<ApplicationEvent>> {
        let mut given = heard(Verdict::Refuse);
        let told = propose(Some((GROUND, "該当しないため。")), two_steps()).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by: checker().id }));
        given
    }

    fn endorse(who: Actor, absence: Option<&str>) -> EndorseApplication {
        let away = [(StaffRole::BoardClerk, board_clerk().id), (StaffRole::Approver, approver().id)];
        EndorseApplication { who, absence: absence.map(text), stands_for: away.to_vec() }
    }

    fn after(mut given: Vec<Fact<ApplicationEvent>>, who: Actor, absence: Option<&str>) -> Vec<Fact<ApplicationEvent>> {
        let by = who.id;
        let told = endorse(who, absence).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by }));
        given
    }

    fn refuse(who: Actor, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        let (ground, why) = (GROUND.to_owned(), text("該当しないため。"));
        RefuseApplication { who, today: TODAY, number: None, ground, why, proposal_needed: true, as_proposed: true }.decide(case)
    }

    fn another(who: Actor) -> Actor {
        Actor { id: StaffId(Uuid::from_u128(90)), ..who }
    }

    #[test]
    fn the_steps_are_taken_in_order_and_then_it_is_decided() {
        let case = case_after(&proposed());
        assert_eq!(refuse(approver(), &case), Err(ProposalRefusal::StepOpen("審査会事務").into()));
        assert_eq!(endorse(approver(), None).decide(&case), Err(ProposalRefusal::OtherRole("審査会事務").into()));
        let case = case_after(&after(proposed(), board_clerk(), None));
        assert_eq!(endorse(approver(), None).decide(&case), Err(ProposalRefusal::LastStep.into()));
        assert!(refuse(approver(), &case).is_ok());
    }

    #[test]
    fn a_deputy_says_why_and_is_another_person_than_the_one_who_proposed() {
        let case = case_after(&proposed());
        assert_eq!(endorse(checker(), Some("出張中")).decide(&case), Err(ProposalRefusal::SamePerson.into()));
        let deputy = another(checker());
        assert_eq!(endorse(deputy.clone(), None).decide(&case), Err(ProposalRefusal::AbsenceReason.into()));
        assert_eq!(endorse(board_clerk(), Some("出張中")).decide(&case), Err(ProposalRefusal::NotAway.into()));
        let given = after(proposed(), deputy.clone(), Some("出張中"));
        let case = case_after(&given);
        assert_eq!(refuse(deputy, &case), Err(ProposalRefusal::SamePerson.into()), "one person, one step");
        let third = Actor { id: StaffId(Uuid::from_u128(91)), ..checker() };
        assert_eq!(refuse(third.clone(), &case), Err(ProposalRefusal::NotStandingIn("決裁").into()));
        let case = case_after(&after(given, third.clone(), Some("決裁者が休暇中")));
        assert!(refuse(third, &case).is_ok(), "the deputy decides");
        assert!(refuse(approver(), &case).is_ok(), "and so may the one who came back");
        assert!(refuse(another(checker()), &case).is_err(), "nobody else does");
    }

    #[test]
    fn nobody_stands_in_without_an_arrangement_for_the_day() {
        let case = case_after(&proposed());
        let deputy = another(checker());
        let other_post = vec![(StaffRole::Approver, approver().id)];
        for stands_for in [Vec::new(), other_post] {
            let command = EndorseApplication { stands_for, ..endorse(deputy.clone(), Some("出張中")) };
            assert_eq!(command.decide(&case), Err(ProposalRefusal::NotArranged("審査会事務").into()));
        }
        let told = endorse(deputy, Some("出張中")).decide(&case).unwrap();
        assert!(matches!(&told[..], [ApplicationEvent::Endorsed(event)] if event.holder == Some(board_clerk().id)), "{told:?}");
        let own = endorse(board_clerk(), None).decide(&case).unwrap();
        assert!(matches!(&own[..], [ApplicationEvent::Endorsed(event)] if event.holder.is_none()), "{own:?}");
    }

    #[test]
    fn what_a_deputy_did_is_looked_over_by_the_post_even_after_the_decision() {
        let deputy = another(checker());
        let given = after(proposed(), deputy.clone(), Some("出張中"));
        let mut decided = given.clone();
        decided
            .extend(refuse(approver(), &case_after(&given)).unwrap().into_iter().map(|event| Fact { event, by: approver().id }));
        let look_over = |who: Actor, case: &Application| LookOver { who, remark: None }.decide(case);
        for given in [given, decided] {
            let case = case_after(&given);
            assert_eq!(look_over(approver(), &case), Err(ProposalRefusal::OtherPost("審査会事務").into()));
            let promoted = Actor { id: deputy.id, ..board_clerk() };
            assert_eq!(look_over(promoted, &case), Err(ProposalRefusal::OwnDeed.into()));
            assert!(offers(&case, &board_clerk()).iter().any(|offer| offer.action == Action::LookOver && offer.closed.is_none()));
            let told = look_over(board_clerk(), &case).unwrap();
            let mut seen = given.clone();
            seen.extend(told.into_iter().map(|event| Fact { event, by: board_clerk().id }));
            let case = case_after(&seen);
            assert_eq!(look_over(board_clerk(), &case), Err(ProposalRefusal::NothingToLookOver.into()), "once");
            assert!(offers(&case, &board_clerk()).iter().all(|offer| offer.action != Action::LookOver));
        }
        assert_eq!(look_over(board_clerk(), &case_after(&proposed())), Err(ProposalRefusal::NothingToLookOver.into()));
    }

    #[test]
    fn four_eyes_hold_for_whoever_stands_in() {
        let mut given = after(proposed(), board_clerk(), None);
        given.insert(4, Fact::new(events::application::TakenUp {}, another(checker()).id));
        let case = case_after(&given);
        assert_eq!(endorse(another(checker()), Some("休暇中")).decide(&case), Err(Refusal::OwnWork));
    }

    #[test]
    fn what_is_sent_back_is_on_no_proposal() {
        let mut given = after(proposed(), board_clerk(), None);
        given.push(Fact::new(SentBack { why: Personal::Open(text("理由を書き足す。")) }, approver().id));
        let case = case_after(&given);
        assert_eq!((case.stage(), case.proposal()), (Some(Stage::UnderCheck), None));
        assert!(offers(&case, &board_clerk()).iter().all(|offer| offer.action != Action::Endorse));
    }
}
