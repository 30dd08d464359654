//! 算定 of a case or of a form that is still being filled in, with the masters of now.

use casework::application::Finding;
use casework::procedures::{Given, checklist, facts};
use casework::rules::board_hearing::must_be_heard;
use casework::rules::{Determination, Masters, RuleSet, determine};
use events::application::{ApplicationForm, ChecklistLine};
use events::vocabulary::{DiseaseId, OfficeCode, ProcedureKind};
use jiff::civil::Date;

use crate::{ActError, Acts, Case};

/// What the masters say about a form.
pub(crate) struct Looked {
    pub(crate) responsible_office: Option<OfficeCode>,
    pub(crate) unknown_diseases: Vec<DiseaseId>,
    pub(crate) checklist: Vec<ChecklistLine>,
}

/// Looks a form up in the masters.
pub(crate) fn look_up(form: &ApplicationForm, given: Given, masters: &Masters) -> Looked {
    let on = given.application_date;
    let municipality = masters.municipalities.at(&form.child.municipality.to_string(), on);
    let diseases = form.opinions.iter().map(|opinion| opinion.disease);
    Looked {
        responsible_office: municipality.map(|row| row.value.office),
        unknown_diseases: diseases.filter(|disease| masters.diseases.at(&disease.to_string(), on).is_none()).collect(),
        checklist: checklist(form, &given, masters),
    }
}

/// What the rules conclude from a form.
pub(crate) fn conclude(form: &ApplicationForm, kind: ProcedureKind, applied: Date, masters: &Masters) -> Determination {
    determine(&facts(form, kind, applied, masters), masters, &RuleSet::current(masters))
}

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
        let applied = case.application.application_date().ok_or(ActError::NotFound)?;
        let kind = case.application.kind().ok_or(ActError::NotFound)?;
        Ok(conclude(&form, kind, applied, masters))
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
