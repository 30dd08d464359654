//! 進達: an office draws up a list and sends it, which forwards its cases in the same act; the division checks what arrived, case by case,
//! told on the list and on the application at once.

use casework::application::commands::{CheckReceipt, ForwardApplication};
use casework::application::{Action, Application, ApplicationCommand, permit};
use casework::register::Register;
use casework::transmittal::{Transmittal, TransmittalCommand};
use events::Log;
use events::application::ApplicationEvent;
use events::ids::{ApplicationId, TransmittalId};
use events::transmittal::{ReceiptOutcome, TransmittalEvent};
use events::vocabulary::{FreeText, OfficeCode};
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Loaded, decide};
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// A list with its version.
#[derive(Clone, Debug)]
pub struct TransmittalFile {
    /// Its id.
    pub id: TransmittalId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub transmittal: Transmittal,
}

impl Acts {
    /// A list.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn transmittal(&self, id: TransmittalId) -> Result<TransmittalFile, ActError> {
        let Loaded { aggregate, version } = self.load::<Transmittal, TransmittalEvent>(id.0).await?;
        if version == 0 { Err(ActError::NotFound) } else { Ok(TransmittalFile { id, version, transmittal: aggregate }) }
    }

    /// 進達書を作成する: of the chosen cases, those this person may forward now. The number is the next of the office and year.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn draw_up_transmittal(
        &self,
        request: &Request,
        chosen: &[ApplicationId],
    ) -> Result<(TransmittalId, Done), ActError> {
        let id = TransmittalId(derived(request.command_id, "transmittal"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let mut cases = Vec::with_capacity(chosen.len());
        for application in chosen {
            let case = self.load::<Application, ApplicationEvent>(application.0).await?.aggregate;
            permit(Action::Forward, &case, &request.actor)?;
            cases.push(*application);
        }
        let year = fiscal_year(request.today)?;
        let office = request.actor.office.unwrap_or(OfficeCode::DIVISION);
        let register = Register::of_transmittals(year, office);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let (by, today) = (request.actor.id, request.today);
            let allocation = self.next_number(register.clone(), id.0, LARGEST_OF_A_YEAR, by, today).await?;
            let command = TransmittalCommand::DrawUp { year, serial: allocation.serial, cases: cases.clone() };
            let facts = decide(&mut Transmittal::default(), (request.actor.clone(), command)).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            submission.take(allocation)?;
            let (stream, expected, effective_on) = (id.0, Expected::Exactly(0), request.today);
            submission.add(Addition { stream, expected, key: None, effective_on, cause: None, facts })?;
            match submission.commit().await {
                Ok(done) => return Ok((id, (&done).into())),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    /// 進達書を送る: what can still be forwarded goes, all of it or nothing; a case that has gone another way meanwhile drops off the list.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn send_transmittal(&self, request: &Request, id: TransmittalId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut file = self.transmittal(id).await?;
        still_as_seen(request, file.version)?;
        let mut going = Vec::new();
        for application in file.transmittal.cases() {
            let mut loaded = self.load::<Application, ApplicationEvent>(application.0).await?;
            let command = ForwardApplication { who: request.actor.clone(), transmittal: Some(id) };
            if let Ok(facts) = decide(&mut loaded.aggregate, ApplicationCommand::from(command)).await {
                going.push((*application, loaded.version, facts));
            }
        }
        let cases = going.iter().map(|(application, ..)| *application).collect();
        let sent = decide(&mut file.transmittal, (request.actor.clone(), TransmittalCommand::Send { cases })).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let told = submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(file.version),
            key: None,
            effective_on: request.today,
            cause: None,
            facts: sent,
        })?;
        for (application, version, facts) in going {
            submission.add(Addition {
                stream: application.0,
                expected: Expected::Exactly(version),
                key: None,
                effective_on: request.today,
                cause: told.first().copied(),
                facts,
            })?;
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(file.version))?;
        Ok((&done).into())
    }

    /// 到着を確かめる, of one case of a list.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn check_receipt(
        &self,
        request: &Request,
        id: TransmittalId,
        application: ApplicationId,
        outcome: ReceiptOutcome,
        why: Option<FreeText>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut file = self.transmittal(id).await?;
        still_as_seen(request, file.version)?;
        let command = TransmittalCommand::Check { application, outcome };
        let listed = decide(&mut file.transmittal, (request.actor.clone(), command)).await?;
        let mut case = self.load::<Application, ApplicationEvent>(application.0).await?;
        let command = CheckReceipt { who: request.actor.clone(), transmittal: id, outcome, why };
        let told = decide(&mut case.aggregate, ApplicationCommand::from(command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let on_the_list = submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(file.version),
            key: None,
            effective_on: request.today,
            cause: None,
            facts: listed,
        })?;
        submission.add(Addition {
            stream: application.0,
            expected: Expected::Exactly(case.version),
            key: Some(self.key_of(application.0).await?),
            effective_on: request.today,
            cause: on_the_list.first().copied(),
            facts: told,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(file.version))?;
        Ok((&done).into())
    }
}
