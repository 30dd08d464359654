//! 申請内容を訂正する: the whole new content, its checklist drawn anew.

use casework::Refusal;
use casework::application::commands::{AmendApplication, AmendmentBasis};
use casework::application::{Action, permit};
use casework::procedures::{Given, Looked, admit, look_up};
use events::application::{ApplicationForm, Arrival, EarlierAward};
use events::ids::{ApplicationId, AwardId};
use events::vocabulary::{FreeText, MyNumber, ProcedureKind};
use jiff::civil::Date;

use crate::application::still_as_seen;
use crate::load::Loaded;
use crate::{ActError, Acts, Case, Done, Request};

/// The content as it is to be.
#[derive(Clone, Debug)]
pub struct AmendInput {
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日; none leaves them as they were.
    pub arrival: Option<Arrival>,
    /// The form.
    pub form: ApplicationForm,
    /// 訂正の区分 and the paper.
    pub basis: AmendmentBasis,
    /// 訂正の理由.
    pub why: FreeText,
    /// 児童の個人番号, newly told; none keeps the one before.
    pub child_my_number: Option<MyNumber>,
    /// 申請者の個人番号, newly told; none keeps the one before.
    pub applicant_my_number: Option<MyNumber>,
}

impl Acts {
    /// 申請内容を訂正する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn amend(&self, request: &Request, application: ApplicationId, input: AmendInput) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        permit(Action::Amend, &case.application, &request.actor)?;
        let command = self.amendment(request, &case, input).await?;
        let loaded = Loaded { aggregate: case.application, version: case.version };
        self.commit_on(request, application, loaded, command).await
    }

    /// What amends a case to another content, with everything the masters say of it.
    pub(crate) async fn amendment(
        &self,
        request: &Request,
        case: &Case,
        input: AmendInput,
    ) -> Result<AmendApplication, ActError> {
        let before = case.form.open().cloned().ok_or(ActError::Erased)?;
        let kind = case.application.kind().ok_or(ActError::NotFound)?;
        let earlier = match case.application.starting_from() {
            Some(award) if kind != ProcedureKind::Change => self.longer_since(award, before.earlier.as_ref()).await?,
            _ => None,
        };
        // What the application starts from was settled when it was received, but for a last day that was put off since.
        let form = ApplicationForm { earlier: earlier.or_else(|| before.earlier.clone()), ..input.form };
        let masters = self.masters().await?;
        let admitted = admit(kind, &form, input.application_date, &masters)?.kind;
        if admitted != kind {
            return Err(Refusal::KindWouldChange(kind, admitted).into());
        }
        let given = Given {
            kind,
            application_date: input.application_date,
            child_my_number: input.child_my_number.is_some() || case.application.child_my_number().is_some(),
            applicant_my_number: input.applicant_my_number.is_some() || case.application.applicant_my_number().is_some(),
        };
        let Looked { responsible_office, unknown_diseases, checklist } = look_up(&form, given, masters.as_ref());
        Ok(AmendApplication {
            who: request.actor.clone(),
            today: request.today,
            application_date: input.application_date,
            arrival: input.arrival,
            responsible_office,
            unknown_diseases,
            checklist,
            before,
            form,
            child_my_number: self.keep_my_number(case.id.0, input.child_my_number.as_ref()).await?,
            applicant_my_number: self.keep_my_number(case.id.0, input.applicant_my_number.as_ref()).await?,
            basis: input.basis,
            why: input.why,
        })
    }

    /// The award that is renewed as it stands, where it ends later than the application says.
    async fn longer_since(&self, award: AwardId, told: Option<&EarlierAward>) -> Result<Option<EarlierAward>, ActError> {
        let now = self.newest_of(award).await?.earlier();
        Ok(told.is_some_and(|told| told.validity.end() < now.validity.end()).then_some(now))
    }
}
