//! The acts that need little more than the hand: forward, take up, resubmit, send back, put before the board, take a withdrawal.

use casework::application::commands::{
    ForwardApplication, HoldApplication, PutBeforeBoard, RecallApplication, ReleaseHold, RemindOfCorrection, ResubmitApplication,
    SendBackApplication, TakeUpApplication, WithdrawApplication,
};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use jiff::civil::Date;

use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// 進達する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn forward(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        self.on_application(request, application, ForwardApplication { who: request.actor.clone(), transmittal: None }).await
    }

    /// 点検を始める.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn take_up(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        self.on_application(request, application, TakeUpApplication { who: request.actor.clone() }).await
    }

    /// 補正を終えて再提出する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn resubmit(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        self.on_application(request, application, ResubmitApplication { who: request.actor.clone() }).await
    }

    /// 点検に戻す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn send_back(&self, request: &Request, application: ApplicationId, why: FreeText) -> Result<Done, ActError> {
        self.on_application(request, application, SendBackApplication { who: request.actor.clone(), why }).await
    }

    /// 審査会に付議する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn put_before_board(&self, request: &Request, application: ApplicationId, why: FreeText) -> Result<Done, ActError> {
        self.on_application(request, application, PutBeforeBoard { who: request.actor.clone(), why }).await
    }

    /// 取下げを受け付ける. `withdrawn_on` is the date of the applicant's letter.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw(
        &self,
        request: &Request,
        application: ApplicationId,
        withdrawn_on: Date,
        why: Option<FreeText>,
    ) -> Result<Done, ActError> {
        let command = WithdrawApplication { who: request.actor.clone(), today: request.today, withdrawn_on, why };
        let done = self.on_application(request, application, command).await?;
        self.letter_after(application, request.correlation_id).await;
        Ok(done)
    }

    /// 補正を催促する: with another due date, and its letter.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn remind(&self, request: &Request, application: ApplicationId, due_on: Date) -> Result<Done, ActError> {
        let command = RemindOfCorrection { who: request.actor.clone(), today: request.today, due_on };
        let done = self.on_application(request, application, command).await?;
        self.letter_after(application, request.correlation_id).await;
        Ok(done)
    }

    /// 補正を待たずに点検に戻す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn recall(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        let command = RecallApplication { who: request.actor.clone(), today: request.today };
        self.on_application(request, application, command).await
    }

    /// 保留する, until a day.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn hold(
        &self,
        request: &Request,
        application: ApplicationId,
        until: Date,
        why: FreeText,
    ) -> Result<Done, ActError> {
        let command = HoldApplication { who: request.actor.clone(), today: request.today, until, why };
        self.on_application(request, application, command).await
    }

    /// 保留を解く.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn release_hold(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        self.on_application(request, application, ReleaseHold { who: request.actor.clone() }).await
    }
}
