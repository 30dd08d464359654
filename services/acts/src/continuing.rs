//! From an award to the next: what a renewal or a change starts from, and the form of the last application to begin with.

use casework::award::Standing;
use casework::procedures::{Admission, Given, admit, checklist, conclude_sharing, renewal};
use casework::rules::Determination;
use cqrs_es::Aggregate as _;
use events::Log;
use events::application::{ApplicationForm, ChecklistLine, EarlierAward};
use events::award::{AwardEvent, Granted, Right};
use events::ids::{AwardId, SubjectId};
use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use crate::{ActError, Acts};

/// An award from which an application starts (前の支給認定).
#[derive(Clone, PartialEq, Debug)]
pub struct Starting {
    /// The award.
    pub award: AwardId,
    /// As it was granted.
    pub granted: Granted,
    /// As it stands now.
    pub standing: Standing,
    /// Version of its stream.
    pub(crate) version: i32,
}

impl Starting {
    /// What an application says of it.
    pub fn earlier(&self) -> EarlierAward {
        let Right { tier, severity, monthly_cap, .. } = self.standing.right;
        EarlierAward { validity: self.standing.validity, tier, severity, monthly_cap, diseases: self.granted.diseases.clone() }
    }
}

/// What would become of a form that is still being filled in.
#[derive(Clone, Debug)]
pub struct Preview {
    /// As which kind it would be taken, or why not at all.
    pub admission: Result<Admission, casework::Refusal>,
    /// What the rules conclude.
    pub determination: Determination,
    /// Which papers it needs.
    pub checklist: Vec<ChecklistLine>,
}

impl Acts {
    /// An award as it stands.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn starting(&self, award: AwardId) -> Result<Starting, ActError> {
        let told = self.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        let version = told.last().map_or(0, |last| last.envelope.stream_version);
        let mut state = casework::award::Award::default();
        let mut granted = None;
        for told in told {
            state.apply(casework::Fact { event: told.event.clone(), by: told.envelope.actor_id });
            if let AwardEvent::Granted(event) = told.event {
                granted = Some(event);
            }
        }
        let (granted, standing) = granted.zip(state.standing()).ok_or(ActError::NotFound)?;
        Ok(Starting { award, granted, standing, version })
    }

    /// The award at the end of a chain of changes: the one that counts in the place of this one.
    pub(crate) async fn newest_of(&self, award: AwardId) -> Result<Starting, ActError> {
        let mut starting = self.starting(award).await?;
        while let Some(later) = starting.standing.replaced_by {
            starting = self.starting(later).await?;
        }
        Ok(starting)
    }

    /// The award at the beginning of a chain of changes: the same for every award of one right, whatever was changed meanwhile.
    pub(crate) async fn first_of(&self, starting: &Starting) -> Result<AwardId, ActError> {
        let (mut first, mut replaces) = (starting.award, starting.granted.replaces);
        while let Some(earlier) = replaces {
            (first, replaces) = (earlier, self.starting(earlier).await?.granted.replaces);
        }
        Ok(first)
    }

    /// The form with which the next application begins: the last one, without what must be told anew.
    ///
    /// # Errors
    /// [`ActError::Erased`] where the last form can no longer be read.
    pub async fn prefilled(&self, award: AwardId, kind: ProcedureKind, today: Date) -> Result<ApplicationForm, ActError> {
        let starting = self.starting(award).await?;
        let (recipient, application) = (starting.standing.recipient, starting.granted.application);
        let last = self.case(application, None).await?;
        let form = last.form.open().ok_or(ActError::Erased)?;
        // What notices have changed since stands in the ledger and not in the form.
        let person = self.person_of_award(recipient, award, application).await?;
        let form = renewal::prefilled(&person.on(form.clone()), kind, today);
        if kind == ProcedureKind::Renewal { self.with_tax_data((recipient, award), form, today).await } else { Ok(form) }
    }

    /// For the entry screens: what would become of a form. Nothing is stored.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn preview(&self, form: &ApplicationForm, given: Given, award: Option<AwardId>) -> Result<Preview, ActError> {
        let masters = self.masters().await?;
        let form = self.with_earlier(form.clone(), award).await?;
        let admission = admit(given.kind, &form, given.application_date, &masters);
        let kind = admission.as_ref().map_or(given.kind, |admission| admission.kind);
        let given = Given { kind, ..given };
        let sharing = match award {
            Some(award) => self.sharing_of(SubjectId(self.starting(award).await?.standing.recipient.0)).await?,
            None => None,
        };
        let determination = conclude_sharing(&form, kind, given.application_date, sharing, &masters);
        Ok(Preview { admission, determination, checklist: checklist(&form, &given, &masters) })
    }

    /// The form with the award it starts from.
    pub(crate) async fn with_earlier(&self, form: ApplicationForm, award: Option<AwardId>) -> Result<ApplicationForm, ActError> {
        let earlier = match award {
            Some(award) => Some(self.starting(award).await?.earlier()),
            None => None,
        };
        Ok(ApplicationForm { earlier, ..form })
    }
}
