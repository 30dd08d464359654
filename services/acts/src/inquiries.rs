//! 照会: somebody outside is asked about a case, with a letter; the answer is recorded, or the inquiry withdrawn.

use casework::application::commands::{AnswerInquiry, InquireOutside, WithdrawInquiry};
use casework::application::{InquiryRefusal, inquiry};
use events::Log;
use events::application::{ApplicationEvent, Inquired, InquiryAnswered, InquiryWithdrawn};
use events::ids::{ApplicationId, AttachmentId, InquiryId, LetterId};
use events::vocabulary::{FreeText, InquiredParty, InquiryGround};
use jiff::civil::Date;

use crate::ids::derived;
use crate::letters::letter_of;
use crate::{ActError, Acts, Done, Request};

/// What somebody outside is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct InquiryInput {
    /// 照会先の種類.
    pub party: InquiredParty,
    /// 照会の理由.
    pub ground: InquiryGround,
    /// 回答の期限.
    pub due_on: Date,
    /// 照会先.
    pub addressee: FreeText,
    /// 照会先の所在地.
    pub address: FreeText,
    /// 照会する事項.
    pub questions: FreeText,
}

/// What came back.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerInput {
    /// 回答を受けた日.
    pub answered_on: Date,
    /// 回答の内容.
    pub answer: FreeText,
    /// The paper, attached to the case before.
    pub attachment: Option<AttachmentId>,
}

/// How an inquiry came to its end.
#[derive(Clone, PartialEq, Debug)]
pub enum InquiryEnd {
    /// 回答を受けた.
    Answered(InquiryAnswered),
    /// 取り下げた.
    Withdrawn(InquiryWithdrawn),
}

/// An inquiry of a case, opened.
#[derive(Clone, PartialEq, Debug)]
pub struct InquiryFile {
    /// As it was asked.
    pub asked: Inquired,
    /// 照会した日.
    pub asked_on: Date,
    /// Its letter, where it is made.
    pub letter: Option<LetterId>,
    /// What became of it.
    pub end: Option<InquiryEnd>,
}

impl Acts {
    /// 照会する, with its letter.
    ///
    /// # Errors
    /// [`ActError`]; a letter that could not be made is left to be made.
    pub async fn inquire(&self, request: &Request, application: ApplicationId, input: InquiryInput) -> Result<Done, ActError> {
        let InquiryInput { party, ground, due_on, addressee, address, questions } = input;
        let command = InquireOutside {
            who: request.actor.clone(),
            today: request.today,
            inquiry: InquiryId(derived(request.command_id, "inquiry")),
            party,
            ground,
            due_on,
            stops_clock: inquiry::stops_clock(&*self.masters().await?, request.today),
            addressee,
            address,
            questions,
        };
        let done = self.on_application(request, application, command).await?;
        self.letter_after(application, request.correlation_id).await;
        Ok(done)
    }

    /// 照会の回答を記録する.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where the case has no such inquiry.
    pub async fn answer_inquiry(
        &self,
        request: &Request,
        (application, inquiry): (ApplicationId, InquiryId),
        input: AnswerInput,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let AnswerInput { answered_on, answer, attachment } = input;
        if let Some(attachment) = attachment {
            let file = self.attachment(attachment).await?;
            if file.withdrawn || file.added.application != application {
                return Err(casework::Refusal::from(InquiryRefusal::OtherPaper).into());
            }
        }
        let all = self.inquiries(application).await?;
        let asked = all.iter().find(|one| one.asked.inquiry == inquiry).ok_or(ActError::NotFound)?;
        let (who, today, asked_on) = (request.actor.clone(), request.today, asked.asked_on);
        let command = AnswerInquiry { who, today, inquiry, asked_on, answered_on, answer, attachment };
        self.on_application(request, application, command).await
    }

    /// 照会を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_inquiry(
        &self,
        request: &Request,
        (application, inquiry): (ApplicationId, InquiryId),
        why: FreeText,
    ) -> Result<Done, ActError> {
        self.on_application(request, application, WithdrawInquiry { who: request.actor.clone(), inquiry, why }).await
    }

    /// The inquiries of a case, the oldest first.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn inquiries(&self, application: ApplicationId) -> Result<Vec<InquiryFile>, ActError> {
        let mut told = self.told::<ApplicationEvent>(Log::Casework, application.0, 0).await?;
        self.open_all(&mut told).await?;
        let mut all: Vec<InquiryFile> = Vec::new();
        for one in told {
            let ended = match one.event {
                ApplicationEvent::Inquired(asked) => {
                    let letter = letter_of(one.envelope.event_id);
                    let letter = self.is_made(letter).await?.then_some(letter);
                    all.push(InquiryFile { asked, asked_on: one.envelope.effective_on, letter, end: None });
                    continue;
                }
                ApplicationEvent::InquiryAnswered(event) => (event.inquiry, InquiryEnd::Answered(event)),
                ApplicationEvent::InquiryWithdrawn(event) => (event.inquiry, InquiryEnd::Withdrawn(event)),
                _ => continue,
            };
            let (inquiry, end) = ended;
            if let Some(file) = all.iter_mut().find(|file| file.asked.inquiry == inquiry) {
                file.end = Some(end);
            }
        }
        Ok(all)
    }
}

impl InquiryFile {
    /// Whether the answer is waited for.
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }
}
