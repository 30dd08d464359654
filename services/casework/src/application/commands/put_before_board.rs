//! 審査会に付議する: every disease without a final verdict goes before the board, none is left out.

use events::application::{ApplicationEvent, PutBeforeBoard as Put};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Put an application before the review board.
#[derive(Clone, PartialEq, Debug)]
pub struct PutBeforeBoard {
    /// Who acts.
    pub who: Actor,
    /// 付議の理由.
    pub why: FreeText,
}

impl PutBeforeBoard {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::PutBeforeBoard, case, &self.who)?;
        let diseases = case.board().unheard(case.diseases());
        Ok(vec![Put { diseases, why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::BoardRefusal;
    use crate::application::samples::{case_after, checker, counter, put_before_board, story, text};

    #[test]
    fn the_checker_puts_it_there_once() {
        let put =
            |given: usize, who| PutBeforeBoard { who, why: text("判断に迷うため。") }.decide(&case_after(&story()[..given]));
        assert_eq!(put(5, checker()).map(|events| events.len()), Ok(1));
        assert!(matches!(put(5, counter()), Err(Refusal::WrongRole { .. })));
        assert!(matches!(put(4, checker()), Err(Refusal::WrongStage { .. })));
        let waiting = case_after(&put_before_board());
        let again = PutBeforeBoard { who: checker(), why: text("もう一度。") };
        assert_eq!(again.decide(&waiting), Err(BoardRefusal::AskedAlready.into()));
    }
}
