//! 有効期間の満了: awards whose days ran out and that nobody went on from are ended by an event, so that the ledger says how. An award that was
//! ended meanwhile, or whose days came back, is left alone.

use casework::award::AwardCommand;
use casework::nightly::RanOut;
use events::Log;
use events::award::{AwardEvent, Ended};
use events::ids::CommandId;
use jiff::civil::Date;
use store::Expected;

use super::tonight;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts};

/// Awards ended in one act.
const IN_ONE_ACT: usize = 200;
/// Tries of one act, where awards move on meanwhile.
const TRIES: usize = 5;

impl Acts {
    /// Ends them. How many were ended; a part that this night ended before it was interrupted counts.
    pub(super) async fn end_ran_out(&self, night: Date, ran_out: &[RanOut]) -> Result<u32, ActError> {
        let mut ended = 0;
        for part in ran_out.chunks(IN_ONE_ACT) {
            ended += self.end_part(night, part).await?;
        }
        Ok(ended)
    }

    async fn end_part(&self, night: Date, part: &[RanOut]) -> Result<u32, ActError> {
        let Some(first) = part.first() else { return Ok(0) };
        let named = derived(CommandId(first.covered.award.0), &format!("ran_out/{night}/{}", part.len()));
        let request = tonight(CommandId(named), night);
        for _ in 0..TRIES {
            if let Some(ended) = self.ended_before(request.command_id).await? {
                return Ok(ended);
            }
            let mut submission = Submission::new(self, Log::Casework, &request);
            let mut ended: u32 = 0;
            for one in part {
                let (award, last_day) = (one.covered.award, one.covered.validity.end());
                let mut loaded = self.load::<casework::award::Award, AwardEvent>(award.0).await?;
                let told = Ended {
                    recipient: one.recipient,
                    application: one.covered.application,
                    last_day,
                    ground: one.ground,
                    notice: None,
                };
                // The ledger may lag behind: what the award itself refuses is not ended.
                let Ok(facts) = decide(&mut loaded.aggregate, (request.actor.id, AwardCommand::End(told))).await else {
                    continue;
                };
                submission.add(Addition {
                    stream: award.0,
                    expected: Expected::Exactly(loaded.version),
                    key: None,
                    effective_on: last_day,
                    cause: None,
                    facts,
                })?;
                ended += 1;
            }
            if ended == 0 {
                // Another worker may have ended them in this night since; then whoever tells the night tells that.
                return Ok(self.ended_before(request.command_id).await?.unwrap_or(0));
            }
            submission.answer(&ended)?;
            match submission.commit().await {
                Ok(_) => return Ok(ended),
                // Somebody acted on one of them: look again.
                Err(Unwritten::Moved { .. }) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }
    async fn ended_before(&self, named: CommandId) -> Result<Option<u32>, ActError> {
        let done = self.done_before(named).await?;
        Ok(done.map(|done| done.answer.and_then(|answer| answer.parse().ok()).unwrap_or(0)))
    }
}
