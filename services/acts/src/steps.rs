//! The acts that need nothing but the hand: forward, take up, resubmit, send back.

use casework::application::commands::{ForwardApplication, ResubmitApplication, SendBackApplication, TakeUpApplication};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// 進達する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn forward(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        self.on_application(request, application, ForwardApplication { who: request.actor.clone() }).await
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
}
