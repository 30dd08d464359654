//! 変わったことを書き留める: what the program and its surroundings are seen to be, told where it differs from what was told before.
//! Looking again at the same thing writes nothing, from however many processes.

use casework::installation::{Installation, InstallationCommand, Observation};
use events::ids::{CommandId, CorrelationId};
use events::installation::{InstallationEvent, Lost};
use events::{Actor, Log, StaffRole};
use jiff::civil::Date;
use store::Expected;

use crate::founding::stream;
use crate::load::decide;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// Another process may note at the same moment; then it is looked at again what is left to say.
const ATTEMPTS: u32 = 5;

impl Acts {
    /// Notes what was seen. The position of the last event; none where nothing differs.
    ///
    /// # Errors
    /// [`ActError`]; [`casework::Refusal::NotFounded`] before the installation is founded.
    pub async fn note(&self, seen: &Observation, today: Date) -> Result<Option<i64>, ActError> {
        let mut now = 0;
        for _ in 0..ATTEMPTS {
            let mut loaded = self.load::<Installation, InstallationEvent>(stream()).await?;
            let actor = Actor::program(&seen.part);
            let facts = decide(&mut loaded.aggregate, (actor.id, InstallationCommand::Note(seen.clone()))).await?;
            if facts.is_empty() {
                return Ok(None);
            }
            let id = self.new_id()?;
            let request = Request {
                command_id: CommandId(id),
                correlation_id: CorrelationId(id),
                actor,
                trace_context: None,
                today,
                seen_version: None,
            };
            let mut submission = Submission::new(self, Log::Casework, &request);
            let expected = Expected::Exactly(loaded.version);
            submission.add(Addition { stream: stream(), expected, key: None, effective_on: today, cause: None, facts })?;
            match submission.commit().await {
                Ok(done) => return Ok(Some(done.last_position)),
                Err(Unwritten::Moved { now: moved, .. }) => now = moved,
                Err(other) => return Err(other.seen_at(loaded.version)),
            }
        }
        Err(ActError::Stale { seen: now, now })
    }

    /// 古い状態からの復元を申告する: two persons answer for it.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn declare_restored(&self, request: &Request, lost: Vec<Lost>, second: Actor) -> Result<Done, ActError> {
        if !matches!(request.actor.role, StaffRole::Operator | StaffRole::Administrator) {
            return Err(casework::Refusal::NeedsRole(StaffRole::Operator.label()).into());
        }
        let mut loaded = self.load::<Installation, InstallationEvent>(stream()).await?;
        let command = InstallationCommand::DeclareRestored { lost, second };
        let facts = decide(&mut loaded.aggregate, (request.actor.id, command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream: stream(), expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// Whether anything about the program was noted before.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn has_noted(&self) -> Result<bool, ActError> {
        Ok(self.load::<Installation, InstallationEvent>(stream()).await?.aggregate.has_run())
    }
}
