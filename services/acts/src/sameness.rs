//! 重複の疑い: who has the same individual number, and the answer to whether two records are of one child. A child of the ledger is linked by
//! its last award, so that the application goes on from there as if it had begun there.

use casework::Refusal;
use casework::application::commands::JudgeSameness;
use casework::application::{Application, LikenessRefusal, likeness};
use casework::procedures::admit;
use events::Log;
use events::application::{Alike, ApplicationEvent, ApplicationForm, Linked, OtherRecord};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{FreeText, Likeness, MyNumber, ProcedureKind, Sameness};
use store::Claim;

use crate::application::still_as_seen;
use crate::approve::CHILD;
use crate::load::Loaded;
use crate::{ActError, Acts, Case, Done, Request};

/// An answer about another record.
#[derive(Clone, Debug)]
pub struct SamenessInput {
    /// The other record, and by what it looks alike.
    pub alike: Alike,
    /// The answer.
    pub verdict: Sameness,
    /// Why.
    pub why: FreeText,
    /// An award of the other record, where it is a recipient.
    pub award: Option<AwardId>,
}

impl Acts {
    /// The recipient who has this individual number; the number is neither kept nor shown by asking.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn recipient_with(&self, number: &MyNumber) -> Result<Option<RecipientId>, ActError> {
        self.child_of(&self.child_claim(number.expose().as_str())).await
    }

    /// The recipient who has the same individual number as the child of an application.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn recipient_like(&self, application: &Application) -> Result<Option<RecipientId>, ActError> {
        let Some(reference) = application.child_my_number() else { return Ok(None) };
        let Some(number) = self.parts().vault.reveal(self.pool(), reference).await? else { return Ok(None) };
        self.child_of(&self.child_claim(&number)).await
    }

    /// The claim on a child by its individual number, as nobody can read it.
    pub(crate) fn child_claim(&self, number: &str) -> Claim {
        self.parts().pepper.claim(CHILD, number.as_bytes())
    }

    /// The recipient who holds a claim on a child.
    pub(crate) async fn child_of(&self, claim: &Claim) -> Result<Option<RecipientId>, ActError> {
        Ok(self.approval_that_took(claim).await?.and_then(|application| application.recipient()))
    }

    /// The application whose approval took a claim; none where nobody did.
    pub(crate) async fn approval_that_took(&self, claim: &Claim) -> Result<Option<Application>, ActError> {
        let stream: Option<uuid::Uuid> = sqlx::query_scalar(
            "SELECT e.stream_id FROM es.claims AS c JOIN es.events AS e ON e.log = c.log AND e.position = c.position \
             WHERE c.kind = $1 AND c.key = $2 AND c.log = $3",
        )
        .bind(claim.kind)
        .bind(&claim.key)
        .bind(Log::Casework.number())
        .fetch_optional(self.pool())
        .await?;
        let Some(stream) = stream else { return Ok(None) };
        // An approval begins with its application.
        Ok(Some(self.load::<Application, ApplicationEvent>(stream).await?.aggregate))
    }

    /// Whoever has the same individual number looks alike, whatever else was found.
    pub(crate) async fn with_same_number(
        &self,
        mut alike: Vec<Alike>,
        number: Option<&MyNumber>,
    ) -> Result<Vec<Alike>, ActError> {
        let Some(number) = number else { return Ok(alike) };
        let Some(recipient) = self.recipient_with(number).await? else { return Ok(alike) };
        Alike::note(&mut alike, OtherRecord::Recipient(recipient), Likeness::MyNumber);
        Ok(alike)
    }

    /// 重複の疑いに答える.
    ///
    /// # Errors
    /// [`ActError`]; [`LikenessRefusal::AwardStillRuns`] where the child has an award that counts on the day of application.
    pub async fn judge_sameness(
        &self,
        request: &Request,
        application: ApplicationId,
        input: SamenessInput,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        let linked = match (input.alike.other, input.verdict) {
            (OtherRecord::Recipient(recipient), Sameness::Same) => Some(self.linked(&case, recipient, input.award).await?),
            (OtherRecord::Application(other), _) if other == application => return Err(ActError::NotFound),
            _ => None,
        };
        let SamenessInput { alike, verdict, why, .. } = input;
        let command = JudgeSameness { who: request.actor.clone(), alike, verdict, why, linked };
        let loaded = Loaded { aggregate: case.application, version: case.version };
        self.commit_on(request, application, loaded, command).await
    }

    /// The last award of a recipient, from which a new application may go on.
    async fn linked(&self, case: &Case, recipient: RecipientId, award: Option<AwardId>) -> Result<Linked, ActError> {
        let starting = self.newest_of(award.ok_or(Refusal::NoSuchAward)?).await?;
        if starting.standing.recipient != recipient {
            return Err(ActError::NotFound);
        }
        let (kind, applied) = case.application.kind().zip(case.application.application_date()).ok_or(ActError::NotFound)?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let form = ApplicationForm { earlier: Some(starting.earlier()), ..form.clone() };
        let masters = self.masters().await?;
        if kind == ProcedureKind::New && admit(kind, &form, applied, &masters)?.kind != kind {
            return Err(Refusal::from(LikenessRefusal::AwardStillRuns).into());
        }
        Ok(Linked { recipient, award: starting.award, earlier: starting.earlier() })
    }

    /// Refuses to decide beside another application of the same child.
    pub(crate) async fn decided_alone(&self, case: &Case) -> Result<(), ActError> {
        for other in case.application.likenesses().same() {
            if let OtherRecord::Application(other) = other {
                let other = self.load::<Application, ApplicationEvent>(other.0).await?.aggregate;
                likeness::alone(&case.application, &other)?;
            }
        }
        Ok(())
    }
}
