//! One recipient of the bulk: what each hand adds, decided by the aggregates in memory.

use casework::application::commands::{
    ApproveApplication, DocumentEntry, ExamineApplication, ForwardApplication, ReceiveApplication, RecordDocuments,
    TakeUpApplication,
};
use casework::application::{Application, ApplicationCommand, Concluded, Finding};
use casework::award::{Award, AwardCommand};
use casework::certificate::{Certificate, MakeCertificate};
use casework::procedures::{Given, conclude, look_up};
use casework::recipient::{Recipient, RegisterRecipient};
use casework::register::{AllocateNumber, Register};
use casework::rules::Masters;
use casework::{Fact, Refusal};
use cqrs_es::Aggregate as _;
use events::application::{ApplicationEvent, ApplicationForm, DocumentState};
use events::award::Granted;
use events::certificate::Issued;
use events::ids::{ApplicationId, AwardId, CommandId, KeyId, RecipientId, StaffId};
use events::register::{NumberAllocated, RegisterEvent};
use events::vocabulary::{OfficeCode, PayerNumber, ProcedureKind, ReceiptNumber, RecipientNumber};
use events::{Actor, Log, Personal};
use jiff::civil::Date;
use store::{Claim, Expected};
use uuid::Uuid;

use crate::approve::NUMBER;
use crate::ids::derived;
use crate::issue::certificate_of;
use crate::load::decide;
use crate::register::stream_of;
use crate::seeding::SeedPlan;
use crate::seeding::accounts::Staff;
use crate::seeding::clock;
use crate::seeding::dice::Dice;
use crate::seeding::play::request;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Request};

/// Somebody on the way to an award.
pub(super) struct Person {
    pub(super) office: OfficeCode,
    pub(super) day: Date,
    number: u32,
    plan: SeedPlan,
    form: ApplicationForm,
    counter: Actor,
    checker: Actor,
    approver: Actor,
    application: ApplicationId,
    award: AwardId,
    recipient: RecipientId,
    case: Application,
    version: i32,
    case_key: Option<KeyId>,
    ledger_key: Option<KeyId>,
    concluded: Option<Concluded>,
}

fn version_after(before: i32, facts: usize) -> i32 {
    before + i32::try_from(facts).unwrap_or(0)
}

impl Person {
    #[expect(clippy::too_many_arguments, reason = "everything that makes up a made-up person")]
    pub(super) fn new(
        acts: &Acts,
        plan: &SeedPlan,
        staff: &Staff,
        dice: &mut Dice,
        number: u32,
        office: OfficeCode,
        form: ApplicationForm,
        day: Date,
    ) -> Result<Self, ActError> {
        let command = CommandId(acts.at(clock::at(day, 9, 0)).new_id()?);
        Ok(Self {
            office,
            day,
            number,
            plan: *plan,
            form,
            counter: staff.counter(office)?.clone(),
            checker: dice.pick(&staff.checkers).cloned().ok_or(ActError::NotFound)?,
            approver: dice.pick(&staff.approvers).cloned().ok_or(ActError::NotFound)?,
            application: ApplicationId(derived(command, "application")),
            award: AwardId(derived(command, "award")),
            recipient: RecipientId(derived(command, "recipient")),
            case: Application::default(),
            version: 0,
            case_key: None,
            ledger_key: None,
            concluded: None,
        })
    }

    fn request(&self, acts: &Acts, act: &str, actor: &Actor) -> Request {
        let moment = acts.recorded_at().unwrap_or_else(|| clock::at(self.day, 9, 0));
        request(&self.plan, moment, &format!("person/{}/{act}", self.number), actor.clone())
    }

    /// 公費負担者番号, once examined.
    pub(super) fn payer(&self) -> Result<PayerNumber, ActError> {
        self.concluded.as_ref().map(|concluded| concluded.conclusion.payer_number).ok_or(ActError::Internal)
    }

    async fn decide(&mut self, commands: Vec<ApplicationCommand>) -> Result<Vec<Fact<ApplicationEvent>>, ActError> {
        let mut facts = Vec::new();
        for command in commands {
            facts.extend(decide(&mut self.case, command).await?);
        }
        Ok(facts)
    }

    fn add_to_case(&mut self, submission: &mut Submission, facts: Vec<Fact<ApplicationEvent>>) -> Result<(), ActError> {
        let expected = Expected::Exactly(self.version);
        self.version = version_after(self.version, facts.len());
        let addition =
            Addition { stream: self.application.0, expected, key: self.case_key, effective_on: self.day, cause: None, facts };
        submission.add(addition).map(drop)
    }

    fn allocate(submission: &mut Submission, last: &mut u32, command: AllocateNumber, day: Date) -> Result<u32, ActError> {
        let (by, register) = (command.by, command.register.clone());
        let mut aggregate = Register::default();
        let so_far = NumberAllocated { register: register.clone(), serial: *last, holder: Uuid::nil() };
        aggregate.apply(Fact::<RegisterEvent>::new(so_far, by));
        let allocated = aggregate.allocate(command)?;
        let expected = Expected::Exactly(i32::try_from(*last).unwrap_or(i32::MAX));
        *last = allocated.serial;
        let facts = vec![Fact::<RegisterEvent>::new(allocated, by)];
        submission.add(Addition { stream: stream_of(&register), expected, key: None, effective_on: day, cause: None, facts })?;
        Ok(*last)
    }

    /// The counter: receives, records the papers, forwards.
    pub(super) async fn receive(
        &mut self,
        acts: &Acts,
        masters: &Masters,
        register: String,
        year: u8,
        last: &mut u32,
    ) -> Result<Submission, ActError> {
        let counter = self.counter.clone();
        let mut submission = Submission::new(acts, Log::Casework, &self.request(acts, "receive", &counter));
        let largest = 9_999_999;
        let allocate = AllocateNumber { by: counter.id, register, holder: self.application.0, largest };
        let serial = Self::allocate(&mut submission, last, allocate, self.day)?;
        self.case_key = Some(submission.new_key(self.application.0)?);
        let given =
            Given { kind: ProcedureKind::New, application_date: self.day, child_my_number: false, applicant_my_number: false };
        let looked = look_up(&self.form, given, masters);
        let entries = looked.checklist.iter().map(|line| DocumentEntry {
            item: line.item.clone(),
            state: DocumentState::Received,
            why: None,
        });
        let documents = RecordDocuments { who: counter.clone(), entries: entries.collect() };
        let receive = ReceiveApplication {
            who: counter.clone(),
            today: self.day,
            kind: ProcedureKind::New,
            application_date: self.day,
            arrival: None,
            receipt_number: ReceiptNumber::new(year, self.office, serial).map_err(|error| ActError::internal(&error))?,
            receiving_office: self.office,
            responsible_office: looked.responsible_office,
            unknown_diseases: looked.unknown_diseases,
            checklist: looked.checklist,
            form: self.form.clone(),
            child_my_number: None,
            applicant_my_number: None,
            recipient: None,
            starting_from: None,
            documents: Vec::new(),
            alike: Vec::new(),
            second_entry: false,
        };
        let facts = self
            .decide(vec![receive.into(), documents.into(), ForwardApplication { who: counter, transmittal: None }.into()])
            .await?;
        self.add_to_case(&mut submission, facts)?;
        Ok(submission)
    }

    /// The checker: takes up and examines.
    pub(super) async fn examine(&mut self, acts: &Acts, masters: &Masters) -> Result<Submission, ActError> {
        let determination = conclude(&self.form, ProcedureKind::New, self.day, masters);
        let finding = Finding::of(&determination, masters.position()).map_err(|error| ActError::internal(&error))?;
        let who = self.checker.clone();
        let mut submission = Submission::new(acts, Log::Casework, &self.request(acts, "examine", &who));
        let examine = ExamineApplication { who: who.clone(), finding: finding.clone(), board_required: false };
        let facts = self.decide(vec![TakeUpApplication { who }.into(), examine.into()]).await?;
        self.concluded = Some(finding.concluded()?);
        self.add_to_case(&mut submission, facts)?;
        Ok(submission)
    }

    /// The approver: approves, with number, recipient and award.
    pub(super) async fn approve(&mut self, acts: &Acts, register: String, last: &mut u32) -> Result<Submission, ActError> {
        let concluded = self.concluded.clone().ok_or(ActError::Internal)?;
        let who = self.approver.clone();
        let by = who.id;
        let mut submission = Submission::new(acts, Log::Casework, &self.request(acts, "approve", &who));
        let (award, recipient) = (self.award, self.recipient);
        let finding = Finding::Concluded(Box::new(concluded.clone()));
        let approved = self
            .decide(vec![
                ApproveApplication {
                    who,
                    today: self.day,
                    number: None,
                    finding,
                    board_required: false,
                    proposal_needed: false,
                    confirmed: Vec::new(),
                    award,
                    recipient,
                }
                .into(),
            ])
            .await?;
        self.add_to_case(&mut submission, approved)?;
        let allocate = AllocateNumber { by, register: register.clone(), holder: recipient.0, largest: 999_999 };
        let serial = Self::allocate(&mut submission, last, allocate, self.day)?;
        let number = RecipientNumber::from_serial(serial).ok_or(Refusal::RegisterFull(register))?;
        self.ledger_key = Some(submission.new_key(recipient.0)?);
        self.add_recipient_and_award(&mut submission, by, concluded, number).await?;
        submission.claim(Claim::plain(NUMBER, &format!("{}/{number}", self.payer()?)));
        Ok(submission)
    }

    async fn add_recipient_and_award(
        &self,
        submission: &mut Submission,
        by: StaffId,
        concluded: Concluded,
        number: RecipientNumber,
    ) -> Result<(), ActError> {
        let form = &self.form;
        let granted = Granted {
            recipient: self.recipient,
            application: self.application,
            replaces: None,
            kind: ProcedureKind::New,
            decided_on: self.day,
            recipient_number: number,
            diseases: self.case.diseases().to_vec(),
            conclusion: concluded.conclusion.clone(),
            registrant_certificate: form.wishes.registrant_certificate,
            main_institution: form.wishes.main_institution.clone().map(Personal::Open),
            determination: Personal::Open(concluded.determination),
        };
        let child = RegisterRecipient::of_form(by, self.application, form, None);
        let (key, effective_on, expected) = (self.ledger_key, concluded.conclusion.validity.start(), Expected::Exactly(0));
        let facts = decide(&mut Recipient::default(), child).await?;
        submission.add(Addition { stream: self.recipient.0, expected, key, effective_on, cause: None, facts })?;
        let facts = decide(&mut Award::default(), (by, AwardCommand::from(granted))).await?;
        submission.add(Addition { stream: self.award.0, expected, key, effective_on, cause: None, facts })?;
        Ok(())
    }

    /// The program: the certificate went out; its papers were not kept.
    pub(super) async fn issue(&mut self, acts: &Acts) -> Result<Submission, ActError> {
        let program = Actor::program("certificates");
        let mut submission = Submission::new(acts, Log::Casework, &self.request(acts, "issue", &program));
        let issued = Issued {
            award: self.award,
            recipient: self.recipient,
            application: self.application,
            issued_on: self.day,
            copy: 1,
            documents: Vec::new(),
            fonts: Vec::new(),
            seal: None,
        };
        let command = MakeCertificate::Issue { by: program.id, issued: Box::new(issued) };
        let facts = decide(&mut Certificate::default(), command).await?;
        let (stream, expected) = (certificate_of(self.award, 1).0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: None, effective_on: self.day, cause: None, facts })?;
        Ok(submission)
    }
}
