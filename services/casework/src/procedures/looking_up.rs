//! What the masters say about a form, and what the rules conclude from it: the same for an application at the counter, for a draft on a
//! screen and for a worked example.

use std::borrow::Cow;

use events::application::{ApplicationForm, ChecklistLine, Sharing};
use events::vocabulary::{DiseaseId, OfficeCode, ProcedureKind};
use jiff::civil::Date;

use super::{Given, checklist, facts};
use crate::application::Application;
use crate::rules::{Determination, Facts, Masters, RuleSet, determine};

/// What the masters say about a form.
#[derive(Clone, PartialEq, Debug)]
pub struct Looked {
    /// 管轄事務所; none where the municipality has none.
    pub responsible_office: Option<OfficeCode>,
    /// Diseases of the form that are in no master.
    pub unknown_diseases: Vec<DiseaseId>,
    /// 書類点検表.
    pub checklist: Vec<ChecklistLine>,
}

/// Looks a form up in the masters.
pub fn look_up(form: &ApplicationForm, given: Given, masters: &Masters) -> Looked {
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
pub fn conclude(form: &ApplicationForm, kind: ProcedureKind, applied: Date, masters: &Masters) -> Determination {
    conclude_sharing(form, kind, applied, None, masters)
}

/// The same for a child of a household, with everybody else who is entitled in it.
pub fn conclude_sharing(
    form: &ApplicationForm,
    kind: ProcedureKind,
    applied: Date,
    sharing: Option<Sharing>,
    masters: &Masters,
) -> Determination {
    let facts = Facts { sharing, ..facts(form, kind, applied, masters) };
    determine(&facts, masters, &RuleSet::current(masters))
}

/// What the rules may ask about a case as it stands: its form, everybody else who is entitled in the household, and what was set by hand. None
/// where it was never received.
pub fn facts_of_case(form: &ApplicationForm, case: &Application, sharing: Option<Sharing>, masters: &Masters) -> Option<Facts> {
    let facts = facts(form, case.kind()?, case.application_date()?, masters);
    Some(Facts { sharing, overrides: case.overrides().facts(), ..facts })
}

/// The form as it is decided: without the diseases of which the review board said no.
pub fn form_to_decide<'f>(form: &'f ApplicationForm, case: &Application) -> Cow<'f, ApplicationForm> {
    let refused = case.board().refused(case.diseases());
    if refused.is_empty() {
        return Cow::Borrowed(form);
    }
    let mut form = form.clone();
    form.opinions.retain(|opinion| !refused.contains(&opinion.disease));
    Cow::Owned(form)
}
