//! 台帳の開設: the first event of both logs, then the shipped masters. Doing it again changes nothing.

use casework::Fact;
use casework::installation::{Installation, InstallationCommand};
use events::ids::{CommandId, CorrelationId, named_stream};
use events::installation::{Founded as Genesis, InstallationEvent};
use events::master::{MasterEvent, RowAdopted};
use events::{Actor, Log};
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use crate::load::decide;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Request, masters};

/// What is founded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Founding {
    /// Everybody in it is fictional, and recorded times may be set.
    pub simulated: bool,
    /// 都道府県コード.
    pub prefecture: String,
    /// Version of the program.
    pub program_version: String,
    /// Today in Japan.
    pub today: Date,
}

/// What stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Founded {
    /// It stood before.
    pub already: bool,
    /// Everybody in it is fictional.
    pub simulated: bool,
    /// Position of the last event that founding wrote or found.
    pub position: i64,
}

/// The stream of the installation.
pub(crate) fn stream() -> Uuid {
    named_stream("installation")
}

impl Acts {
    /// Whether the installation is simulated; none where it is not founded.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn simulated(&self) -> Result<Option<bool>, ActError> {
        Ok(self.load::<Installation, InstallationEvent>(stream()).await?.aggregate.simulated())
    }

    /// 台帳を開設する, with the shipped masters. Where it stands already nothing is changed; what an interrupted founding left out is made up.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn found_installation(&self, input: Founding) -> Result<Founded, ActError> {
        let before = self.simulated().await?;
        let request = |name: &str| Request {
            command_id: CommandId(named_stream(&format!("founding/{name}"))),
            correlation_id: CorrelationId(named_stream("founding")),
            actor: Actor::program("founding"),
            trace_context: None,
            today: input.today,
            seen_version: None,
        };
        let simulated = before.unwrap_or(input.simulated);
        let Founding { prefecture, program_version, .. } = input.clone();
        let founded = Genesis { simulated, prefecture, program_version };
        let mut position = 0;
        for (log, name) in [(Log::Casework, "casework"), (Log::Access, "access")] {
            if self.told::<InstallationEvent>(log, stream(), 0).await?.is_empty() {
                position = position.max(self.found(log, &request(name), founded.clone()).await?);
            }
        }
        if self.master_streams_are_empty().await? || self.done_before(request("masters").command_id).await?.is_some() {
            let rows = founded_with(shipped()?);
            position = self.adopt_master_rows(&request("masters"), rows).await?.position.max(position);
        }
        for table in ADDED {
            let mut rows = shipped()?;
            rows.retain(|row| row.table == *table);
            if !rows.is_empty() && self.told::<MasterEvent>(Log::Casework, masters::stream_of(table), 0).await?.is_empty() {
                let done = self.adopt_master_rows(&request(&format!("masters/{table}")), rows).await?;
                position = done.position.max(position);
            }
        }
        Ok(Founded { already: before.is_some(), simulated, position })
    }

    async fn found(&self, log: Log, request: &Request, founded: Genesis) -> Result<i64, ActError> {
        let facts: Vec<Fact<InstallationEvent>> =
            decide(&mut Installation::default(), (request.actor.id, InstallationCommand::Found(founded))).await?;
        let mut submission = Submission::new(self, log, request);
        let expected = Expected::Exactly(0);
        submission.add(Addition { stream: stream(), expected, key: None, effective_on: request.today, cause: None, facts })?;
        match submission.commit().await {
            // Positions of the access log mean nothing to those who wait for the casework log.
            Ok(done) => Ok(if log == Log::Casework { done.last_position } else { 0 }),
            // Another process was faster.
            Err(Unwritten::Moved { .. }) => Ok(0),
            Err(other) => Err(other.seen_at(0)),
        }
    }

    async fn master_streams_are_empty(&self) -> Result<bool, ActError> {
        Ok(self.masters_position().await? == 0)
    }
}

/// Tables that came after the first release: an installation that stands already gets their rows at its next start.
const ADDED: &[&str] = &["letter_texts", "authorities"];

/// The rows of the tables that every installation was founded with.
fn founded_with(mut rows: Vec<RowAdopted>) -> Vec<RowAdopted> {
    rows.retain(|row| !ADDED.contains(&row.table.as_str()));
    rows
}

fn shipped() -> Result<Vec<RowAdopted>, ActError> {
    let rows = schema::masters::shipped().map_err(|error| ActError::internal(&error))?;
    Ok(rows.into_iter().map(RowAdopted::from).collect())
}
