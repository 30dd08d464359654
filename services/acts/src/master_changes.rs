//! マスタの改定案: written by one person, approved by another; with the approval its rows are told on their tables in the same act, and count
//! for the next decision.

use std::collections::BTreeMap;

use casework::Refusal;
use casework::master::{DecideRows, MasterTable};
use casework::master_change::{MasterChange, MasterChangeCommand, MasterChangeRefusal, check_together};
use casework::rules::Masters;
use cqrs_es::Aggregate as _;
use events::ids::{MasterChangeId, StaffId};
use events::master::{MasterEvent, RowAdopted};
use events::master_change::{MasterChangeEvent, Proposed, Returned};
use events::vocabulary::FreeText;
use events::{Log, Personal};
use jiff::Timestamp;
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Told, decide};
use crate::masters::stream_of;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A proposal as a screen needs it.
#[derive(Clone, PartialEq, Debug)]
pub struct MasterChangeFile {
    /// Its id.
    pub id: MasterChangeId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub change: MasterChange,
    /// Why it is proposed.
    pub why: Personal<FreeText>,
    /// When it was written last.
    pub proposed_at: Timestamp,
    /// Why it came back, where it did.
    pub returned: Option<Personal<FreeText>>,
    /// Who approved it, and when.
    pub approved: Option<(StaffId, Timestamp)>,
    /// Position of the approval, after which its rows count.
    pub approved_at_position: Option<i64>,
}

impl MasterChangeFile {
    fn take(&mut self, Told { event, envelope }: Told<MasterChangeEvent>) {
        (self.version, self.returned) = (envelope.stream_version, None);
        match &event {
            MasterChangeEvent::Proposed(event) => {
                (self.why, self.proposed_at) = (event.why.clone(), envelope.recorded_at);
            }
            MasterChangeEvent::Returned(event) => self.returned = Some(event.why.clone()),
            MasterChangeEvent::Withdrawn(_) => {}
            MasterChangeEvent::Approved(_) => {
                self.approved = Some((envelope.actor_id, envelope.recorded_at));
                self.approved_at_position = Some(envelope.position);
            }
        }
        self.change.apply(casework::Fact { event, by: envelope.actor_id });
    }
}

impl Acts {
    /// A proposal.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn master_change(&self, id: MasterChangeId) -> Result<MasterChangeFile, ActError> {
        let mut told = self.told::<MasterChangeEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let mut told = told.into_iter().peekable();
        let first = told.peek().ok_or(ActError::NotFound)?;
        let mut file = MasterChangeFile {
            id,
            version: 0,
            change: MasterChange::default(),
            why: Personal::Erased,
            proposed_at: first.envelope.recorded_at,
            returned: None,
            approved: None,
            approved_at_position: None,
        };
        told.for_each(|one| file.take(one));
        Ok(file)
    }

    /// 改定案を作る.
    ///
    /// # Errors
    /// [`ActError`]; a row that the rules could not read refuses the whole proposal.
    pub async fn propose_master_change(
        &self,
        request: &Request,
        rows: Vec<RowAdopted>,
        why: FreeText,
    ) -> Result<(MasterChangeId, Done), ActError> {
        let id = MasterChangeId(derived(request.command_id, "master_change"));
        Ok((id, self.write_master_change(request, id, rows, why).await?))
    }

    /// 改定案を書き直す: whoever wrote it, before it is approved.
    ///
    /// # Errors
    /// As [`Acts::propose_master_change`].
    pub async fn rewrite_master_change(
        &self,
        request: &Request,
        id: MasterChangeId,
        rows: Vec<RowAdopted>,
        why: FreeText,
    ) -> Result<Done, ActError> {
        self.write_master_change(request, id, rows, why).await
    }

    async fn write_master_change(
        &self,
        request: &Request,
        id: MasterChangeId,
        rows: Vec<RowAdopted>,
        why: FreeText,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<MasterChange, MasterChangeEvent>(id.0).await?;
        still_as_seen(request, loaded.version)?;
        check_together(&rows, self.masters().await?.as_ref())?;
        let command = MasterChangeCommand::Propose(Proposed { rows, why: Personal::Open(why) });
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if loaded.version == 0 { submission.new_key(id.0)? } else { self.key_of(id.0).await? };
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream: id.0, expected, key: Some(key), effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// 改定案を差し戻す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn return_master_change(&self, request: &Request, id: MasterChangeId, why: FreeText) -> Result<Done, ActError> {
        let command = MasterChangeCommand::Return(Returned { why: Personal::Open(why) });
        self.on_master_change(request, id, command).await
    }

    /// 改定案を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_master_change(&self, request: &Request, id: MasterChangeId) -> Result<Done, ActError> {
        self.on_master_change(request, id, MasterChangeCommand::Withdraw).await
    }

    /// 改定案を承認する: its rows count from now on, on the days they say.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn approve_master_change(&self, request: &Request, id: MasterChangeId) -> Result<Done, ActError> {
        self.on_master_change(request, id, MasterChangeCommand::Approve).await
    }

    async fn on_master_change(
        &self,
        request: &Request,
        id: MasterChangeId,
        command: MasterChangeCommand,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<MasterChange, MasterChangeEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, loaded.version)?;
        let approves = command == MasterChangeCommand::Approve;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let told = submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(loaded.version),
            key: Some(self.key_of(id.0).await?),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        if approves {
            let change = loaded.aggregate;
            check_together(change.rows(), self.masters().await?.as_ref())?;
            let proposed_by = change.proposed_by().ok_or_else(|| Refusal::from(MasterChangeRefusal::NotWaiting))?;
            let mut tables: BTreeMap<&str, Vec<RowAdopted>> = BTreeMap::new();
            for row in change.rows() {
                tables.entry(&row.table).or_default().push(row.clone());
            }
            for (table, rows) in tables {
                let command = DecideRows { by: request.actor.id, change: id, proposed_by, rows };
                let facts = decide(&mut MasterTable::default(), command).await?;
                submission.add::<MasterEvent>(Addition {
                    stream: stream_of(table),
                    expected: Expected::Any,
                    key: None,
                    effective_on: request.today,
                    cause: told.first().copied(),
                    facts,
                })?;
            }
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// The masters as they would be with rows that nobody approved yet.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn masters_with(&self, drafts: &[RowAdopted]) -> Result<Masters, ActError> {
        let mut masters = self.masters().await?.as_ref().clone();
        let position = masters.position() + 1;
        for draft in drafts {
            masters.adopt(position, draft).map_err(|error| Refusal::MasterRow(error.to_string()))?;
        }
        Ok(masters)
    }
}
