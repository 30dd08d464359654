//! 起案する, and what becomes of a proposal that is not approved.

use casework::extension::{Extension, ExtensionCommand};
use events::extension::{Dropped, Exclusion, ExtensionEvent, Proposed};
use events::ids::ExtensionId;
use events::vocabulary::FreeText;
use events::{Log, Personal};
use store::Expected;

use super::choose::{ExtensionInput, Unreached, limits};
use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// 一括延長を起案する: whom it reaches is looked up anew and fixed.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_extension(&self, request: &Request, input: ExtensionInput) -> Result<(ExtensionId, Done), ActError> {
        let id = ExtensionId(derived(request.command_id, "extension"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        casework::extension::permit_proposing(&request.actor)?;
        let selection = self.preview_extension(&input, request.today).await?;
        let excluded = selection.unchosen.into_iter().filter_map(|one| match one {
            Unreached::Excluded(row, why) => Some(Exclusion { award: row.award, why }),
            Unreached::Left(..) => None,
        });
        let proposed = Proposed {
            plan: input.plan,
            reference: Personal::Open(input.reference),
            awards: selection.chosen.iter().map(|chosen| chosen.row.award).collect(),
            excluded: Personal::Open(excluded.collect()),
        };
        let limits = limits(&*self.masters().await?, &input.plan, request.today);
        let command = ExtensionCommand::Propose(request.actor.clone(), limits, Box::new(proposed));
        let facts = decide(&mut Extension::default(), (request.actor.id, command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = Some(submission.new_key(id.0)?);
        let (expected, effective_on) = (Expected::Exactly(0), request.today);
        submission.add(Addition { stream: id.0, expected, key, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    /// 起案をやめる: withdrawn by a checker, sent back by an approver.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn drop_extension(&self, request: &Request, id: ExtensionId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let dropped = Dropped { why: Personal::Open(why) };
        let command = ExtensionCommand::Drop(request.actor.clone(), Box::new(dropped));
        self.on_extension(request, id, command).await
    }

    /// Decides a command on a mass extension and appends to its stream alone.
    pub(super) async fn on_extension(
        &self,
        request: &Request,
        id: ExtensionId,
        command: ExtensionCommand,
    ) -> Result<Done, ActError> {
        let mut loaded = self.load::<Extension, ExtensionEvent>(id.0).await?;
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.id, command)).await?;
        let key = Some(self.key_of(id.0).await?);
        let mut submission = Submission::new(self, Log::Casework, request);
        let (expected, effective_on) = (Expected::Exactly(loaded.version), request.today);
        submission.add(Addition { stream: id.0, expected, key, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
