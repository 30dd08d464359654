//! Notices (届) of a story: received, returned, withdrawn, settled. What follows is decided by the procedures of production; of the card only
//! its number and whether it counts is kept.

use events::Actor;
use events::Personal;
use events::application::{ApplicationForm, InsuranceDetails};
use events::award::EndGround;
use events::award::Ended;
use events::ids::{AwardId, NoticeId, RecipientId, named_stream};
use events::notice::Filer;
use events::notice::{
    LossOfCertificate, NoticeContent, NoticeKind, ParticularsChange, Reissue, Residence, ReturnOfCertificate, TransferOut,
};
use events::recipient::{Guardian, ParticularsChanged, RecipientEvent, RegistrantListed};
use events::vocabulary::PersonName;
use events::vocabulary::{Address, FiscalYear, FreeText, OfficeCode, ProcedureKind, ReceiptNumber, ShortText};
use jiff::Span;
use jiff::civil::Date;

use super::applying::words;
use super::form::{NoForm, named};
use super::line::Noticing;
use super::told::{Outcome, Reason, Stopped};
use super::world::World;
use crate::award::AwardCommand;
use crate::notice::commands::{ReceiveNotice, ReturnNotice, SettleNotice, WithdrawNotice};
use crate::notice::{CertificateEffect, Effects, Notice, RecipientEffect, Standing};
use crate::procedures::notices;
use crate::register::Register;
use crate::rules::household_change::{HouseholdChangeFacts, household_change};
use crate::rules::version::Dates;
use crate::rules::{Asked, Input, RuleSet, Trace, TraceStep};
use crate::{Fact, Refusal};

/// Largest serial of a receipt number.
const LARGEST: u32 = 9_999_999;
/// Days in which a notice is settled, where the masters name none.
const DAYS: i64 = 14;

/// A recipient as the ledger knows it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    name: PersonName,
    residence: Residence,
    guardian: Guardian,
    insurance: InsuranceDetails,
    registrant: bool,
}

impl Known {
    /// As the first award registers it.
    pub(super) fn of(form: &ApplicationForm) -> Self {
        Self {
            name: form.child.name.clone(),
            residence: Residence { address: form.child.address.clone(), municipality: form.child.municipality },
            guardian: Guardian {
                name: form.applicant.name.clone(),
                relation: form.applicant.relation,
                address: form.applicant.address.clone(),
            },
            insurance: form.insurance.clone(),
            registrant: form.wishes.registrant_certificate,
        }
    }

    fn change(&mut self, change: &ParticularsChange) {
        let ParticularsChange { name, residence, guardian, insurance } = change.clone();
        self.name = name.unwrap_or_else(|| self.name.clone());
        self.residence = residence.unwrap_or_else(|| self.residence.clone());
        self.guardian = guardian.unwrap_or_else(|| self.guardian.clone());
        self.insurance = insurance.unwrap_or_else(|| self.insurance.clone());
    }
}

/// A notice.
#[derive(Clone, Debug)]
pub(super) struct Noticed {
    id: NoticeId,
    child: String,
    award: AwardId,
    notice: Notice,
    content: NoticeContent,
}

impl Noticed {
    /// 受付事務所.
    pub(super) fn receiving_office(&self) -> Option<OfficeCode> {
        self.notice.offices().map(|(receiving, _)| receiving)
    }
}

impl Noticing {
    /// What it says, as the counter would take it down.
    fn content(&self, known: &Known) -> Result<NoticeContent, NoForm> {
        let street = |text: &str| {
            ShortText::parse(text).map(|text| Address { postal_code: None, text }).map_err(|error| NoForm(error.to_string()))
        };
        let returned = self.card_returned;
        Ok(match self.kind {
            NoticeKind::Particulars => {
                let mut change = ParticularsChange::default();
                if let Some(name) = &self.name {
                    change.name = Some(named(name)?);
                }
                if let Some(municipality) = self.municipality {
                    change.residence = Some(Residence { address: street("佐賀県見本町2-2")?, municipality });
                }
                if let Some(relation) = self.guardian {
                    change.guardian =
                        Some(Guardian { name: named("見本 保護者")?, relation, address: known.guardian.address.clone() });
                }
                if let Some(kind) = self.insurance {
                    change.insurance = Some(InsuranceDetails { kind, ..known.insurance.clone() });
                }
                NoticeContent::Particulars(Box::new(change))
            }
            NoticeKind::Return => {
                let ground = self.ground.unwrap_or(EndGround::Cured);
                NoticeContent::Return(ReturnOfCertificate { ground, certificate_returned: returned, note: None })
            }
            NoticeKind::TransferOut => NoticeContent::TransferOut(Box::new(TransferOut {
                authority: FreeText::parse("見本県").map_err(|error| NoForm(error.to_string()))?,
                address: street("見本県見本市3-3")?,
                certificate_returned: returned,
            })),
            NoticeKind::Reissue => {
                let cause = self.cause.unwrap_or(LossOfCertificate::Lost);
                NoticeContent::Reissue(Reissue { cause, certificate_returned: returned })
            }
            NoticeKind::RegistrantCertificate => NoticeContent::RegistrantCertificate,
            NoticeKind::Proxy | NoticeKind::ProxyEnd => {
                return Err(NoForm("代理人の届は例題では扱いません。".to_owned()));
            }
        })
    }
}

impl World {
    fn known(&self, child: &str) -> Result<(RecipientId, &Known), Stopped> {
        let child = self.child(child)?;
        let known = child.recipient.zip(child.known.as_ref()).ok_or(Refusal::NoSuchRecipient)?;
        Ok(known)
    }

    fn noticed(&self, name: &str) -> Result<&Noticed, Stopped> {
        self.notices.get(name).ok_or_else(|| Stopped::Story(format!("届「{name}」は、この行までに受け付けていません。")))
    }

    /// What the ledger knows, for a notice filed on a day.
    fn known_standing(&self, child: &str, award: AwardId, filed_on: Date) -> Result<Standing, Stopped> {
        let (_, known) = self.known(child)?;
        let (held, standing) = self.held(award)?;
        let adult_age = self.masters.program.at("adult.age", filed_on).and_then(|row| u16::try_from(row.value.value).ok());
        Ok(Standing {
            start: standing.validity.start(),
            end: standing.validity.end(),
            ended: standing.ended.is_some() || standing.replaced_by.is_some(),
            birth_date: self.child(child)?.form.child.birth_date,
            adult_age: adult_age.unwrap_or(18),
            name: known.name.clone(),
            residence: known.residence.clone(),
            guardian: known.guardian.clone(),
            insurance: known.insurance.clone(),
            proxy: None,
            registrant: known.registrant,
            certificate: held.card_counts,
        })
    }

    pub(super) fn notice(&mut self, day: Date, who: &Actor, told: &Noticing) -> Result<Outcome, Stopped> {
        let name = &told.notice;
        if self.notices.contains_key(name) {
            return Err(Stopped::Story(format!("届「{name}」はすでに受け付けています。別の名前を付けてください。")));
        }
        let award = match &told.case {
            Some(case) => self.case(case)?.application.award(),
            None => self.child(&told.child)?.awards.last().copied(),
        };
        let award = award.ok_or(Refusal::NoSuchAward)?;
        let (recipient, known) = self.known(&told.child)?;
        let content = told.content(known)?;
        let (filed_on, happened_on) = (told.filed.unwrap_or(day), told.happened_on.unwrap_or(day));
        let municipality = known.residence.municipality.to_string();
        let responsible = self.masters.municipalities.at(&municipality, filed_on).map(|row| row.value.office);
        let days = self.masters.program.at("notice.days", filed_on).map_or(DAYS, |row| row.value.value);
        let office = who.office.unwrap_or(OfficeCode::DIVISION);
        let year = u8::try_from(FiscalYear::containing(day).year() - 2018).unwrap_or(0);
        let id = NoticeId(named_stream(&format!("story/notice/{name}")));
        let (serial, allocation) = self.allocate(Register::of_receipts(year, office), id.0, LARGEST, who.id)?;
        let receipt_number =
            ReceiptNumber::new(year, office, serial).map_err(|error| Stopped::Refused(error.to_string(), Outcome::default()))?;
        let command = ReceiveNotice {
            who: who.clone(),
            today: day,
            kind: content.kind(),
            receipt_number,
            recipient,
            award,
            filed_on,
            happened_on,
            due_on: filed_on.saturating_add(Span::new().try_days(days).unwrap_or_default()),
            receiving_office: office,
            responsible_office: responsible.ok_or(Refusal::NoSuchAward)?,
            filer: told.filer.unwrap_or(Filer::Guardian),
            content: content.clone(),
            standing: self.known_standing(&told.child, award, filed_on)?,
        };
        let event = command.decide(&Notice::default())?;
        let allocated = self.allocated(who, day, allocation);
        let noticed = Noticed { id, child: told.child.clone(), award, notice: Notice::default(), content };
        self.notices.insert(name.clone(), noticed);
        let notes = vec![format!("受付番号 {receipt_number}（{}）", told.kind.label())];
        Ok(Outcome { told: vec![allocated, self.on_notice(name, who, filed_on, event)], notes, ..Outcome::default() })
    }

    fn on_notice(&mut self, name: &str, who: &Actor, on: Date, event: events::notice::NoticeEvent) -> &'static str {
        let stream = self.notices.get_mut(name).map(|noticed| {
            cqrs_es::Aggregate::apply(&mut noticed.notice, Fact { event: event.clone(), by: who.id });
            noticed.id.0
        });
        self.tell(stream.unwrap_or_default(), who, on, event)
    }

    pub(super) fn return_notice(&mut self, day: Date, who: &Actor, name: &str, due_on: Date) -> Result<Outcome, Stopped> {
        let command = ReturnNotice { who: who.clone(), today: day, due_on, why: words()? };
        let event = command.decide(&self.noticed(name)?.notice)?;
        Ok(Outcome { told: vec![self.on_notice(name, who, day, event)], ..Outcome::default() })
    }

    pub(super) fn withdraw_notice(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        let event = WithdrawNotice { who: who.clone(), why: words()? }.decide(&self.noticed(name)?.notice)?;
        Ok(Outcome { told: vec![self.on_notice(name, who, day, event)], ..Outcome::default() })
    }

    pub(super) fn settle(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        let Noticed { id, child, award, notice, content } = self.noticed(name)?.clone();
        let (filed_on, happened_on) = notice.filed_on().zip(notice.happened_on()).ok_or(Refusal::NoSuchAward)?;
        let standing = self.known_standing(&child, award, filed_on)?;
        let (change_of_award, steps) = match &content {
            NoticeContent::Particulars(change) => {
                let (needed, steps) = self.household_effect(&child, change, happened_on)?;
                (needed.zip(serde_json::to_value(&steps).ok()), steps)
            }
            _ => (None, Vec::new()),
        };
        let needs_change = change_of_award.as_ref().is_some_and(|(needed, _)| *needed);
        let command =
            SettleNotice { who: who.clone(), today: day, content: content.clone(), standing: standing.clone(), change_of_award };
        let settled = command.decide(&notice)?;
        let effects = notices::effects(&content, (filed_on, happened_on), &standing)?;
        let ended = self.ended(&effects, id, award)?;

        // Nothing refuses from here on.
        let mut outcome = Outcome { told: vec![self.on_notice(name, who, day, settled)], ..Outcome::default() };
        outcome.reasons = steps.iter().map(Reason::from).collect();
        outcome.told.extend(self.follow_recipient(name, who, day, happened_on, &effects));
        if let Some((event, last_day)) = ended {
            outcome.notes.push(format!("支給認定は {last_day} で終わる"));
            outcome.told.push(self.on_award(award, who, happened_on, event));
        }
        self.follow_card(award, &effects, &mut outcome);
        if content.kind() == NoticeKind::TransferOut {
            outcome.letters.push("転出先に渡す支給認定証明".to_owned());
        }
        if needs_change {
            outcome.notes.push("所得をみる人が変わるため、支給認定の変更申請が要る".to_owned());
        }
        Ok(outcome)
    }

    fn ended(
        &self,
        effects: &Effects,
        notice: NoticeId,
        award: AwardId,
    ) -> Result<Option<(events::award::AwardEvent, Date)>, Stopped> {
        let Some((ground, last_day)) = effects.ends else { return Ok(None) };
        let (held, standing) = self.held(award)?;
        let (recipient, application) = (standing.recipient, standing.application);
        let ended = Ended { recipient, application, last_day, ground, notice: Some(notice) };
        Ok(Some((AwardCommand::End(ended).decide(&held.award)?, last_day)))
    }

    fn follow_recipient(
        &mut self,
        name: &str,
        who: &Actor,
        today: Date,
        happened_on: Date,
        effects: &Effects,
    ) -> Vec<&'static str> {
        let Some(Noticed { id, child, award, .. }) = self.notices.get(name).cloned() else { return Vec::new() };
        let Some((recipient, known)) = self.children.get_mut(&child).and_then(|child| child.recipient.zip(child.known.as_mut()))
        else {
            return Vec::new();
        };
        let (event, on): (RecipientEvent, Date) = match &effects.recipient {
            RecipientEffect::Particulars(change) => {
                known.change(change);
                let municipality = change.residence.as_ref().map(|residence| residence.municipality);
                let office = municipality.and_then(|code| self.masters.municipalities.at(&code.to_string(), happened_on));
                let told = ParticularsChanged {
                    notice: Some(id),
                    application: None,
                    name: change.name.clone().map(Personal::Open),
                    address: change.residence.clone().map(|residence| Personal::Open(residence.address)),
                    municipality,
                    responsible_office: office.map(|row| row.value.office),
                    award: Some(award),
                    guardian: change.guardian.clone().map(Personal::Open),
                    insurance: change.insurance.clone().map(Personal::Open),
                };
                (told.into(), happened_on)
            }
            RecipientEffect::Registrant => {
                known.registrant = true;
                (RegistrantListed { notice: id, on: today }.into(), today)
            }
            RecipientEffect::Nothing | RecipientEffect::Proxy(_) | RecipientEffect::ProxyEnds => return Vec::new(),
        };
        vec![self.tell(recipient.0, who, on, event)]
    }

    /// What becomes of the card.
    fn follow_card(&mut self, award: AwardId, effects: &Effects, outcome: &mut Outcome) {
        let Some(held) = self.awards.get_mut(&award) else { return };
        match effects.certificate {
            CertificateEffect::Keep => {}
            CertificateEffect::Void(_) => {
                held.card_counts = false;
                outcome.notes.push(format!("{}枚目の受給者証は無効", held.card));
            }
            CertificateEffect::Replace(_) => {
                outcome.notes.push(format!("{}枚目の受給者証は無効", held.card));
                held.card += 1;
                outcome.letters.push(format!("受給者証（{}枚目）", held.card));
            }
        }
    }

    /// Whether an application for change of award is needed.
    fn household_effect(
        &self,
        child: &str,
        change: &ParticularsChange,
        on: Date,
    ) -> Result<(Option<bool>, Vec<TraceStep>), Stopped> {
        let (_, before) = self.known(child)?;
        let mut after = before.clone();
        after.change(change);
        let facts = HouseholdChangeFacts {
            changed_on: Input::Known(on),
            birth_date: Input::Known(self.child(child)?.form.child.birth_date),
            insurance_before: Input::Known(before.insurance.kind),
            insurance_after: Input::Known(after.insurance.kind),
            insured_changed: Input::Known(before.insurance.insured_is_child != after.insurance.insured_is_child),
            municipality_changed: Input::Known(before.residence.municipality != after.residence.municipality),
            guardian_changed: Input::Known(before.guardian.name != after.guardian.name),
        };
        let set = RuleSet::current(&self.masters);
        let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Change, applied: on }, masters: &self.masters };
        let mut trace = Trace::default();
        let needed = household_change(&asked, &facts, &mut trace).ok();
        Ok((needed, trace.stored()))
    }
}
