//! 届を処理する: judged on what the ledger knows now; the notice, the recipient, the award and the certificate are told in one act. A new
//! certificate, where one is due, is made afterwards and by the worker if need be.

use casework::Fact;
use casework::award::AwardCommand;
use casework::certificate::MakeCertificate;
use casework::notice::commands::SettleNotice;
use casework::notice::{CertificateEffect, Effects, NoticeCommand, RecipientEffect};
use casework::procedures::{change_of_particulars, notices};
use casework::recipient::RecipientCommand;
use casework::rules::household_change::{HouseholdChangeFacts, household_change};
use casework::rules::version::Dates;
use casework::rules::{Asked, Input, RuleSet, Trace, TraceStep};
use events::award::{AwardEvent, Ended};
use events::certificate::{CertificateEvent, Voided};
use events::ids::{EventId, KeyId, NoticeId};
use events::notice::{NoticeContent, ParticularsChange};
use events::recipient::{ParticularsChanged, ProxyAppointed, ProxyEnded, RecipientEvent, RegistrantListed};
use events::vocabulary::ProcedureKind;
use events::{Log, Personal};
use jiff::civil::Date;
use store::Expected;

use super::known::Known;
use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, NoticeCase, Request};

/// Whether an application for change of award is needed, and why: none where a fact is missing.
pub struct HouseholdEffect {
    /// The answer.
    pub needed: Option<bool>,
    /// How it was found.
    pub steps: Vec<TraceStep>,
}

impl Acts {
    /// Asks the rule on the household of account about a change of particulars.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn household_effect(
        &self,
        known: &Known,
        change: &ParticularsChange,
        on: Date,
    ) -> Result<HouseholdEffect, ActError> {
        let masters = self.masters().await?;
        let set = RuleSet::current(&masters);
        let before = &known.person;
        let after = before.clone().changed(change);
        let insured = |one: &crate::Person| (one.insurance.insured_is_child, one.insurance.insured_name.clone());
        let facts = HouseholdChangeFacts {
            changed_on: Input::Known(on),
            birth_date: Input::Known(before.birth_date),
            insurance_before: Input::Known(before.insurance.kind),
            insurance_after: Input::Known(after.insurance.kind),
            insured_changed: Input::Known(insured(before) != insured(&after)),
            municipality_changed: Input::Known(before.residence.municipality != after.residence.municipality),
            guardian_changed: Input::Known(before.guardian.name != after.guardian.name),
        };
        let mut trace = Trace::default();
        let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Change, applied: on }, masters: &masters };
        let needed = household_change(&asked, &facts, &mut trace).ok();
        Ok(HouseholdEffect { needed, steps: trace.stored() })
    }

    /// 届を処理する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn settle_notice(&self, request: &Request, notice: NoticeId) -> Result<Done, ActError> {
        let case = self.notice(notice).await?;
        let award = case.notice.award().ok_or(ActError::NotFound)?;
        let done = match self.done_before(request.command_id).await? {
            Some(done) => done,
            None => self.decide_settling(request, &case).await?,
        };
        if self.newest_certificate(award).await?.copy > 1
            && let Err(error) = self.issue_certificate(award, request.correlation_id).await
        {
            tracing::warn!(%error, %award, "the certificate is left to the worker");
        }
        if let Err(error) = self.issue_transfer_letter(notice, request.correlation_id).await {
            tracing::warn!(%error, %notice, "a letter is left to be made");
        }
        Ok((&done).into())
    }

    async fn decide_settling(&self, request: &Request, case: &NoticeCase) -> Result<store::Done, ActError> {
        still_as_seen(request, case.version)?;
        let notice = &case.notice;
        let (Some(recipient), Some(award), Some(filed_on), Some(happened_on)) =
            (notice.recipient(), notice.award(), notice.filed_on(), notice.happened_on())
        else {
            return Err(ActError::NotFound);
        };
        let content = case.content.open().ok_or(ActError::Erased)?.clone();
        let known = self.known(recipient, award, filed_on).await?;
        let change_of_award = match &content {
            NoticeContent::Particulars(change) => {
                let effect = self.household_effect(&known, change, happened_on).await?;
                effect.needed.zip(serde_json::to_value(effect.steps).ok())
            }
            _ => None,
        };
        let command = SettleNotice {
            who: request.actor.clone(),
            today: request.today,
            content: content.clone(),
            standing: known.standing.clone(),
            change_of_award,
        };
        let settled = decide(&mut case.notice.clone(), NoticeCommand::from(command)).await?;
        let effects = notices::effects(&content, (filed_on, happened_on), &known.standing)?;
        self.printable_after(&known, &content, request.today).await?;
        let settling = Settling { acts: self, request, case, known: &known, happened_on, key: self.key_of(recipient.0).await? };
        settling.tell(settled, effects).await
    }

    /// Refuses particulars that could not be printed on the certificate.
    pub(super) async fn printable_after(&self, known: &Known, content: &NoticeContent, today: Date) -> Result<(), ActError> {
        let NoticeContent::Particulars(told) = content else { return Ok(()) };
        let change = change_of_particulars::differing(told, &known.standing);
        if change.is_empty() {
            return Ok(());
        }
        let sheets = self.sheets_for(known.award_id, &known.person.clone().changed(&change)).await?;
        self.refuse_unprintable(sheets, today).await
    }
}

struct Settling<'a> {
    acts: &'a Acts,
    request: &'a Request,
    case: &'a NoticeCase,
    known: &'a Known,
    happened_on: Date,
    key: KeyId,
}

impl Settling<'_> {
    async fn tell(self, settled: Vec<Fact<events::notice::NoticeEvent>>, effects: Effects) -> Result<store::Done, ActError> {
        let recipient = self.recipient(effects.recipient).await?;
        let award = self.award(effects.ends).await?;
        let certificate = self.certificate(effects.certificate).await?;
        let mut submission = Submission::new(self.acts, Log::Casework, self.request);
        let told = submission.add(Addition {
            stream: self.case.id.0,
            expected: Expected::Exactly(self.case.version),
            key: Some(self.key),
            effective_on: self.request.today,
            cause: None,
            facts: settled,
        })?;
        let cause = told.first().copied();
        let Known { person, award_id, award_loaded, certificate: newest, .. } = self.known;
        self.add(&mut submission, (person.id.0, person.version), cause, self.happened_on, recipient)?;
        self.add(&mut submission, (award_id.0, award_loaded.version), cause, self.happened_on, award)?;
        self.add(&mut submission, (newest.id.0, newest.loaded.version), cause, self.request.today, certificate)?;
        submission.commit().await.map_err(|unwritten| unwritten.seen_at(self.case.version))
    }

    fn add<E: events::EventSet>(
        &self,
        submission: &mut Submission,
        (stream, version): (uuid::Uuid, i32),
        cause: Option<EventId>,
        effective_on: Date,
        facts: Vec<Fact<E>>,
    ) -> Result<(), ActError> {
        let (expected, key) = (Expected::Exactly(version), Some(self.key));
        submission.add(Addition { stream, expected, key, effective_on, cause, facts }).map(drop)
    }

    async fn recipient(&self, effect: RecipientEffect) -> Result<Vec<Fact<RecipientEvent>>, ActError> {
        let (by, notice) = (self.request.actor.id, self.case.id);
        let command = match effect {
            RecipientEffect::Nothing => return Ok(Vec::new()),
            RecipientEffect::Particulars(change) => {
                RecipientCommand::ChangeParticulars(by, Box::new(self.changed(*change).await?))
            }
            RecipientEffect::Proxy(proxy) => {
                let (authority, from, until) = (proxy.authority, self.happened_on, proxy.until);
                let proxy = Personal::Open(*proxy);
                RecipientCommand::AppointProxy(by, Box::new(ProxyAppointed { notice, authority, from, until, proxy }))
            }
            RecipientEffect::ProxyEnds => RecipientCommand::EndProxy(by, ProxyEnded { notice, last_day: self.happened_on }),
            RecipientEffect::Registrant => {
                RecipientCommand::ListRegistrant(by, RegistrantListed { notice, on: self.request.today })
            }
        };
        Ok(decide(&mut self.known.person.recipient.clone(), command).await?)
    }

    async fn changed(&self, change: ParticularsChange) -> Result<ParticularsChanged, ActError> {
        let municipality = change.residence.as_ref().map(|residence| residence.municipality);
        let office = match municipality {
            Some(code) => Some(self.acts.responsible_office(code, self.happened_on).await?),
            None => None,
        };
        Ok(ParticularsChanged {
            notice: Some(self.case.id),
            application: None,
            name: change.name.map(Personal::Open),
            address: change.residence.map(|residence| Personal::Open(residence.address)),
            municipality,
            responsible_office: office,
            award: Some(self.known.award_id),
            guardian: change.guardian.map(Personal::Open),
            insurance: change.insurance.map(Personal::Open),
        })
    }

    async fn award(&self, ends: Option<(events::award::EndGround, Date)>) -> Result<Vec<Fact<AwardEvent>>, ActError> {
        let Some((ground, last_day)) = ends else { return Ok(Vec::new()) };
        let casework::award::Standing { recipient, application, .. } = self.known.award;
        let ended = Ended { recipient, application, last_day, ground, notice: Some(self.case.id) };
        let mut award = self.known.award_loaded.aggregate;
        Ok(decide(&mut award, (self.request.actor.id, AwardCommand::End(ended))).await?)
    }

    async fn certificate(&self, effect: CertificateEffect) -> Result<Vec<Fact<CertificateEvent>>, ActError> {
        let (ground, replaced) = match effect {
            CertificateEffect::Keep => return Ok(Vec::new()),
            CertificateEffect::Replace(ground) => (ground, true),
            CertificateEffect::Void(ground) => (ground, false),
        };
        let casework::award::Standing { recipient, application, .. } = self.known.award;
        let voided = Voided {
            award: self.known.award_id,
            recipient,
            application,
            copy: self.known.certificate.copy,
            on: self.request.today,
            ground,
            notice: Some(self.case.id),
            replaced,
        };
        let mut certificate = self.known.certificate.loaded.aggregate;
        Ok(decide(&mut certificate, MakeCertificate::Void { by: self.request.actor.id, voided }).await?)
    }
}
