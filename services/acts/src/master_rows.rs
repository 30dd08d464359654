//! マスタの行を採用する: checked as the rules will read them, appended to the streams of their tables.

use std::collections::BTreeMap;

use casework::master::{AdoptRows, MasterTable};
use events::Log;
use events::ids::CommandId;
use events::master::{MasterEvent, RowAdopted};
use store::Expected;

use crate::ids::derived;
use crate::load::decide;
use crate::masters::stream_of;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Rows in one act.
const BATCH: usize = 500;

impl Acts {
    /// マスタの行を採用する. More than 500 rows are several acts; repeating the command goes on where it stopped.
    ///
    /// # Errors
    /// [`ActError`]; a row that the rules could not read refuses its whole batch.
    pub async fn adopt_master_rows(&self, request: &Request, rows: Vec<RowAdopted>) -> Result<Done, ActError> {
        let mut last = Done { position: 0, again: true };
        for (n, batch) in rows.chunks(BATCH).enumerate() {
            let command = if n == 0 { request.command_id } else { CommandId(derived(request.command_id, &format!("rows/{n}"))) };
            let done = match self.done_before(command).await? {
                Some(done) => done,
                None => self.adopt_batch(request, command, batch).await?,
            };
            last = Done { position: done.last_position, again: last.again && done.repeated };
        }
        Ok(last)
    }

    async fn adopt_batch(&self, request: &Request, command: CommandId, batch: &[RowAdopted]) -> Result<store::Done, ActError> {
        let mut tables: BTreeMap<&str, Vec<RowAdopted>> = BTreeMap::new();
        for row in batch {
            tables.entry(&row.table).or_default().push(row.clone());
        }
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.under(command);
        for (table, rows) in tables {
            let facts = decide(&mut MasterTable::default(), AdoptRows { by: request.actor.id, rows }).await?;
            submission.add::<MasterEvent>(Addition {
                stream: stream_of(table),
                expected: Expected::Any,
                key: None,
                effective_on: request.today,
                cause: None,
                facts,
            })?;
        }
        submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))
    }
}
