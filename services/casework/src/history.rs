//! Whether a history could have come about: every event is asked again, at its place, of the aggregate it belongs to. The command that would
//! have led to it is put to the state before it; what the aggregate decides must be that event and no other. So a rule that refuses an act
//! refuses the same act in a history that somebody wrote by other means.
//!
//! Personal content is sealed here and cannot be handed to a command; where a command needs some, a dash stands for it, and what comes out
//! is compared by its type.

mod accounts;
mod applications;
mod asking;
mod erasing;
mod extensions;
mod household;
mod looking;
mod mailing;
mod mastering;
mod nights;
mod notes;
mod notices;
mod operating;
mod paying;
mod posts;
mod printing;
mod protecting;
mod registers;
mod reimbursements;
mod same_persons;
mod sealing;
mod since;
mod sittings;
mod taking_over;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use cqrs_es::Aggregate as _;
use events::application::Conclusion;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::ids::{ApplicationId, AwardId, NoteId, RecipientId, StaffId};
use events::impact::ImpactEvent;
use events::membership::MembershipEvent;
use events::recipient::RecipientEvent;
use events::register::RegisterEvent;
use events::transmittal::TransmittalEvent;
use events::{Actor, Event, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::asking::again;
pub(crate) use self::asking::at_once;
use crate::access_review::AccessReview;
use crate::account::{Account, Staffing};
use crate::application::Application;
use crate::attachment::Attachment;
use crate::award::{Award, AwardCommand};
use crate::campaign::Campaign;
use crate::cap_sheet::CapSheet;
use crate::certificate::{Certificate, MakeCertificate};
use crate::claim_import::ClaimImport;
use crate::designation::Designation;
use crate::erasure::Erasure;
use crate::extension::Extension;
use crate::household::{Household, Membership};
use crate::impact::{Impact, ImpactCommand};
use crate::installation::Installation;
use crate::letter::Letter;
use crate::letter_release::LetterRelease;
use crate::mailing::Mailing;
use crate::master::MasterTable;
use crate::master_change::MasterChange;
use crate::nightly::Nightly;
use crate::notice::Notice;
use crate::operation::Operation;
use crate::payment_batch::PaymentBatch;
use crate::post::Post;
use crate::print_run::PrintRun;
use crate::protection::Protection;
use crate::recipient::Recipient;
use crate::recipient_file::RecipientFile;
use crate::register::{AllocateNumber, Register};
use crate::reimbursement::Reimbursement;
use crate::same_person::SamePerson;
use crate::seal::Seal;
use crate::sitting::Sitting;
use crate::takeover::Takeover;
use crate::tax_data::TaxData;
use crate::transmittal::{Transmittal, TransmittalCommand};
use crate::{Fact, Refusal};

/// Why an event could not have come about where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unlawful {
    /// The aggregate refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The aggregate would have told something else.
    #[error("この状態からは別の出来事になります。")]
    Another,
    /// What it follows from never happened.
    #[error("もとになる決定の記録がありません。")]
    Groundless,
    /// The application has come to its end.
    #[error("申請はすでに終わっています。")]
    Closed,
    /// An application is received once.
    #[error("二度受け付けられています。")]
    ReceivedTwice,
    /// It belongs into the other log.
    #[error("この種類の出来事は、この記録には書かれません。")]
    WrongLog,
}

/// Where an event stands and whose act it was.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The stream.
    pub stream: Uuid,
    /// Who acted.
    pub who: &'a Actor,
    /// The day from which it counts.
    pub on: Date,
}

/// Everything that later events are asked against. What admits nothing more is remembered by its id alone.
#[derive(Default, Serialize, Deserialize)]
pub struct Histories {
    applications: HashMap<Uuid, Application>,
    closed: HashSet<Uuid>,
    /// Awards and recipients that were approved and not yet told.
    approved: HashMap<AwardId, (RecipientId, ApplicationId, Conclusion)>,
    expected: HashMap<RecipientId, ApplicationId>,
    recipients: HashMap<Uuid, Recipient>,
    notices: HashMap<Uuid, Notice>,
    nights: HashMap<Uuid, Nightly>,
    #[serde(default)]
    reimbursements: HashMap<Uuid, Reimbursement>,
    #[serde(default)]
    extensions: HashMap<Uuid, Extension>,
    awards: HashMap<Uuid, Award>,
    certificates: HashMap<Uuid, Certificate>,
    accounts: HashMap<Uuid, Account>,
    /// The same accounts beside one another, in the order in which they were told.
    #[serde(default)]
    staffing: Staffing,
    #[serde(default)]
    told_of_accounts: i64,
    masters: HashMap<Uuid, MasterTable>,
    registers: HashMap<Uuid, Register>,
    erasures: HashMap<Uuid, Erasure>,
    installation: Installation,
    operations: HashMap<Uuid, Operation>,
    reviews: HashMap<Uuid, AccessReview>,
    samples: HashSet<Uuid>,
    sittings: HashMap<Uuid, Sitting>,
    letters: HashMap<Uuid, Letter>,
    /// On which case each note was written.
    #[serde(default)]
    notes: HashMap<NoteId, ApplicationId>,
    #[serde(default)]
    protections: HashMap<Uuid, Protection>,
    #[serde(default)]
    posts: HashMap<Uuid, Post>,
    #[serde(default)]
    same_persons: HashMap<Uuid, SamePerson>,
    #[serde(default)]
    mailings: HashMap<Uuid, Mailing>,
    #[serde(default)]
    households: HashMap<Uuid, Household>,
    #[serde(default)]
    memberships: HashMap<Uuid, Membership>,
    #[serde(default)]
    transmittals: HashMap<Uuid, Transmittal>,
    #[serde(default)]
    campaigns: HashMap<Uuid, Campaign>,
    #[serde(default)]
    tax_data: HashMap<Uuid, TaxData>,
    #[serde(default)]
    attachments: HashMap<Uuid, Attachment>,
    #[serde(default)]
    designations: HashMap<Uuid, Designation>,
    #[serde(default)]
    seals: HashMap<Uuid, Seal>,
    #[serde(default)]
    print_runs: HashMap<Uuid, PrintRun>,
    impacts: HashMap<Uuid, Impact>,
    #[serde(default)]
    takeovers: HashMap<Uuid, Takeover>,
    #[serde(default)]
    master_changes: HashMap<Uuid, MasterChange>,
    #[serde(default)]
    letter_releases: HashMap<Uuid, LetterRelease>,
    #[serde(default)]
    recipient_files: HashMap<Uuid, RecipientFile>,
    #[serde(default)]
    payment_batches: HashMap<Uuid, PaymentBatch>,
    #[serde(default)]
    claim_imports: HashMap<Uuid, ClaimImport>,
    #[serde(default)]
    cap_sheets: HashMap<Uuid, CapSheet>,
    cases: usize,
}

impl Histories {
    /// Applications that were received.
    pub const fn cases(&self) -> usize {
        self.cases
    }

    /// Takes the next event of the casework log in.
    ///
    /// # Errors
    /// [`Unlawful`]; the event is taken in all the same, so that those after it are asked about the history as it stands.
    pub fn follow(&mut self, event: &Event, at: Standing<'_>) -> Result<(), Unlawful> {
        match self.asked(event, at) {
            Err(Unlawful::Refused(refusal)) if !self.binds(&refusal) => Ok(()),
            asked => asked,
        }
    }

    fn asked(&mut self, event: &Event, at: Standing<'_>) -> Result<(), Unlawful> {
        let by = at.who.id;
        match event {
            Event::Application(event) => self.application(event, at),
            Event::Recipient(event) => self.recipient(event, at),
            Event::Notice(event) => self.notice(event, at),
            Event::Nightly(event) => self.night(event, at),
            Event::Reimbursement(event) => self.reimbursement(event, at),
            Event::Extension(event) => self.extension(event, at),
            Event::Award(event) => self.award(event, at),
            Event::Certificate(event) => self.certificate(event, at),
            Event::Account(event) => self.account(event, at),
            Event::Post(event) => self.post(event, at),
            Event::Master(event) => self.master(event, at),
            Event::MasterChange(event) => self.master_change(event, at),
            Event::LetterRelease(event) => self.letter_release(event, at),
            Event::RecipientFile(event) => self.recipient_file(event, at),
            Event::PaymentBatch(event) => self.payment_batch(event, at),
            Event::ClaimImport(event) => self.claim_import(event, at),
            Event::CapSheet(event) => self.cap_sheet(event, at),
            Event::Register(event) => {
                let register = self.registers.entry(at.stream).or_default();
                let allocated = match event {
                    RegisterEvent::NumberAllocated(allocated) => allocated,
                    RegisterEvent::NumbersTakenOver(before) => return taking_over::numbers(register, before, by),
                };
                let (name, holder) = (allocated.register.clone(), allocated.holder);
                again(register, AllocateNumber { by, register: name, holder, largest: u32::MAX }, event, by)
            }
            Event::Erasure(event) => self.erasure(event, at),
            Event::Installation(event) => self.installation(event, by),
            Event::Letter(event) => self.letter(event, at),
            Event::TaxData(event) => self.tax_data(event, at),
            Event::Sitting(event) => self.sitting(event, at),
            Event::Transmittal(event) => {
                let command = match event.clone() {
                    TransmittalEvent::DrawnUp(event) => {
                        TransmittalCommand::DrawUp { year: event.year, serial: event.serial, cases: event.cases }
                    }
                    TransmittalEvent::Sent(event) => TransmittalCommand::Send { cases: event.cases },
                    TransmittalEvent::CaseChecked(event) => {
                        TransmittalCommand::Check { application: event.application, outcome: event.outcome }
                    }
                };
                again(self.transmittals.entry(at.stream).or_default(), (at.who.clone(), command), event, by)
            }
            Event::Campaign(event) => self.campaign(event, at),
            Event::Attachment(event) => self.attachment(event, at),
            Event::Designation(event) => self.designation(event, at),
            Event::PrintRun(event) => self.print_run(event, at),
            Event::Seal(event) => self.seal(event, at),
            Event::Operation(event) => self.operation(event, at),
            Event::Note(event) => self.note(event, at),
            Event::Protection(event) => self.protection(event, at),
            Event::SamePerson(event) => self.same_person(event, at),
            Event::Mailing(event) => self.mailing(event, at),
            Event::Household(event) => self.household(event, at),
            Event::Membership(event) => {
                let MembershipEvent::Changed(changed) = event;
                again(self.memberships.entry(at.stream).or_default(), (by, *changed), event, by)
            }
            Event::Impact(event) => {
                let command = match event {
                    ImpactEvent::Asked(asked) => ImpactCommand::Ask(Box::new(asked.clone())),
                    ImpactEvent::Ended(ended) => ImpactCommand::End(ended.clone()),
                };
                again(self.impacts.entry(at.stream).or_default(), (at.who.clone(), command), event, by)
            }
            Event::Takeover(event) => self.takeover(event, at),
            Event::Viewing(_) | Event::AccessReview(_) | Event::Audit(_) => Err(Unlawful::WrongLog),
        }
    }

    fn award(&mut self, event: &AwardEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let id = AwardId(at.stream);
        let (grounded, command) = match event {
            AwardEvent::Granted(award) => {
                let decided = (award.recipient, award.application, award.conclusion.clone());
                let approved = self.approved.remove(&id) == Some(decided);
                (approved && self.recipients.contains_key(&award.recipient.0), AwardCommand::from(award.clone()))
            }
            // What ran out is found by the program; everything else was told.
            AwardEvent::Ended(ended) => {
                let found = ended.ground.ran_out() && ended.notice.is_none() && at.who.role == StaffRole::Program;
                let told = !ended.ground.ran_out() && ended.notice.is_some() && self.rests_on(ended.notice, ended.recipient);
                (found || told, AwardCommand::End(ended.clone()))
            }
            AwardEvent::Extended(event) => (self.may_be_extended(id, event), AwardCommand::Extend(Box::new(event.clone()))),
            AwardEvent::RedressProposed(event) => (true, AwardCommand::Propose(at.who.clone(), Box::new(event.clone()))),
            AwardEvent::RedressDropped(event) => (true, AwardCommand::Drop(at.who.clone(), Box::new(event.clone()))),
            AwardEvent::Revoked(event) => (true, AwardCommand::Revoke(at.who.clone(), Box::new(event.clone()))),
            AwardEvent::Corrected(event) => (true, AwardCommand::Correct(at.who.clone(), Box::new(event.clone()))),
            AwardEvent::TakenBack(event) => {
                let asked = self.takeovers.get(&event.takeover.0).is_some_and(Takeover::gives_back);
                (asked, AwardCommand::TakeBack(*event))
            }
            // The award that takes over was granted just before, and says the same.
            AwardEvent::Replaced(replaced) => {
                let later = self.awards.get(&replaced.by.0).and_then(|later| later.standing());
                let told = later.is_some_and(|later| {
                    later.replaces == Some(id)
                        && later.application == replaced.application
                        && later.validity.start() == replaced.from
                });
                (told, AwardCommand::Replace(replaced.clone()))
            }
        };
        let lawful = again(self.awards.entry(at.stream).or_default(), (at.who.id, command), event, at.who.id);
        if grounded { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }

    fn certificate(&mut self, event: &CertificateEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let by = at.who.id;
        let (award, command) = match event {
            CertificateEvent::Issued(issued) => (issued.award, MakeCertificate::Issue { by, issued: Box::new(issued.clone()) }),
            CertificateEvent::IssueStopped(stopped) => {
                (stopped.award, MakeCertificate::Stop { by, stopped: Box::new(stopped.clone()) })
            }
            CertificateEvent::Voided(voided) => {
                if !self.rests_on(voided.notice, voided.recipient) {
                    return Err(Unlawful::Groundless);
                }
                (voided.award, MakeCertificate::Void { by, voided: voided.clone() })
            }
        };
        let lawful = again(self.certificates.entry(at.stream).or_default(), command, event, by);
        if self.awards.contains_key(&award.0) { lawful } else { Err(Unlawful::Groundless) }
    }
}

fn known_recipient(event: &RecipientEvent, by: StaffId) -> Recipient {
    let mut recipient = Recipient::default();
    recipient.apply(Fact { event: event.clone(), by });
    recipient
}
