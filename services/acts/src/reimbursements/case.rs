//! A claim as a screen needs it: folded, opened, what was erased left out.

use casework::Refusal;
use casework::reimbursement::{Reimbursement, ReimbursementAction, offers};
use cqrs_es::Aggregate as _;
use events::ids::{EventId, ReimbursementId};
use events::reimbursement::{BankAccount, Claim, Corrected, MonthAmount, ReimbursementEvent};
use events::vocabulary::{FreeText, PersonName};
use events::{Actor, Log, Personal};

use crate::load::Told;
use crate::{ActError, Acts};

/// A claim with everything a screen shows of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ReimbursementCase {
    /// The claim.
    pub id: ReimbursementId,
    /// Version of the stream: goes into the form and comes back as `seen_version`.
    pub version: i32,
    /// What decides.
    pub reimbursement: Reimbursement,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// What is claimed.
    pub claim: Personal<Claim>,
    /// As computed; none before.
    pub months: Option<Personal<Vec<MonthAmount>>>,
    /// 算定根拠, as computed.
    pub determination: Option<Personal<serde_json::Value>>,
    /// Why nothing is paid.
    pub refusal: Option<Personal<FreeText>>,
    /// The newest decision on its amount; none before it was paid.
    pub decision: Option<EventId>,
    /// Why it is corrected, as it was proposed last.
    pub correction_why: Option<Personal<FreeText>>,
    /// What was corrected, the newest last.
    pub corrections: Vec<Corrected>,
    /// Why it was withdrawn.
    pub withdrawal: Option<Personal<FreeText>>,
    /// Where it is paid to, each with the event that told it; the newest last.
    pub accounts: Vec<(EventId, Personal<BankAccount>)>,
    /// Another account as it was proposed last, and why.
    pub account_change: Option<(Personal<BankAccount>, Personal<FreeText>)>,
}

impl ReimbursementCase {
    /// What the state permits, with the reason where it is closed to this person.
    pub fn offers(&self, actor: &Actor) -> Vec<(ReimbursementAction, Option<Refusal>)> {
        offers(&self.reimbursement, actor)
    }

    /// Where it is paid to now; none where that was erased.
    pub fn account(&self) -> Option<(EventId, &BankAccount)> {
        self.accounts.last().and_then(|(event, account)| Some((*event, account.open()?)))
    }

    /// The account that an event told; none where it was erased.
    pub fn account_of(&self, event: EventId) -> Option<&BankAccount> {
        self.accounts.iter().find(|(told, _)| *told == event).and_then(|(_, account)| account.open())
    }

    fn take(&mut self, event: &ReimbursementEvent, id: EventId) {
        match event {
            ReimbursementEvent::Received(event) => {
                (self.name, self.claim) = (event.name.clone(), event.claim.clone());
                let account = event.claim.open().map_or(Personal::Erased, |claim| Personal::Open(claim.account.clone()));
                self.accounts.push((id, account));
            }
            ReimbursementEvent::Examined(event) => {
                (self.months, self.determination) = (Some(event.months.clone()), Some(event.determination.clone()));
            }
            ReimbursementEvent::Decided(event) => {
                self.refusal.clone_from(&event.refusal);
                self.decision = event.refusal.is_none().then_some(id);
            }
            ReimbursementEvent::CorrectionProposed(event) => self.correction_why = Some(event.why.clone()),
            ReimbursementEvent::CorrectionDropped(_) => self.correction_why = None,
            ReimbursementEvent::Corrected(event) => {
                self.decision = Some(id);
                self.corrections.push(*event);
            }
            ReimbursementEvent::Withdrawn(event) => self.withdrawal = Some(event.why.clone()),
            ReimbursementEvent::AccountChangeProposed(event) => {
                self.account_change = Some((event.account.clone(), event.why.clone()));
            }
            ReimbursementEvent::AccountChangeDropped(_) => self.account_change = None,
            ReimbursementEvent::AccountChanged(_) => {
                self.accounts.extend(self.account_change.take().map(|(account, _)| (id, account)));
            }
            // How far its money has come is the aggregate's.
            ReimbursementEvent::PaymentPlanned(_)
            | ReimbursementEvent::PaymentReleased(_)
            | ReimbursementEvent::PaymentTakenBack(_)
            | ReimbursementEvent::PaymentSettled(_) => {}
        }
    }
}

impl Acts {
    /// A claim as it is.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn reimbursement(&self, id: ReimbursementId) -> Result<ReimbursementCase, ActError> {
        let mut told = self.told::<ReimbursementEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        if told.is_empty() {
            return Err(ActError::NotFound);
        }
        let mut case = ReimbursementCase {
            id,
            version: 0,
            reimbursement: Reimbursement::default(),
            name: Personal::Erased,
            claim: Personal::Erased,
            months: None,
            determination: None,
            refusal: None,
            decision: None,
            correction_why: None,
            corrections: Vec::new(),
            withdrawal: None,
            accounts: Vec::new(),
            account_change: None,
        };
        for Told { event, envelope } in told {
            case.take(&event, envelope.event_id);
            case.reimbursement.apply(casework::Fact { event, by: envelope.actor_id });
            case.version = envelope.stream_version;
        }
        Ok(case)
    }
}
