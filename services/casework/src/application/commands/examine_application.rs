//! 点検を終えて決裁に上げる: every paper settled, the determination complete and eligible. It is stored with the examination.

use events::application::{ApplicationEvent, Examined};
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::board::asked_where_it_must;
use crate::application::{Action, Application, Concluded, Finding, permit};

/// Put an application before the approver.
#[derive(Clone, PartialEq, Debug)]
pub struct ExamineApplication {
    /// Who acts.
    pub who: Actor,
    /// What the rules conclude now.
    pub finding: Finding,
    /// Whether the masters send every case of this kind to the review board.
    pub board_required: bool,
}

impl ExamineApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Examine, case, &self.who)?;
        asked_where_it_must(case, self.board_required)?;
        let open: Vec<String> = case.open_lines().into_iter().map(|line| line.title.clone()).collect();
        if !open.is_empty() {
            return Err(Refusal::DocumentsOpen(open));
        }
        let Concluded { conclusion, determination } = self.finding.concluded()?;
        Ok(vec![Examined { conclusion, determination: Personal::Open(determination) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{checker, finding, story};

    fn when(given: Vec<Fact<ApplicationEvent>>, finding: Finding) -> Result<Vec<Fact<ApplicationEvent>>, Refusal> {
        let command = ExamineApplication { who: checker(), finding, board_required: false };
        TestFramework::<Application>::with(()).given(given).when(command.into()).inspect_result()
    }

    #[test]
    fn a_complete_case_goes_before_the_approver_with_its_determination() {
        let story = story();
        assert_eq!(when(story[..5].to_vec(), finding("a")), Ok(vec![story[5].clone()]));
    }

    #[test]
    fn open_papers_hold_it_back() {
        let mut given = story()[..5].to_vec();
        given.remove(2);
        assert_eq!(when(given, finding("a")), Err(Refusal::DocumentsOpen(vec!["書類 medical_opinion:02_01_001".to_owned()])));
    }

    #[test]
    fn an_incomplete_or_negative_determination_holds_it_back() {
        let given = || story()[..5].to_vec();
        let missing = vec!["所得割額".to_owned()];
        assert_eq!(when(given(), Finding::Pending(missing.clone())), Err(Refusal::DeterminationPending(missing)));
        assert_eq!(when(given(), Finding::NotEligible), Err(Refusal::NotEligible));
    }
}
