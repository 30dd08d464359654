//! まとめて進める: one step for several cases, each as an act of its own. One that is refused or has moved meanwhile stops none of the others
//! and is told with its reason. Whoever stops in between has what was done until then; the same list sent again goes on where it stopped.

use events::ids::ApplicationId;
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Chosen, Done, Request};

/// A step that several cases take together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// 進達する.
    Forward,
    /// 点検を終えて決裁に上げる.
    Examine,
    /// 審査会に付議する, for one reason.
    PutBeforeBoard(FreeText),
}

impl Step {
    const fn code(&self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Examine => "examine",
            Self::PutBeforeBoard(_) => "put_before_board",
        }
    }
}

impl Acts {
    /// Takes the step with each case, one after the other, in the order given; what became of each.
    pub async fn step_each(
        &self,
        request: &Request,
        step: &Step,
        chosen: &[Chosen],
    ) -> Vec<(ApplicationId, Result<Done, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let (own, case) = (one.own(request, step.code()), one.application);
            let outcome = match step {
                Step::Forward => self.forward(&own, case).await,
                Step::Examine => Box::pin(self.examine(&own, case)).await,
                Step::PutBeforeBoard(why) => self.put_before_board(&own, case, why.clone()).await,
            };
            outcomes.push((case, outcome));
        }
        outcomes
    }
}
