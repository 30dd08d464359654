//! 認定する: application, register, recipient and award in one act; then the certificate. The numbers are given here and never again.

use casework::Refusal;
use casework::application::commands::ApproveApplication;
use casework::application::{Action, ApplicationCommand, Concluded, Finding, LikenessRefusal, permit};
use casework::award::{Award, AwardCommand};
use casework::procedures::clear_of;
use casework::recipient::{Recipient, RegisterRecipient};
use casework::register::Register;
use casework::rules::Determination;
use events::application::ApplicationForm;
use events::award::{AwardEvent, Granted, Replaced};
use events::ids::{ApplicationId, AwardId, EventId, KeyId, RecipientId};
use events::vocabulary::{DecisionNumber, OverriddenItem, PayerNumber, ProcedureKind, RecipientNumber};
use events::{Log, Personal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Claim, Expected};

use crate::application::still_as_seen;
use crate::continuing::Starting;
use crate::households::Awarded;
use crate::ids::derived;
use crate::issue::Issue;
use crate::load::{Loaded, decide};
use crate::paper::{Granting, Particulars, sheets};
use crate::register::{ATTEMPTS, Allocation, Decisions, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Case, Done, Request};

/// Claim on the child itself: a second registration of the same child is refused; later applications of a registered child are not new.
pub(crate) const CHILD: &str = "recipient_my_number";
/// Claim on a recipient number within its payer number.
pub(crate) const NUMBER: &str = "recipient_number";
/// Claim on following an award and whatever a change put in its place: of two renewals of one right, one is approved.
pub(crate) const FOLLOWED: &str = "award_followed";
/// Claim on what follows the last day of an award at one version of it: an award that comes next and an extension never both.
pub(crate) const LAST_DAY: &str = "award_last_day";
/// Largest serial of a recipient number.
const LARGEST: u32 = 999_999;

/// The claim on what follows the last day of an award, for whoever would take this place after it.
pub(crate) fn last_day(place: &str, version: i32) -> Claim {
    Claim::plain(LAST_DAY, &format!("{place}@{version}"))
}

/// An approved application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// What became of the certificate; none where it is left to the worker.
    pub certificate: Option<Issue>,
    /// The act.
    pub done: Done,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    award: AwardId,
    recipient: RecipientId,
    recipient_number: RecipientNumber,
    payer_number: PayerNumber,
}

impl Acts {
    /// 認定する, and issue the certificate. `shown_digest` is the digest of the conclusion the person had before the eyes.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn approve(
        &self,
        request: &Request,
        application: ApplicationId,
        shown_digest: Option<String>,
    ) -> Result<Approval, ActError> {
        Box::pin(self.approve_confirming(request, application, shown_digest, &[])).await
    }

    /// The same where something was set by hand: `confirmed` is what the decider confirmed by name. Whatever else was set by hand keeps the
    /// case from being decided.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn approve_confirming(
        &self,
        request: &Request,
        application: ApplicationId,
        shown_digest: Option<String>,
        confirmed: &[OverriddenItem],
    ) -> Result<Approval, ActError> {
        let done = match self.done_before(request.command_id).await? {
            Some(done) => done,
            None => self.decide_approval(request, application, shown_digest.as_deref(), confirmed).await?,
        };
        let answer = done.answer.as_deref().unwrap_or_default();
        let Answer { award, recipient, recipient_number, payer_number } =
            serde_json::from_str(answer).map_err(|error| ActError::internal(&error))?;
        let certificate = match self.issue_certificate(award, request.correlation_id).await {
            Ok(issue) => Some(issue),
            Err(error) => {
                tracing::warn!(%error, %award, "the certificate is left to the worker");
                None
            }
        };
        self.letter_after(application, request.correlation_id).await;
        Ok(Approval { award, recipient, recipient_number, payer_number, certificate, done: (&done).into() })
    }

    pub(crate) async fn decide_approval(
        &self,
        request: &Request,
        application: ApplicationId,
        shown: Option<&str>,
        confirmed: &[OverriddenItem],
    ) -> Result<store::Done, ActError> {
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        permit(Action::Approve, &case.application, &request.actor)?;
        let examined = case.application.conclusion().map(|conclusion| conclusion.digest.as_str());
        if shown.is_some() && shown != examined {
            return Err(Refusal::DeterminationChanged.into());
        }
        self.decided_alone(&case).await?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let starting = match case.application.starting_from() {
            Some(award) => Some(self.still_standing(award, case.application.kind(), form).await?),
            None => None,
        };
        let known = starting.as_ref().map(|starting| starting.standing.recipient);
        if let Some(recipient) = known {
            self.refuse_outdated(&case, recipient).await?;
        }
        let approving = Approving {
            acts: self,
            request,
            case: &case,
            form,
            confirmed,
            award: AwardId(derived(request.command_id, "award")),
            recipient: known.unwrap_or_else(|| RecipientId(derived(request.command_id, "recipient"))),
            starting,
        };
        approving.run().await
    }

    /// The award an application started from, if it is still what it was: a change needs it untouched, everything else its last day.
    async fn still_standing(
        &self,
        award: AwardId,
        kind: Option<ProcedureKind>,
        form: &ApplicationForm,
    ) -> Result<Starting, ActError> {
        let seen = form.earlier.as_ref().ok_or(Refusal::NoSuchAward)?.validity;
        let starting =
            if kind == Some(ProcedureKind::Change) { self.starting(award).await? } else { self.newest_of(award).await? };
        let now = starting.standing.validity;
        let same = if kind == Some(ProcedureKind::Change) { now == seen } else { now.end() == seen.end() };
        if same { Ok(starting) } else { Err(Refusal::EarlierAwardChanged.into()) }
    }
}

struct Approving<'a> {
    acts: &'a Acts,
    request: &'a Request,
    case: &'a Case,
    form: &'a ApplicationForm,
    /// What was set by hand and the decider confirmed.
    confirmed: &'a [OverriddenItem],
    award: AwardId,
    recipient: RecipientId,
    /// The award before, where there is one.
    starting: Option<Starting>,
}

impl Approving<'_> {
    async fn run(self) -> Result<store::Done, ActError> {
        let Finding::Concluded(concluded) = self.acts.finding(self.case).await? else {
            return Err(Refusal::DeterminationChanged.into());
        };
        let validity = concluded.conclusion.validity;
        if let (Some(starting), Some(kind)) = (&self.starting, self.case.application.kind()) {
            clear_of(kind, starting.standing.validity, validity)?;
        }
        let child = self.child_claim().await?;
        let payer = concluded.conclusion.payer_number;
        let kept = self.starting.as_ref().filter(|starting| starting.granted.conclusion.payer_number == payer);
        let kept = kept.map(|starting| starting.granted.recipient_number);
        let (decisions, recipients) = (Decisions::of(self.request.today)?, Register::of_recipients(payer));
        let registers = [decisions.stream(), stream_of(&recipients)];
        // Always in this order, so that no two wait for each other.
        let [deciding, allocating] = registers.map(|register| self.acts.allocating(register));
        let _one_decision_at_a_time = deciding.lock().await;
        let _one_number_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let (decision, taken) = decisions.next(self.acts, self.request, self.case.id).await?;
            let (number, mut allocations) = match kept {
                Some(number) => (number, Vec::new()),
                None => self.new_number(&recipients, payer).await?,
            };
            allocations.push(taken);
            let submission = self.submission(&concluded, decision, number, allocations, child.clone()).await?;
            match submission.commit().await {
                Ok(done) => return Ok(done),
                Err(Unwritten::Moved { stream, .. }) if registers.contains(&stream) => {}
                Err(other) => return Err(self.unwritten(other)),
            }
        }
        Err(ActError::Unavailable)
    }

    /// 受給者番号 for somebody who has none under this payer number.
    async fn new_number(&self, register: &str, payer: PayerNumber) -> Result<(RecipientNumber, Vec<Allocation>), ActError> {
        let (by, today) = (self.request.actor.id, self.request.today);
        let allocation = self.acts.next_number(register.to_owned(), self.recipient.0, LARGEST, by, today).await?;
        let number = RecipientNumber::from_serial(allocation.serial).ok_or_else(|| Refusal::RegisterFull(payer.to_string()))?;
        Ok((number, vec![allocation]))
    }

    /// Where the award before moved on meanwhile, that is said, and not that the case did.
    fn unwritten(&self, unwritten: Unwritten) -> ActError {
        match (&self.starting, unwritten) {
            (Some(starting), Unwritten::Moved { stream, .. }) if stream == starting.award.0 => {
                Refusal::EarlierAwardChanged.into()
            }
            (_, other) => other.seen_at(self.case.version),
        }
    }

    /// The child's individual number, as nobody can read it.
    async fn child_claim(&self) -> Result<Option<Claim>, ActError> {
        let Some(reference) = self.case.application.child_my_number() else { return Ok(None) };
        let Some(number) = self.acts.parts().vault.reveal(self.acts.pool(), reference).await? else { return Ok(None) };
        let claim = self.acts.child_claim(&number);
        match self.acts.child_of(&claim).await? {
            // Whoever stands in the ledger took it then.
            Some(holder) if holder == self.recipient => Ok(None),
            Some(_) => Err(Refusal::from(LikenessRefusal::NumberOfARecipient).into()),
            None => Ok(Some(claim)),
        }
    }

    async fn submission(
        &self,
        concluded: &Concluded,
        decision_number: DecisionNumber,
        number: RecipientNumber,
        allocations: Vec<Allocation>,
        child: Option<Claim>,
    ) -> Result<Submission, ActError> {
        let (request, case) = (self.request, self.case);
        let conclusion = &concluded.conclusion;
        self.refuse_unprintable(concluded, number, decision_number).await?;
        let command = ApproveApplication {
            who: request.actor.clone(),
            today: request.today,
            number: Some(decision_number),
            finding: Finding::Concluded(Box::new(concluded.clone())),
            board_required: self.acts.board_required(case).await?,
            proposal_needed: self.acts.route(false, request.today).await?.len() > 1,
            confirmed: self.confirmed.to_vec(),
            award: self.award,
            recipient: self.recipient,
        };
        let approved = decide(&mut case.application.clone(), ApplicationCommand::from(command)).await?;
        let mut submission = Submission::new(self.acts, Log::Casework, request);
        let case_key = self.acts.key_of(case.id.0).await?;
        let decided = submission.add(Addition {
            stream: case.id.0,
            expected: Expected::Exactly(case.version),
            key: Some(case_key),
            effective_on: request.today,
            cause: None,
            facts: approved,
        })?;
        // What was set by hand is confirmed before the decision, in the same act.
        let decision = decided.last().copied();
        // A number that is kept was claimed when it was given.
        if allocations.len() > 1 {
            submission.claim(Claim::plain(NUMBER, &format!("{}/{number}", conclusion.payer_number)));
        }
        for allocation in allocations {
            submission.take(allocation)?;
        }
        let start = conclusion.validity.start();
        let person_key = match &self.starting {
            Some(_) => self.acts.key_of(self.recipient.0).await?,
            None => self.register(&mut submission, start, decision).await?,
        };
        let granted = decide(&mut Award::default(), (request.actor.id, self.granted(concluded, number).into())).await?;
        submission.add(Addition {
            stream: self.award.0,
            expected: Expected::Exactly(0),
            key: Some(person_key),
            effective_on: start,
            cause: decision,
            facts: granted,
        })?;
        if let Some(starting) = &self.starting {
            self.follow(&mut submission, starting, start, decision).await?;
        }
        let awarded = Awarded { recipient: self.recipient, award: self.award };
        self.acts.household_follows(&mut submission, request, (case.id, awarded)).await?;
        if let Some(child) = child {
            submission.claim(child);
        }
        let (award, recipient) = (self.award, self.recipient);
        submission.answer(&Answer { award, recipient, recipient_number: number, payer_number: conclusion.payer_number })?;
        Ok(submission)
    }

    /// Enters the child in the ledger.
    async fn register(&self, submission: &mut Submission, start: Date, cause: Option<EventId>) -> Result<KeyId, ActError> {
        let key = submission.new_key(self.recipient.0)?;
        let my_number = self.case.application.child_my_number();
        let command = RegisterRecipient::of_form(self.request.actor.id, self.case.id, self.form, my_number);
        let facts = decide(&mut Recipient::default(), command).await?;
        let (stream, expected) = (self.recipient.0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: Some(key), effective_on: start, cause, facts })?;
        Ok(key)
    }

    /// What becomes of the award before: a change takes its place, a renewal comes after it, and only one may.
    async fn follow(
        &self,
        submission: &mut Submission,
        starting: &Starting,
        start: Date,
        cause: Option<EventId>,
    ) -> Result<(), ActError> {
        if self.case.application.kind() != Some(ProcedureKind::Change) {
            let chain = self.acts.first_of(starting).await?;
            // A place that is held is claimed once more, and the store refuses: one follower counts.
            let place = self.acts.place_after(chain).await?.0;
            submission.claim(Claim::plain(FOLLOWED, &place));
            submission.claim(last_day(&place, starting.version));
            return Ok(());
        }
        let replaced = Replaced { by: self.award, recipient: self.recipient, from: start, application: self.case.id };
        let Loaded { mut aggregate, version } = self.acts.load::<Award, AwardEvent>(starting.award.0).await?;
        if version != starting.version {
            return Err(Refusal::EarlierAwardChanged.into());
        }
        let facts = decide(&mut aggregate, (self.request.actor.id, AwardCommand::Replace(replaced))).await?;
        let (stream, expected) = (starting.award.0, Expected::Exactly(version));
        submission.add(Addition { stream, expected, key: None, effective_on: start, cause, facts })?;
        Ok(())
    }

    fn granted(&self, concluded: &Concluded, number: RecipientNumber) -> Granted {
        let kind = self.case.application.kind().unwrap_or(ProcedureKind::New);
        let wishes = &self.form.wishes;
        Granted {
            recipient: self.recipient,
            application: self.case.id,
            replaces: self.starting.as_ref().filter(|_| kind == ProcedureKind::Change).map(|starting| starting.award),
            kind,
            decided_on: self.request.today,
            recipient_number: number,
            diseases: self.case.application.diseases_to_award(),
            conclusion: concluded.conclusion.clone(),
            registrant_certificate: wishes.registrant_certificate,
            main_institution: wishes.main_institution.clone().map(Personal::Open),
            determination: Personal::Open(concluded.determination.clone()),
        }
    }

    async fn refuse_unprintable(
        &self,
        concluded: &Concluded,
        number: RecipientNumber,
        decision_number: DecisionNumber,
    ) -> Result<(), ActError> {
        let determination: Determination =
            serde_json::from_value(concluded.determination.clone()).map_err(|error| ActError::internal(&error))?;
        let granting = Granting {
            conclusion: &concluded.conclusion,
            recipient_number: number.to_string(),
            receipt_number: self.case.application.receipt_number(),
            diseases: &self.case.application.diseases_to_award(),
            registrant_certificate: self.form.wishes.registrant_certificate,
            decided_on: self.request.today,
            kind: self.case.application.kind().map_or("－", ProcedureKind::label),
            determination: Some(&determination),
            decision_number: Some(decision_number),
        };
        let masters = self.acts.masters().await?;
        let authority = masters.authority(self.request.today).map_err(Refusal::from)?;
        let sheets = sheets(&Particulars::of(self.form), &granting, authority, &masters);
        self.acts.refuse_unprintable(sheets, self.request.today).await
    }
}
