//! The acts on a notice that move nothing else: return, amend, withdraw.

use casework::notice::commands::{AmendNotice, ReturnNotice, WithdrawNotice};
use casework::notice::{Notice, NoticeCommand};
use events::Log;
use events::ids::NoticeId;
use events::notice::NoticeEvent;
use events::vocabulary::FreeText;
use jiff::civil::Date;
use store::Expected;

use super::receive::AmendNoticeInput;
use crate::application::still_as_seen;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// What is to be mended.
#[derive(Clone, PartialEq, Debug)]
pub struct ReturnNoticeInput {
    /// Until when, after today.
    pub due_on: Date,
    /// What.
    pub why: FreeText,
}

impl Acts {
    /// 届を窓口に戻す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn return_notice(&self, request: &Request, notice: NoticeId, input: ReturnNoticeInput) -> Result<Done, ActError> {
        let ReturnNoticeInput { due_on, why } = input;
        self.on_notice(request, notice, ReturnNotice { who: request.actor.clone(), today: request.today, due_on, why }).await
    }

    /// 届を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_notice(&self, request: &Request, notice: NoticeId, why: FreeText) -> Result<Done, ActError> {
        self.on_notice(request, notice, WithdrawNotice { who: request.actor.clone(), why }).await
    }

    /// 届の内容を直す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn amend_notice(&self, request: &Request, notice: NoticeId, input: AmendNoticeInput) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.notice(notice).await?;
        let (Some(recipient), Some(award), Some(filed_on)) =
            (case.notice.recipient(), case.notice.award(), case.notice.filed_on())
        else {
            return Err(ActError::NotFound);
        };
        let known = self.known(recipient, award, filed_on).await?;
        self.printable_after(&known, &input.content, request.today).await?;
        let AmendNoticeInput { happened_on, content, why } = input;
        let command = AmendNotice { who: request.actor.clone(), happened_on, content, why, standing: known.standing };
        self.on_notice(request, notice, command).await
    }

    /// Decides a command on a notice and appends to its stream alone.
    async fn on_notice(&self, request: &Request, id: NoticeId, command: impl Into<NoticeCommand>) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let Loaded { mut aggregate, version } = self.load::<Notice, NoticeEvent>(id.0).await?;
        let recipient = aggregate.recipient().ok_or(ActError::NotFound)?;
        still_as_seen(request, version)?;
        let facts = decide(&mut aggregate, command).await?;
        let key = self.key_of(recipient.0).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }
}
