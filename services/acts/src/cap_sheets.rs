//! 管理票の月の医療費: keyed in from the paper, one stream a recipient. The rule on costly care takes the months from here and from claims.

use casework::cap_sheet::{CapSheet, CapSheetRefusal};
use events::Log;
use events::cap_sheet::{CapSheetEvent, MonthEntered, stream_of};
use events::recipient::RecipientEvent;
use store::Expected;

use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// Version of a recipient's sheets; 0 where nothing was keyed in.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn cap_sheet_version(&self, recipient: events::ids::RecipientId) -> Result<i32, ActError> {
        Ok(store::stream_version(self.pool(), Log::Casework, stream_of(recipient)).await?)
    }

    /// 月の医療費を記録する; none takes an earlier entry back.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn enter_cap_sheet_month(&self, request: &Request, entered: MonthEntered) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        if entered.month > request.today {
            return Err(casework::Refusal::from(CapSheetRefusal::Ahead).into());
        }
        if self.told::<RecipientEvent>(Log::Casework, entered.recipient.0, 0).await?.is_empty() {
            return Err(ActError::NotFound);
        }
        let stream = stream_of(entered.recipient);
        let mut loaded = self.load::<CapSheet, CapSheetEvent>(stream).await?;
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), entered)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
