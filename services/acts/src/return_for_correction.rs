//! 補正を求めて返す.

use casework::application::commands::ReturnForCorrection;
use events::application::CorrectionItem;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use jiff::civil::Date;

use crate::{ActError, Acts, Done, Request};

/// What is to be corrected.
#[derive(Clone, PartialEq, Debug)]
pub struct ReturnInput {
    /// 補正事項; at least one.
    pub items: Vec<CorrectionItem>,
    /// 補正期限, after today.
    pub due_on: Date,
    /// What the office is asked to do.
    pub note: FreeText,
}

impl Acts {
    /// 補正を求めて返す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn return_for_correction(
        &self,
        request: &Request,
        application: ApplicationId,
        input: ReturnInput,
    ) -> Result<Done, ActError> {
        let ReturnInput { items, due_on, note } = input;
        for item in &items {
            self.known_phrase(&item.phrase, "correction", request.today).await?;
        }
        let command = ReturnForCorrection { who: request.actor.clone(), today: request.today, items, due_on, note };
        let done = self.on_application(request, application, command).await?;
        self.letter_after(application, request.correlation_id).await;
        Ok(done)
    }
}
