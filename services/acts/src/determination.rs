//! 算定 of a case, with the masters of now.

use casework::application::Finding;
use casework::procedures::facts_of_case;
use casework::rules::board_hearing::must_be_heard;
use casework::rules::{Determination, Masters, RuleSet, determine};

use crate::{ActError, Acts, Case};

impl Acts {
    /// What the rules conclude about a case now.
    ///
    /// # Errors
    /// [`ActError::Erased`] where the form can no longer be read.
    pub async fn determination(&self, case: &Case) -> Result<Determination, ActError> {
        Self::determination_with(case, self.masters().await?.as_ref())
    }

    /// What the rules conclude about a case with the masters of any moment.
    ///
    /// # Errors
    /// [`ActError::Erased`] where the form can no longer be read.
    pub fn determination_with(case: &Case, masters: &Masters) -> Result<Determination, ActError> {
        let form = case.form_to_decide().ok_or(ActError::Erased)?;
        let facts = facts_of_case(&form, &case.application, case.sharing.clone(), masters).ok_or(ActError::NotFound)?;
        Ok(determine(&facts, masters, &RuleSet::current(masters)))
    }

    /// Whether the masters send this case to the review board.
    pub(crate) async fn board_required(&self, case: &Case) -> Result<bool, ActError> {
        let applied = case.application.application_date().ok_or(ActError::NotFound)?;
        Ok(must_be_heard(case.application.kind(), applied, self.masters().await?.as_ref()))
    }

    pub(crate) async fn finding(&self, case: &Case) -> Result<Finding, ActError> {
        let determination = self.determination(case).await?;
        Finding::of(&determination, case.position).map_err(|error| ActError::internal(&error))
    }
}
