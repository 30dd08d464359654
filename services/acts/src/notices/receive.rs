//! 届を受け付ける: the next receipt number of the office, one act. What cannot follow, or cannot be printed, is refused at the counter.

use casework::notice::commands::ReceiveNotice;
use casework::notice::{Notice, NoticeCommand};
use casework::register::Register;
use events::Log;
use events::ids::{AwardId, NoticeId, RecipientId};
use events::notice::{Filer, NoticeContent};
use events::vocabulary::{FiscalYear, FreeText, OfficeCode, ReceiptNumber};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::{Deserialize, Serialize};
use store::Expected;

use super::known::Known;
use crate::ids::derived;
use crate::load::decide;
use crate::register::{ATTEMPTS, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// A notice as the counter took it.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceiveNoticeInput {
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 届出日.
    pub filed_on: Date,
    /// 事由の生じた日.
    pub happened_on: Date,
    /// 受付事務所; that of the person who acts.
    pub receiving_office: OfficeCode,
    /// 届出人.
    pub filer: Filer,
    /// What it says.
    pub content: NoticeContent,
}

/// A notice as it was mended.
#[derive(Clone, PartialEq, Debug)]
pub struct AmendNoticeInput {
    /// 事由の生じた日.
    pub happened_on: Date,
    /// What it says now.
    pub content: NoticeContent,
    /// Why.
    pub why: FreeText,
}

/// A received notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeReceipt {
    /// The notice.
    pub notice: NoticeId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// The act.
    pub done: Done,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    notice: NoticeId,
    receipt_number: ReceiptNumber,
}

/// Days in which a notice is settled, where the masters name none.
const DAYS: i64 = 14;

impl Acts {
    /// 届を受け付ける.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn receive_notice(&self, request: &Request, input: ReceiveNoticeInput) -> Result<NoticeReceipt, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return receipt(&done);
        }
        let notice = NoticeId(derived(request.command_id, "notice"));
        let known = self.known(input.recipient, input.award, input.filed_on).await?;
        self.printable_after(&known, &input.content, request.today).await?;
        let key = self.key_of(input.recipient.0).await?;
        let mut command = self.command(request, input, &known).await?;
        let register = Register::of_receipts(year(request.today)?, command.receiving_office);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let by = request.actor.id;
            let allocation = self.next_number(register.clone(), notice.0, ReceiptNumber::LARGEST, by, request.today).await?;
            command.receipt_number = number(request.today, command.receiving_office, allocation.serial)?;
            let facts = decide(&mut Notice::default(), NoticeCommand::from(command.clone())).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            submission.take(allocation)?;
            submission.add(Addition {
                stream: notice.0,
                expected: Expected::Exactly(0),
                key: Some(key),
                effective_on: command.filed_on,
                cause: None,
                facts,
            })?;
            submission.answer(&Answer { notice, receipt_number: command.receipt_number })?;
            match submission.commit().await {
                Ok(done) => return receipt(&done),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn command(&self, request: &Request, input: ReceiveNoticeInput, known: &Known) -> Result<ReceiveNotice, ActError> {
        let masters = self.masters().await?;
        let days = masters.program.at("notice.days", input.filed_on).map_or(DAYS, |row| row.value.value);
        let due_on = input.filed_on.checked_add(Span::new().try_days(days).unwrap_or_else(|_| DAYS.days()));
        Ok(ReceiveNotice {
            who: request.actor.clone(),
            today: request.today,
            kind: input.content.kind(),
            receipt_number: number(request.today, input.receiving_office, 1)?,
            recipient: input.recipient,
            award: input.award,
            filed_on: input.filed_on,
            happened_on: input.happened_on,
            due_on: due_on.map_err(|error| ActError::internal(&error))?,
            receiving_office: input.receiving_office,
            responsible_office: self.responsible_office(known.person.residence.municipality, input.filed_on).await?,
            filer: input.filer,
            content: input.content,
            standing: known.standing.clone(),
        })
    }
}

/// The fiscal year of receipt numbers.
pub(crate) fn year(today: Date) -> Result<u8, ActError> {
    u8::try_from(FiscalYear::containing(today).year() - 2018).map_err(|error| ActError::internal(&error))
}

/// A receipt number of today.
pub(crate) fn number(today: Date, office: OfficeCode, serial: u32) -> Result<ReceiptNumber, ActError> {
    ReceiptNumber::on(today, office, serial).map_err(|error| ActError::internal(&error))
}

fn receipt(done: &store::Done) -> Result<NoticeReceipt, ActError> {
    let answer = done.answer.as_deref().unwrap_or_default();
    let Answer { notice, receipt_number } = serde_json::from_str(answer).map_err(|error| ActError::internal(&error))?;
    Ok(NoticeReceipt { notice, receipt_number, done: done.into() })
}
