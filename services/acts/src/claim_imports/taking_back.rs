//! 取込の取消: the wrong file is taken back as a whole by somebody else than who took it in. Decisions on its months stay as they are, with what they
//! were made on; the event tells whose they are, and the night makes a task of each.

use std::collections::{BTreeMap, BTreeSet};

use casework::claim_import::{ClaimImport, ClaimImportCommand, rests_on};
use events::Log;
use events::claim_import::{ClaimImportEvent, Used};
use events::ids::{ClaimImportId, RecipientId, SubjectId};
use events::vocabulary::{FreeText, Severity};
use jiff::civil::Date;
use projections::claims;
use projections::ledger::{self, AsOf};
use sqlx::Row as _;
use store::{Claim, Expected};

use super::{CLAIM_FILE, read};
use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Recipients looked up at once.
const PAGE: usize = 1_000;

impl Acts {
    /// 取り消す: its rows count nowhere from here on.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where nothing was taken in under this id.
    pub async fn take_back_claims(&self, request: &Request, id: ClaimImportId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<ClaimImport, ClaimImportEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, loaded.version)?;
        let used = if loaded.aggregate.is_taken_back() { Vec::new() } else { self.decisions_on(id).await? };
        let command = ClaimImportCommand::TakeBack { import: id, used, why };
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        // Whoever settled its rows before gave a reason under the same key.
        let key = match self.parts().ring.key_of(self.pool(), SubjectId(id.0)).await? {
            Some(key) => key,
            None => submission.new_key(id.0)?,
        };
        submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(loaded.version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// Decisions made since the import that count a recipient as costly (高額治療継続) on a month of its rows. What was keyed in from the sheet
    /// counts before the claims, so a decision may stand here that did not need them: that is for people to see.
    async fn decisions_on(&self, id: ClaimImportId) -> Result<Vec<Used>, ActError> {
        self.caught_up_with(&["ledger", "claims"]).await?;
        let Some(import) = read(claims::one(self.pool(), id).await)? else { return Err(ActError::NotFound) };
        let mut months: BTreeMap<RecipientId, BTreeSet<Date>> = BTreeMap::new();
        for (recipient, month) in read(claims::counted(self.pool(), id).await)? {
            months.entry(recipient).or_default().insert(month);
        }
        let recipients: Vec<RecipientId> = months.keys().copied().collect();
        let mut used = BTreeSet::new();
        for part in recipients.chunks(PAGE) {
            for row in read(ledger::of_recipients(self.pool(), part, AsOf::default()).await)? {
                if row.severity != Severity::Severe || row.decided_on < import.recorded_on {
                    continue;
                }
                let Some(months) = months.get(&row.recipient) else { continue };
                let case = Box::pin(self.case(row.application, None)).await?;
                let basis = case.form.open().and_then(|form| form.severity.as_ref());
                if basis.is_some_and(|basis| rests_on(basis, months)) {
                    used.insert(Used { application: row.application, recipient: row.recipient, office: row.office });
                }
            }
        }
        Ok(used.into_iter().collect())
    }

    /// The claim on a file: its content, and how often an import of that content was taken back, so that it may come in again.
    pub(super) async fn claim_on(&self, text: &str) -> Result<Claim, ActError> {
        const HOLDER: &str = "SELECT e.stream_id FROM es.claims AS c JOIN es.events AS e ON e.log = c.log AND e.position = c.position \
                              WHERE c.kind = $1 AND c.key = $2";
        let pepper = &self.parts().pepper;
        let mut claim = pepper.claim(CLAIM_FILE, text.as_bytes());
        let mut times = 0_u32;
        while let Some(holder) =
            sqlx::query(HOLDER).bind(claim.kind).bind(claim.key.as_slice()).fetch_optional(self.pool()).await?
        {
            let import = self.load::<ClaimImport, ClaimImportEvent>(holder.try_get(0)?).await?.aggregate;
            if !import.is_taken_back() {
                break;
            }
            times += 1;
            claim = pepper.claim(CLAIM_FILE, format!("{text}\0{times}").as_bytes());
        }
        Ok(claim)
    }
}
