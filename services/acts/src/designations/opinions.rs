//! What the registers say of a case: was the doctor of each opinion designated on the day it was written, is the institution designated on
//! the days of the award. A warning beside the case, with its calculation; who decides looks at it.

use std::collections::BTreeMap;

use casework::designation::Designation;
use casework::rules::designation::{DesignationFacts, RULE, Standing, standing};
use casework::rules::input::Input;
use casework::rules::version::Dates;
use casework::rules::{Asked, Masters, RuleSet, Trace, TraceStep};
use events::application::MedicalOpinion;
use events::designation::DesignationEvent;
use events::vocabulary::{DesignationKind, DoctorNumber, InstitutionCode, ValidityPeriod};
use jiff::civil::Date;
use projections::designations;

use crate::{ActError, Acts, Case};

/// What a register says of one opinion.
#[derive(Clone, PartialEq, Debug)]
pub struct RegisterFinding {
    /// 医療意見書, counted from 1.
    pub opinion: usize,
    /// Which register was asked.
    pub kind: DesignationKind,
    /// What it says; none where the paper or the entry leaves the number or the day open.
    pub standing: Option<Standing>,
    /// How it was found.
    pub step: TraceStep,
}

type Terms = BTreeMap<String, Vec<ValidityPeriod>>;

impl Acts {
    /// Asks the registers about every opinion of a case. `award` are the days of the award as far as they are worked out.
    ///
    /// # Errors
    /// [`ActError`] where the registers cannot be read.
    pub async fn register_findings(
        &self,
        case: &Case,
        award: Option<ValidityPeriod>,
        masters: &Masters,
    ) -> Result<Vec<RegisterFinding>, ActError> {
        let applied = case.application.application_date();
        let (Some(form), Some(applied), Some(kind)) = (case.form.open(), applied, case.application.kind()) else {
            return Ok(Vec::new());
        };
        // Until the days of the award are worked out, the day of the application stands for them.
        let award = award.or_else(|| ValidityPeriod::new(applied, applied).ok());
        let doctors = form.opinions.iter().filter_map(|one| one.physician_number.as_ref().map(DoctorNumber::to_string));
        let codes = form.opinions.iter().filter_map(|one| one.institution_code.map(|code| code.to_string()));
        let doctors = self.terms_of(DesignationKind::Doctor, doctors.collect()).await?;
        let institutions = self.terms_of(DesignationKind::Institution, codes.collect()).await?;
        let set = RuleSet::current(masters);
        let asked = Asked { set: &set, dates: Dates { kind, applied }, masters };
        let mut found = Vec::new();
        for (n, opinion) in (1..).zip(&form.opinions) {
            found.extend(ask(&asked, n, &of_doctor(opinion, &doctors)));
            found.extend(ask(&asked, n, &of_institution(opinion, &institutions, award)));
        }
        Ok(found)
    }

    /// The terms under each number, of every authority that gave it.
    pub(crate) async fn terms_of(&self, kind: DesignationKind, numbers: Vec<String>) -> Result<Terms, ActError> {
        let mut terms = Terms::new();
        if numbers.is_empty() {
            return Ok(terms);
        }
        let known = designations::by_number(self.pool(), kind, &numbers).await.map_err(|error| ActError::internal(&error))?;
        for (number, id) in known {
            let designation = self.load::<Designation, DesignationEvent>(id.0).await?.aggregate;
            terms.entry(number).or_default().extend_from_slice(designation.periods());
        }
        Ok(terms)
    }
}

fn under(terms: &Terms, number: Option<&String>) -> Vec<ValidityPeriod> {
    number.and_then(|number| terms.get(number)).cloned().unwrap_or_default()
}

fn of_doctor(opinion: &MedicalOpinion, terms: &Terms) -> DesignationFacts {
    let number = opinion.physician_number.as_ref().map(DoctorNumber::to_string);
    let day: Input<Date> = Input::from_option(opinion.written_on);
    let (kind, terms) = (DesignationKind::Doctor, under(terms, number.as_ref()));
    DesignationFacts { kind, terms, number: Input::from_option(number), from: day, until: day }
}

fn of_institution(opinion: &MedicalOpinion, terms: &Terms, award: Option<ValidityPeriod>) -> DesignationFacts {
    let number = opinion.institution_code.map(|code: InstitutionCode| code.to_string());
    let (kind, terms) = (DesignationKind::Institution, under(terms, number.as_ref()));
    let (from, until) = (award.map(ValidityPeriod::start), award.map(ValidityPeriod::end));
    let (from, until) = (Input::from_option(from), Input::from_option(until));
    DesignationFacts { kind, terms, number: Input::from_option(number), from, until }
}

fn ask(asked: &Asked<'_>, opinion: usize, facts: &DesignationFacts) -> Option<RegisterFinding> {
    let mut trace = Trace::default();
    let said = standing(asked, facts, &mut trace).ok();
    let step = trace.stored().into_iter().find(|step| step.rule == RULE)?;
    Some(RegisterFinding { opinion, kind: facts.kind, standing: said, step })
}
