//! 申請を受け付ける: numbers of persons into the vault, the next receipt number from the register of the office, one act.

use casework::Refusal;
use casework::application::commands::ReceiveApplication;
use casework::application::{Application, ApplicationCommand};
use casework::procedures::{Given, Looked, admit, look_up};
use casework::register::Register;
use casework::rules::double_entry;
use events::Log;
use events::application::{Alike, ApplicationForm, Arrival};
use events::ids::{ApplicationId, AwardId, CommandId};
use events::vocabulary::{FiscalYear, MyNumber, OfficeCode, ProcedureKind, ReceiptNumber};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Claim, Expected};

use crate::continuing::Starting;
use crate::ids::derived;
use crate::load::decide;
use crate::record_documents::{DocumentInput, entries};
use crate::register::{ATTEMPTS, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// An application as the counter took it.
#[derive(Clone, Debug)]
pub struct ReceiveInput {
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日, where they are told.
    pub arrival: Option<Arrival>,
    /// The award that is renewed or changed; none for a new application and for a family that moves in.
    pub starting_from: Option<AwardId>,
    /// 受付事務所; that of the person who acts.
    pub receiving_office: OfficeCode,
    /// The form.
    pub form: ApplicationForm,
    /// 児童の個人番号.
    pub child_my_number: Option<MyNumber>,
    /// 申請者の個人番号.
    pub applicant_my_number: Option<MyNumber>,
    /// Papers whose state is known at the counter.
    pub documents: Vec<DocumentInput>,
    /// Records that look like the child; who has the same individual number is found here.
    pub alike: Vec<Alike>,
}

/// A received application.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The application.
    pub application: ApplicationId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// The act.
    pub done: Done,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    application: ApplicationId,
    receipt_number: ReceiptNumber,
}

/// Largest serial of a receipt number.
const LARGEST: u32 = 9_999_999;

impl Acts {
    /// What an earlier sending of the same command gave; none where there was none.
    ///
    /// # Errors
    /// [`ActError::Unavailable`].
    pub async fn receipt_of(&self, command: CommandId) -> Result<Option<Receipt>, ActError> {
        Ok(self.done_before(command).await?.and_then(|done| receipt(&done).ok()))
    }

    /// 申請を受け付ける.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn receive(&self, request: &Request, input: ReceiveInput) -> Result<Receipt, ActError> {
        let receipt = self.receive_claiming(request, input, &[]).await?;
        self.receipt_letter_after(receipt.application, request).await;
        Ok(receipt)
    }

    /// The same, taking something that only one application may have.
    pub(crate) async fn receive_claiming(
        &self,
        request: &Request,
        input: ReceiveInput,
        claims: &[Claim],
    ) -> Result<Receipt, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return receipt(&done);
        }
        let application = ApplicationId(derived(request.command_id, "application"));
        let masters = self.masters().await?;
        let starting = match input.starting_from {
            Some(award) => Some(self.starting(award).await?),
            None => None,
        };
        if starting.as_ref().is_some_and(|starting| starting.standing.replaced_by.is_some()) {
            return Err(Refusal::AwardReplaced.into());
        }
        if let Some(starting) = &starting {
            self.goes_on_here(starting.standing.recipient).await?;
        }
        let form = ApplicationForm { earlier: starting.as_ref().map(Starting::earlier), ..input.form };
        let kind = admit(input.kind, &form, input.application_date, &masters)?.kind;
        let given = Given {
            kind,
            application_date: input.application_date,
            child_my_number: input.child_my_number.is_some(),
            applicant_my_number: input.applicant_my_number.is_some(),
        };
        let Looked { responsible_office, unknown_diseases, checklist } = look_up(&form, given, masters.as_ref());
        let year =
            u8::try_from(FiscalYear::containing(request.today).year() - 2018).map_err(|error| ActError::internal(&error))?;
        let register = Register::of_receipts(year, input.receiving_office);
        let mut command = ReceiveApplication {
            who: request.actor.clone(),
            today: request.today,
            kind,
            application_date: input.application_date,
            arrival: input.arrival,
            receipt_number: number(year, input.receiving_office, 1)?,
            receiving_office: input.receiving_office,
            responsible_office,
            unknown_diseases,
            checklist,
            form,
            child_my_number: None,
            applicant_my_number: None,
            recipient: starting.map(|starting| starting.standing.recipient),
            starting_from: input.starting_from,
            documents: entries(input.documents),
            second_entry: double_entry::asked(request.today, &masters),
            alike: self.with_same_number(input.alike, input.child_my_number.as_ref()).await?,
        };
        // What will be refused is refused before anything is kept.
        decide(&mut Application::default(), ApplicationCommand::from(command.clone())).await?;
        command.child_my_number = self.keep_my_number(application.0, input.child_my_number.as_ref()).await?;
        command.applicant_my_number = self.keep_my_number(application.0, input.applicant_my_number.as_ref()).await?;

        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let mut submission = Submission::new(self, Log::Casework, request);
            let allocation = self.next_number(register.clone(), application.0, LARGEST, request.actor.id, request.today).await?;
            command.receipt_number = number(year, command.receiving_office, allocation.serial)?;
            submission.take(allocation)?;
            let facts = decide(&mut Application::default(), ApplicationCommand::from(command.clone())).await?;
            let key = submission.new_key(application.0)?;
            submission.add(Addition {
                stream: application.0,
                expected: Expected::Exactly(0),
                key: Some(key),
                effective_on: command.application_date,
                cause: None,
                facts,
            })?;
            for claim in claims {
                submission.claim(claim.clone());
            }
            submission.answer(&Answer { application, receipt_number: command.receipt_number })?;
            match submission.commit().await {
                Ok(done) => return receipt(&done),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }
}

fn number(year: u8, office: OfficeCode, serial: u32) -> Result<ReceiptNumber, ActError> {
    ReceiptNumber::new(year, office, serial).map_err(|error| ActError::internal(&error))
}

fn receipt(done: &store::Done) -> Result<Receipt, ActError> {
    let answer = done.answer.as_deref().unwrap_or_default();
    let Answer { application, receipt_number } = serde_json::from_str(answer).map_err(|error| ActError::internal(&error))?;
    Ok(Receipt { application, receipt_number, done: done.into() })
}
