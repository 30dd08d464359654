//! A case as a screen needs it: folded to now or to any earlier position, opened, what was erased left out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use casework::application::{Action, Application, Offer, Stage, offers};
use casework::procedures::form_to_decide;
use cqrs_es::Aggregate as _;
use events::application::{
    ApplicationEvent, ApplicationForm, BoardHeard, ChecklistLine, Conclusion, DocumentState, EnteredAmount, Linked, OtherRecord,
    Sharing,
};
use events::ids::{ApplicationId, SubjectId};
use events::vocabulary::{FreeText, OverriddenItem, PersonName};
use events::{Actor, Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::load::Told;
use crate::overriding::CaseOverride;
use crate::{ActError, Acts};

/// One line of the checklist with what became of the paper.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseDocument {
    /// The line.
    pub line: ChecklistLine,
    /// Its state; none where nothing was recorded.
    pub state: Option<DocumentState>,
    /// 理由.
    pub why: Option<Personal<FreeText>>,
}

/// Why an application was refused.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseRefusal {
    /// Key of the reason phrase.
    pub ground: String,
    /// The reason as told to the family.
    pub why: Personal<FreeText>,
    /// 審査会の意見を聴いた日.
    pub board_heard_on: Date,
    /// 決定日.
    pub decided_on: Date,
}

/// An application with everything a screen shows of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The application.
    pub id: ApplicationId,
    /// Version of the stream: goes into the form and comes back as `seen_version`.
    pub version: i32,
    /// Position of its newest event.
    pub position: i64,
    /// When it was received.
    pub received_at: Timestamp,
    /// What decides.
    pub application: Application,
    /// The form, open or erased.
    pub form: Personal<ApplicationForm>,
    /// 児童の氏名.
    pub child_name: Personal<PersonName>,
    /// 児童の生年月日.
    pub child_birth_date: Personal<Date>,
    /// 書類点検表.
    pub documents: Vec<CaseDocument>,
    /// What the newest correction asked for.
    pub correction_note: Option<Personal<FreeText>>,
    /// Why each record was judged as it is (重複の確認).
    pub judgements: BTreeMap<OtherRecord, Personal<FreeText>>,
    /// What the second hand typed of the amounts (二重入力).
    pub entered_again: Option<Personal<Vec<EnteredAmount>>>,
    /// What was set by hand instead of what the rules propose, and stands.
    pub overridden: BTreeMap<OverriddenItem, CaseOverride>,
    /// What was missing when its list came, or why it went back.
    pub receipt_note: Option<Personal<FreeText>>,
    /// What the newest hold waits for.
    pub hold_note: Option<Personal<FreeText>>,
    /// The reason that was proposed to be told to the family.
    pub proposed_why: Option<Personal<FreeText>>,
    /// What the approver asked the checker to look at again.
    pub send_back_note: Option<Personal<FreeText>>,
    /// Why it was refused.
    pub refusal: Option<CaseRefusal>,
    /// What the review board said, the newest last.
    pub board: Vec<BoardHeard>,
    /// Why it was put before the board.
    pub board_note: Option<Personal<FreeText>>,
    /// When the applicant withdrew it, and why.
    pub withdrawn: Option<(Date, Option<Personal<FreeText>>)>,
    /// 算定根拠 of the newest examination or of the decision.
    pub decided: Option<Personal<Value>>,
    /// What the approval grants.
    pub concluded: Option<Conclusion>,
    /// Everybody else of the household who is entitled: as it was decided, before that as it is known now. None where there is no household.
    pub sharing: Option<Sharing>,
}

impl Case {
    /// What the state permits on a day, with the reason where it is closed to this person. While the family still has time to correct,
    /// nobody is offered to remind it or to go on without it.
    pub fn offers(&self, actor: &Actor, today: Date) -> Vec<Offer> {
        let runs = self.application.correction().is_some_and(|correction| today <= correction.due_on);
        let waits = |offer: &Offer| runs && matches!(offer.action, Action::Remind | Action::Recall);
        offers(&self.application, actor).into_iter().filter(|offer| !waits(offer)).collect()
    }

    /// The form as it is decided on: without the diseases of which the review board said no. None where it was erased.
    pub fn form_to_decide(&self) -> Option<Cow<'_, ApplicationForm>> {
        Some(form_to_decide(self.form.open()?, &self.application))
    }

    fn begin(id: ApplicationId, received_at: Timestamp) -> Self {
        Self {
            id,
            version: 0,
            position: 0,
            received_at,
            application: Application::default(),
            form: Personal::Erased,
            child_name: Personal::Erased,
            child_birth_date: Personal::Erased,
            documents: Vec::new(),
            correction_note: None,
            judgements: BTreeMap::new(),
            entered_again: None,
            overridden: BTreeMap::new(),
            receipt_note: None,
            hold_note: None,
            proposed_why: None,
            send_back_note: None,
            refusal: None,
            board: Vec::new(),
            board_note: None,
            withdrawn: None,
            decided: None,
            concluded: None,
            sharing: None,
        }
    }

    /// A new checklist keeps what is known of the papers it still asks for.
    fn draw(&mut self, checklist: &[ChecklistLine]) {
        let before = std::mem::take(&mut self.documents);
        self.documents = checklist
            .iter()
            .map(|line| {
                let kept = before.iter().find(|document| document.line.item == line.item);
                let state = self.application.document(&line.item);
                CaseDocument { line: line.clone(), state, why: kept.and_then(|document| document.why.clone()) }
            })
            .collect();
    }

    /// The form says from which award it goes on, as if it had begun from there. Called after the state took the answer in.
    fn go_on_from(&mut self, linked: Option<&Linked>) {
        if let Personal::Open(form) = &mut self.form {
            match linked {
                Some(linked) => form.earlier = Some(linked.earlier.clone()),
                None if self.application.starting_from().is_none() => form.earlier = None,
                None => {}
            }
        }
    }

    fn take(&mut self, event: &ApplicationEvent, on: Date) {
        match event {
            ApplicationEvent::Received(e) => {
                (self.form, self.child_name, self.child_birth_date) =
                    (e.form.clone(), e.child_name.clone(), e.child_birth_date.clone());
                self.draw(&e.checklist);
            }
            ApplicationEvent::Amended(e) => {
                (self.form, self.child_name, self.child_birth_date) =
                    (e.form.clone(), e.child_name.clone(), e.child_birth_date.clone());
                self.draw(&e.checklist);
            }
            ApplicationEvent::DocumentRecorded(e) => {
                if let Some(document) = self.documents.iter_mut().find(|document| document.line.item == e.item) {
                    (document.state, document.why) = (Some(e.state), e.why.clone());
                }
            }
            ApplicationEvent::ReturnedForCorrection(e) => self.correction_note = Some(e.note.clone()),
            ApplicationEvent::Examined(e) => self.decided = Some(e.determination.clone()),
            ApplicationEvent::Proposed(e) => self.proposed_why.clone_from(&e.why),
            ApplicationEvent::SentBack(e) => {
                (self.send_back_note, self.decided, self.proposed_why) = (Some(e.why.clone()), None, None);
            }
            ApplicationEvent::Approved(e) => {
                (self.decided, self.concluded) = (Some(e.determination.clone()), Some(e.conclusion.clone()));
            }
            ApplicationEvent::TakenOver(e) => {
                (self.form, self.child_name, self.child_birth_date) =
                    (e.form.clone(), e.child_name.clone(), e.child_birth_date.clone());
                (self.decided, self.concluded) = (Some(e.determination.clone()), Some(e.conclusion.clone()));
            }
            ApplicationEvent::Refused(e) => {
                self.refusal = Some(CaseRefusal {
                    ground: e.ground.clone(),
                    why: e.why.clone(),
                    board_heard_on: e.board_heard_on,
                    decided_on: e.decided_on,
                });
            }
            ApplicationEvent::PutBeforeBoard(e) => self.board_note = Some(e.why.clone()),
            ApplicationEvent::BoardHeard(e) => self.board.push(e.clone()),
            ApplicationEvent::Withdrawn(e) => self.withdrawn = Some((e.withdrawn_on, e.why.clone())),
            ApplicationEvent::ReceiptChecked(e) => self.receipt_note.clone_from(&e.why),
            ApplicationEvent::Held(e) => self.hold_note = Some(e.why.clone()),
            ApplicationEvent::SamenessJudged(e) => {
                self.judgements.insert(e.other, e.why.clone());
                self.go_on_from(e.linked.as_ref());
            }
            ApplicationEvent::Overridden(e) => {
                self.overridden.insert(e.chosen.item(), CaseOverride { told: e.clone(), on });
            }
            ApplicationEvent::OverrideWithdrawn(e) => {
                self.overridden.remove(&e.item);
            }
            ApplicationEvent::EnteredAgain(e) => self.entered_again = Some(e.amounts.clone()),
            ApplicationEvent::LikenessFound(_)
            | ApplicationEvent::SecondEntryAsked(_)
            | ApplicationEvent::EntriesSettled(_)
            | ApplicationEvent::Endorsed(_)
            | ApplicationEvent::LookedOver(_)
            | ApplicationEvent::Forwarded(_)
            | ApplicationEvent::TakenUp(_)
            | ApplicationEvent::Resubmitted(_)
            | ApplicationEvent::Reminded(_)
            | ApplicationEvent::Recalled(_)
            | ApplicationEvent::HoldReleased(_)
            | ApplicationEvent::OverridesConfirmed(_)
            | ApplicationEvent::Inquired(_)
            | ApplicationEvent::InquiryAnswered(_)
            | ApplicationEvent::InquiryWithdrawn(_)
            | ApplicationEvent::OfficeMoved(_)
            | ApplicationEvent::ClerkNamed(_)
            | ApplicationEvent::ClerkReleased(_) => {}
        }
    }
}

impl Acts {
    /// A case, as it is or as it was known at a position.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there was none then.
    pub async fn case(&self, application: ApplicationId, up_to: Option<i64>) -> Result<Case, ActError> {
        let mut case = self.fold_case(application, up_to, |_| ()).await?;
        let settled = case.concluded.as_ref().or_else(|| case.application.conclusion().filter(|_| up_to.is_some()));
        case.sharing = match settled {
            Some(conclusion) => conclusion.apportioned.as_ref().map(|apportioned| apportioned.sharing.clone()),
            None => self.household_sharing(&case).await?,
        };
        Ok(case)
    }

    /// The case after each of its events, the oldest first.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn case_steps(&self, application: ApplicationId) -> Result<Vec<Case>, ActError> {
        let mut steps = Vec::new();
        self.fold_case(application, None, |case| steps.push(case.clone())).await?;
        Ok(steps)
    }

    async fn fold_case(
        &self,
        application: ApplicationId,
        up_to: Option<i64>,
        mut after_each: impl FnMut(&Case),
    ) -> Result<Case, ActError> {
        let mut told = self.told::<ApplicationEvent>(Log::Casework, application.0, 0).await?;
        told.retain(|told| up_to.is_none_or(|last| told.envelope.position <= last));
        self.open_all(&mut told).await?;
        let first = told.first().ok_or(ActError::NotFound)?;
        let mut case = Case::begin(application, first.envelope.recorded_at);
        for Told { event, envelope } in told {
            case.application.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
            case.take(&event, envelope.effective_on);
            (case.version, case.position) = (envelope.stream_version, envelope.position);
            after_each(&case);
        }
        Ok(case)
    }

    /// What the household of the child, or of its application, shares now.
    async fn household_sharing(&self, case: &Case) -> Result<Option<Sharing>, ActError> {
        if case.application.stage().is_some_and(Stage::is_decided) {
            return Ok(None);
        }
        let recipient = case.application.recipient().map(|recipient| SubjectId(recipient.0));
        match recipient {
            Some(recipient) => self.sharing_of(recipient).await,
            None => self.sharing_of(SubjectId(case.id.0)).await,
        }
    }

    /// Opens one sealed value.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn open<T: serde::de::DeserializeOwned>(&self, token: &events::SealedToken) -> Result<Personal<T>, ActError> {
        let ring = &self.parts().ring;
        ring.prefetch(self.pool(), &[token.parts()?.key_id]).await?;
        Ok(store::Opener { ring }.open(token)?.map_or(Personal::Erased, Personal::Open))
    }
}
