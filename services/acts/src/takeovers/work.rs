//! The work on a takeover, one part after the other: rows are judged, rows come in, rows go back.

use casework::takeover::TakeoverCommand;
use events::ids::TakeoverId;
use events::takeover::{CarriedOut, Reversed};
use jiff::civil::Date;

use super::{TakeoverError, TakeoverProgress};
use crate::{ActError, Acts, Go};

/// What there is to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Task {
    Check,
    Commit,
    Reverse,
}

impl Task {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Commit => "commit",
            Self::Reverse => "reverse",
        }
    }

    pub(super) fn of(code: &str) -> Option<Self> {
        [Self::Check, Self::Commit, Self::Reverse].into_iter().find(|task| task.code() == code)
    }
}

/// What became of a part of the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Worked {
    /// It is done, and the log says so.
    Done(TakeoverId),
    /// It is left to whoever goes on.
    Left(TakeoverId),
    /// There was nothing to do.
    Nothing,
}

/// Asked after each step whether to go on.
pub(super) struct Steps<'a> {
    pub(super) id: TakeoverId,
    pub(super) told: &'a mut (dyn FnMut(&TakeoverProgress) -> Go + Send),
}

impl Steps<'_> {
    /// Says how far it is; whether to go on.
    pub(super) async fn go(&mut self, acts: &Acts, done: i64, of: i64) -> Result<bool, ActError> {
        let stopping = acts.advance_takeover(self.id, done, of).await?;
        let progress = TakeoverProgress { done, of: Some(of), at_work: true, stopping, trouble: None };
        Ok((self.told)(&progress) == Go::On && !stopping)
    }
}

impl Acts {
    /// Does what waits, of one takeover or of any. `told` is asked after each step whether to go on; where it says no, the rest is left to others.
    ///
    /// # Errors
    /// [`ActError`]; then it is taken up again by the next that looks.
    pub async fn work_on_takeover(
        &self,
        only: Option<TakeoverId>,
        today: Date,
        mut told: impl FnMut(&TakeoverProgress) -> Go + Send,
    ) -> Result<Worked, ActError> {
        let Some((id, task)) = self.claim_takeover(only).await? else { return Ok(Worked::Nothing) };
        let mut steps = Steps { id, told: &mut told };
        let finished = match Box::pin(self.part(task, &mut steps, today)).await {
            Ok(finished) => finished,
            Err(TakeoverError::File(error)) => {
                self.close_takeover(id, Some(&error.to_string())).await?;
                return Ok(Worked::Done(id));
            }
            Err(TakeoverError::Act(error)) => {
                self.leave_takeover(id).await?;
                return Err(error);
            }
        };
        if !finished {
            self.leave_takeover(id).await?;
            return Ok(Worked::Left(id));
        }
        self.close_takeover(id, None).await?;
        Ok(Worked::Done(id))
    }

    /// Whether it came to its end.
    async fn part(&self, task: Task, steps: &mut Steps<'_>, today: Date) -> Result<bool, TakeoverError> {
        let id = steps.id;
        let state = self.takeover(id).await?.state;
        match task {
            Task::Check if state.is_to_check() => {
                let Some(verdicts) = Box::pin(self.judge_takeover(steps)).await? else { return Ok(false) };
                self.tell_takeover(id, TakeoverCommand::Check(verdicts), today).await?;
            }
            Task::Commit if state.is_to_carry_out() => {
                if !Box::pin(self.take_rows(steps, today)).await? {
                    return Ok(false);
                }
                let (taken, refused) = (self.count_outcome(id, "taken").await?, self.count_outcome(id, "late").await?);
                self.tell_takeover(id, TakeoverCommand::CarryOut(CarriedOut { taken, refused }), today).await?;
            }
            Task::Reverse if state.is_to_reverse() => {
                if !Box::pin(self.give_rows_back(steps, today)).await? {
                    return Ok(false);
                }
                let (taken_back, kept) = (self.count_outcome(id, "taken_back").await?, self.count_outcome(id, "kept").await?);
                self.tell_takeover(id, TakeoverCommand::Reverse(Reversed { taken_back, kept }), today).await?;
            }
            // It was told already.
            Task::Check | Task::Commit | Task::Reverse => {}
        }
        Ok(true)
    }
}
