//! 審査会の意見を記録する: one verdict for every disease that was put before the board, with the reason of a no and the question of a
//! deferral.

use events::Actor;
use events::Personal;
use events::application::{ApplicationEvent, BoardHeard, BoardRemark};
use events::ids::SittingId;
use events::sitting::{DiseaseVerdict, Verdict};
use events::vocabulary::{DiseaseId, FreeText};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, BoardRefusal, permit};

/// What the board said of one disease.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opinion {
    /// 疾病.
    pub disease: DiseaseId,
    /// 判定.
    pub verdict: Verdict,
    /// 意見 or question; needed unless the board approves.
    pub remark: Option<FreeText>,
}

/// Record what the board said.
#[derive(Clone, PartialEq, Debug)]
pub struct HearBoard {
    /// Who acts.
    pub who: Actor,
    /// The sitting.
    pub sitting: SittingId,
    /// Its day.
    pub held_on: Date,
    /// One a disease.
    pub opinions: Vec<Opinion>,
}

impl HearBoard {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::HearBoard, case, &self.who)?;
        let open = case.board().open();
        let said = |disease: &DiseaseId| self.opinions.iter().filter(|one| one.disease == *disease).count();
        if let Some(stray) = self.opinions.iter().find(|one| !open.contains(&one.disease) || said(&one.disease) > 1) {
            return Err(BoardRefusal::VerdictNotAsked(stray.disease).into());
        }
        let missing: Vec<DiseaseId> = open.iter().copied().filter(|disease| said(disease) == 0).collect();
        if !missing.is_empty() {
            return Err(BoardRefusal::VerdictMissing(missing).into());
        }
        if let Some(bare) = self.opinions.iter().find(|one| one.verdict != Verdict::Approve && one.remark.is_none()) {
            return Err(BoardRefusal::RemarkNeeded(bare.disease).into());
        }
        let verdicts = self.opinions.iter().map(|one| DiseaseVerdict { disease: one.disease, verdict: one.verdict }).collect();
        let remarks = self.opinions.into_iter().filter_map(|one| Some(BoardRemark { disease: one.disease, text: one.remark? }));
        let remarks = Personal::Open(remarks.collect());
        Ok(vec![BoardHeard { sitting: self.sitting, heard_on: self.held_on, verdicts, remarks }.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::{
        TODAY, approver, board_clerk, case_after, checker, counter, opinion, put_before_board, story, two_diseases, withdrawn,
    };
    use crate::application::{Stage, offers};

    fn hear(case: &Application, opinions: Vec<Opinion>) -> Result<Vec<ApplicationEvent>, Refusal> {
        let sitting = SittingId(uuid::Uuid::from_u128(77));
        HearBoard { who: board_clerk(), sitting, held_on: TODAY, opinions }.decide(case)
    }

    /// Miyagi 2017: of two diseases of one child, one was never reviewed, and the family was told a decision all the same.
    #[test]
    fn miyagi_2017_one_of_two_diseases_never_reviewed() {
        let case = case_after(&two_diseases());
        let [first, second] = case.diseases() else { panic!("two diseases") };
        let only_first = vec![opinion(*first, Verdict::Approve)];
        assert_eq!(hear(&case, only_first), Err(BoardRefusal::VerdictMissing(vec![*second]).into()));
        let approver = approver();
        for action in [Action::Approve, Action::Refuse] {
            assert!(permit(action, &case, &approver).is_err(), "{action:?} is closed while the board is silent");
        }
        // Both said: the deferred one still holds the decision back.
        let both = vec![opinion(*first, Verdict::Approve), opinion(*second, Verdict::Defer)];
        let heard = hear(&case, both).unwrap();
        let mut after = case.clone();
        for event in heard {
            after.fold(&crate::Fact { event, by: board_clerk().id });
        }
        assert_eq!(permit(Action::Examine, &after, &checker()), Err(BoardRefusal::Pending(vec![*second]).into()));
        assert_eq!(permit(Action::Refuse, &after, &approver), Err(BoardRefusal::NotHeard(vec![*second]).into()));
        assert_eq!(permit(Action::PutBeforeBoard, &after, &checker()), Ok(()), "it is put before the board again");
    }

    #[test]
    fn a_verdict_on_a_withdrawn_case_is_refused() {
        let case = case_after(&withdrawn());
        let opinions = case.diseases().iter().map(|disease| opinion(*disease, Verdict::Approve)).collect();
        assert_eq!(hear(&case, opinions), Err(Refusal::WrongStage { action: Action::HearBoard, stage: Stage::Withdrawn }));
    }

    #[test]
    fn only_what_was_asked_is_answered_once_and_a_no_has_its_reason() {
        let case = case_after(&put_before_board());
        let disease = case.diseases()[0];
        let other = "01_01_001".parse().unwrap();
        let yes = || opinion(disease, Verdict::Approve);
        assert_eq!(hear(&case, vec![yes(), opinion(other, Verdict::Approve)]), Err(BoardRefusal::VerdictNotAsked(other).into()));
        assert_eq!(hear(&case, vec![yes(), yes()]), Err(BoardRefusal::VerdictNotAsked(disease).into()));
        let bare = Opinion { remark: None, ..opinion(disease, Verdict::Refuse) };
        assert_eq!(hear(&case, vec![bare]), Err(BoardRefusal::RemarkNeeded(disease).into()));
        assert_eq!(hear(&case_after(&story()[..5]), vec![yes()]), Err(BoardRefusal::NotAsked.into()));
    }

    #[test]
    fn nobody_but_the_board_clerk_records_it() {
        let case = case_after(&put_before_board());
        for who in [counter(), checker(), approver()] {
            assert!(matches!(permit(Action::HearBoard, &case, &who), Err(Refusal::WrongRole { .. })));
        }
        let open: Vec<Action> =
            offers(&case, &board_clerk()).into_iter().filter(|one| one.closed.is_none()).map(|one| one.action).collect();
        assert_eq!(open, [Action::HearBoard]);
    }
}
