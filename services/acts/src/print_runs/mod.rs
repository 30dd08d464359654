//! 発行: certificates chosen and frozen, rendered by the worker, released, printed, matched, posted and closed. What lies on paper is what was
//! issued with the decision: a run prints those bytes and makes nothing anew.

mod freezing;
mod matching;
mod rendering;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use casework::print_run::{ItemState, PrintRun, PrintRunCommand};
use events::Log;
use events::Personal;
use events::ids::{AwardId, PrintRunId};
use events::print_run::{PrintQuery, PrintRunEvent};
use events::vocabulary::{FreeText, PostingWay, PrintKind};
use jiff::civil::Date;
use projections::prints::{self, DueRow, DueState};
use store::Expected;
use uuid::Uuid;

use crate::application::still_as_seen;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

pub use matching::Envelope;
pub use rendering::Rendering;

/// How long read models may take to catch up with the log.
const LONGEST: Duration = Duration::from_secs(30);

/// A run with its version.
#[derive(Clone, Debug)]
pub struct PrintRunFile {
    /// Its id.
    pub id: PrintRunId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub run: PrintRun,
}

impl Acts {
    /// A run.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn print_run(&self, id: PrintRunId) -> Result<PrintRunFile, ActError> {
        let Loaded { aggregate, version } = self.load::<PrintRun, PrintRunEvent>(id.0).await?;
        if version == 0 { Err(ActError::NotFound) } else { Ok(PrintRunFile { id, version, run: aggregate }) }
    }

    /// 承認する、止める、印刷を確かめる、書損、返戻、課題を終える: what needs nothing but the run.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn on_print_run(&self, request: &Request, id: PrintRunId, command: PrintRunCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let file = self.print_run(id).await?;
        still_as_seen(request, file.version)?;
        Ok(self.tell_of_run(request, file, command).await?.1)
    }

    /// 発送する: these, or all envelopes that are closed and have not gone.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn post_print_run(
        &self,
        request: &Request,
        id: PrintRunId,
        items: Option<Vec<u32>>,
        (on, way): (Date, PostingWay),
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let file = self.print_run(id).await?;
        still_as_seen(request, file.version)?;
        let void = self.void_items(&file.run).await?;
        let ready = |(ordinal, item): &(u32, &ItemState)| item.is_matched() && !item.is_posted() && !void.contains(ordinal);
        let items = items.unwrap_or_else(|| (1..).zip(file.run.items()).filter(ready).map(|(ordinal, _)| ordinal).collect());
        let command = PrintRunCommand::Post { items, on, way, void, today: request.today };
        Ok(self.tell_of_run(request, file, command).await?.1)
    }

    /// 差の理由を記録する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn explain_difference(
        &self,
        request: &Request,
        id: PrintRunId,
        award: AwardId,
        why: FreeText,
        due_on: Date,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let file = self.print_run(id).await?;
        still_as_seen(request, file.version)?;
        let missing = self.missing_awards(&file).await?;
        let command = PrintRunCommand::Explain { award, why: Personal::Open(why), due_on, missing };
        Ok(self.tell_of_run(request, file, command).await?.1)
    }

    /// 発行を締める.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn close_print_run(&self, request: &Request, id: PrintRunId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let file = self.print_run(id).await?;
        still_as_seen(request, file.version)?;
        let missing = self.missing_awards(&file).await?;
        Ok(self.tell_of_run(request, file, PrintRunCommand::Close { missing }).await?.1)
    }

    /// Decided in the period of a run and neither in it nor in another, as known now: what a run must not forget.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn missing_from_run(&self, file: &PrintRunFile) -> Result<Vec<DueRow>, ActError> {
        let Some(query) = file.run.query() else { return Ok(Vec::new()) };
        let decided = self.decided_for(query, Some(file.id)).await?;
        let printed: HashSet<AwardId> = file.run.items().iter().map(|item| item.award).collect();
        Ok(decided.into_iter().filter(|row| !printed.contains(&row.award)).collect())
    }

    /// Ordinals of the items whose certificate was voided, or replaced by another, before it went out.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn void_items(&self, run: &PrintRun) -> Result<Vec<u32>, ActError> {
        self.caught_up().await?;
        let awards: Vec<AwardId> = run.items().iter().map(|item| item.award).collect();
        let newest: HashMap<AwardId, DueRow> =
            read(prints::of_awards(self.pool(), &awards).await)?.into_iter().map(|row| (row.award, row)).collect();
        let counts = |item: &ItemState| {
            newest.get(&item.award).is_some_and(|row| row.certificate == Some(item.certificate) && row.state != DueState::Void)
        };
        let void = (1..).zip(run.items()).filter(|(_, item)| !item.is_posted() && !counts(item));
        Ok(void.map(|(ordinal, _)| ordinal).collect())
    }

    async fn missing_awards(&self, file: &PrintRunFile) -> Result<Vec<AwardId>, ActError> {
        Ok(self.missing_from_run(file).await?.into_iter().map(|row| row.award).collect())
    }

    /// What was decided and a run is about: protected families by themselves, the others together with what is known of them.
    async fn decided_for(&self, query: &PrintQuery, run: Option<PrintRunId>) -> Result<Vec<DueRow>, ActError> {
        self.caught_up().await?;
        let most = i64::try_from(casework::print_run::MOST_ITEMS).unwrap_or(i64::MAX);
        let mut rows = read(prints::due(self.pool(), query, run, most + 1).await)?;
        if query.kind == PrintKind::Protected {
            let protected = self.protected_among(&rows).await?;
            rows.retain(|row| protected.contains(&row.award));
        }
        Ok(rows)
    }

    /// Of these, the awards of families that are protected now.
    async fn protected_among(&self, rows: &[DueRow]) -> Result<Vec<AwardId>, ActError> {
        let subjects: Vec<Uuid> = rows.iter().flat_map(|row| [row.recipient.0, row.application.0]).collect();
        let standing = read(projections::protections::among(self.pool(), &subjects).await)?;
        let protected = |row: &&DueRow| standing.iter().any(|one| one.is_of(row.recipient.0) || one.is_of(row.application.0));
        Ok(rows.iter().filter(protected).map(|row| row.award).collect())
    }

    /// Waits until the read models that a run is chosen and judged by have followed the log so far.
    async fn caught_up(&self) -> Result<(), ActError> {
        let head = store::head(self.pool(), Log::Casework).await?.position;
        for projection in ["prints", "protections", "ledger"] {
            if !store::wait_for(self.pool(), projection, head, LONGEST).await? {
                return Err(ActError::Unavailable);
            }
        }
        Ok(())
    }

    /// Decides and appends.
    async fn tell_of_run(
        &self,
        request: &Request,
        file: PrintRunFile,
        command: PrintRunCommand,
    ) -> Result<(PrintRunEvent, Done), ActError> {
        let PrintRunFile { id, version, mut run } = file;
        let facts = decide(&mut run, (request.actor.clone(), command)).await?;
        let event = facts.first().map(|fact| fact.event.clone()).ok_or(ActError::Internal)?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(version),
            key: Some(self.key_of(id.0).await?),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((event, (&done).into()))
    }
}

fn read<T>(read: Result<T, projections::ReadError>) -> Result<T, ActError> {
    read.map_err(|error| match error {
        projections::ReadError::Database(error) => error.into(),
        other => ActError::internal(&other),
    })
}
