//! 不認定とする.

use casework::application::commands::RefuseApplication;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Done, Request};

/// Why an application is refused.
#[derive(Clone, PartialEq, Debug)]
pub struct RefuseInput {
    /// Key of the reason phrase (不認定理由).
    pub ground: String,
    /// The reason as told to the family.
    pub why: FreeText,
}

impl Acts {
    /// 不認定とする.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn refuse(&self, request: &Request, application: ApplicationId, input: RefuseInput) -> Result<Done, ActError> {
        let RefuseInput { ground, why } = input;
        if !ground.is_empty() {
            self.known_phrase(&ground, "refusal", request.today).await?;
        }
        let command = RefuseApplication { who: request.actor.clone(), today: request.today, ground, why };
        self.on_application(request, application, command).await
    }
}
