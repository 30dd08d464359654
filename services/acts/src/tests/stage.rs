//! A founded installation with staff, and a sample family.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use casework::application::commands::Opinion;
use events::application::{ApplicationForm, DocumentState};
use events::ids::{ApplicationId, CommandId, CorrelationId, SittingId, StaffId};
use events::sitting::Verdict;
use events::vocabulary::{FreeText, OfficeCode, ProcedureKind, ShortText};
use events::{Actor, StaffRole};
use jiff::civil::{Date, date};
use sqlx::PgPool;
use store::{KeyFiles, KeyRing, Role, SystemEntropy, Vault, Writer};
use uuid::Uuid;

use crate::{AccountInput, Acts, DocumentInput, Founding, HearingInput, Parts, Receipt, ReceiveInput, Request, SittingInput};

pub(crate) const TODAY: Date = date(2026, 11, 20);

pub(crate) struct Stage {
    pub(crate) acts: Acts,
    pub(crate) counter: Actor,
    pub(crate) checker: Actor,
    pub(crate) approver: Actor,
    pub(crate) second_approver: Actor,
    pub(crate) board_clerk: Actor,
}

pub(crate) async fn parts(test: &PgPool, simulated: bool) -> Parts {
    let pool = store::connect_with((*test.connect_options()).clone(), Role::Writer, 8).await.unwrap();
    let writer = if simulated {
        Writer::simulated(&store::connect_with((*test.connect_options()).clone(), Role::Operator, 4).await.unwrap())
    } else {
        Writer::start(&pool)
    };
    let folder = tempfile::tempdir().unwrap();
    let KeyFiles { wrapping, vault, pepper, .. } = KeyFiles::create(folder.path(), &SystemEntropy).unwrap();
    Parts {
        writer,
        pool,
        ring: Arc::new(KeyRing::new(wrapping)),
        entropy: Arc::new(SystemEntropy),
        vault: Vault::new(vault),
        pepper,
        printer: Arc::new(documents::Printer::new(documents::Fonts::shared().unwrap())),
    }
}

/// A new id in the form of a UUIDv7.
fn new_id() -> Uuid {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    let n = u128::from(DRAWN.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(((0x0199_0000_0000 + n) << 80) | (0x7 << 76) | (0x8 << 60) | n)
}

pub(crate) fn request(actor: &Actor) -> Request {
    Request {
        command_id: CommandId(new_id()),
        correlation_id: CorrelationId(new_id()),
        actor: actor.clone(),
        trace_context: None,
        today: TODAY,
        seen_version: None,
    }
}

/// The longest that a test waits for a read model.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_mins(2);

pub(crate) fn text(text: &str) -> FreeText {
    FreeText::parse(text).unwrap()
}

impl Stage {
    pub(crate) async fn set(test: &PgPool) -> Self {
        let acts = Acts::new(parts(test, false).await);
        let founding = Founding {
            simulated: false,
            prefecture: "41".to_owned(),
            program_version: "0.1.0".to_owned(),
            today: date(2026, 4, 1),
        };
        acts.found_installation(founding).await.unwrap();
        let (counter, checker) = (open(&acts, StaffRole::Counter, "01").await, open(&acts, StaffRole::Checker, "00").await);
        let (approver, second_approver) =
            (open(&acts, StaffRole::Approver, "00").await, open(&acts, StaffRole::Approver, "00").await);
        let board_clerk = open(&acts, StaffRole::BoardClerk, "00").await;
        Self { acts, counter, checker, approver, second_approver, board_clerk }
    }

    pub(crate) async fn form(&self) -> ApplicationForm {
        crate::seeding::sample_form(&self.acts.masters().await.unwrap(), TODAY).unwrap()
    }

    pub(crate) async fn receive(&self) -> Receipt {
        let input = self.input().await;
        self.acts.receive(&request(&self.counter), input).await.unwrap()
    }

    pub(crate) async fn input(&self) -> ReceiveInput {
        ReceiveInput {
            kind: ProcedureKind::New,
            starting_from: None,
            application_date: TODAY,
            arrival: None,
            receiving_office: self.counter.office.unwrap(),
            form: self.form().await,
            child_my_number: None,
            applicant_my_number: None,
            documents: Vec::new(),
            alike: Vec::new(),
        }
    }

    /// Documents recorded, forwarded, taken up, examined.
    pub(crate) async fn examine(&self, case: ApplicationId) {
        self.take_up(case).await;
        self.acts.examine(&request(&self.checker), case).await.unwrap();
    }

    /// Documents recorded, forwarded, taken up.
    pub(crate) async fn take_up(&self, case: ApplicationId) {
        let lines = self.acts.case(case, None).await.unwrap().documents;
        let received =
            |line: crate::CaseDocument| DocumentInput { item: line.line.item, state: DocumentState::Received, why: None };
        let lines = lines.into_iter().map(received).collect();
        self.acts.record_documents(&request(&self.counter), case, lines).await.unwrap();
        self.acts.forward(&request(&self.counter), case).await.unwrap();
        self.acts.take_up(&request(&self.checker), case).await.unwrap();
    }

    /// Put before the board, and heard by a sitting of today: one verdict for each of its diseases, in their order.
    pub(crate) async fn heard(&self, case: ApplicationId, verdicts: &[Verdict]) {
        self.acts.put_before_board(&request(&self.checker), case, text("判断に迷うため。")).await.unwrap();
        let sitting = self.sitting(case).await;
        let open = self.acts.case(case, None).await.unwrap().application.board().open().clone();
        let opinions = open.into_iter().zip(verdicts).map(|(disease, verdict)| Opinion {
            disease,
            verdict: *verdict,
            remark: Some(text("審査会の意見。")),
        });
        let input = HearingInput { opinions: opinions.collect(), recused: Vec::new() };
        self.acts.hear_board(&request(&self.board_clerk), sitting, case, input).await.unwrap();
    }

    /// A sitting of today with one case on its agenda.
    pub(crate) async fn sitting(&self, case: ApplicationId) -> SittingId {
        let line = |text: &str| ShortText::parse(text).unwrap();
        let members = vec![line("例題 委員"), line("見本 委員")];
        let input = SittingInput { held_on: TODAY, cut_off_on: TODAY, venue: line("県庁"), members };
        let clerk = || request(&self.board_clerk);
        let (sitting, _) = self.acts.schedule_sitting(&clerk(), input).await.unwrap();
        self.acts.fix_agenda(&clerk(), sitting, &[case]).await.unwrap();
        sitting
    }

    /// The same of one of many children.
    pub(crate) async fn examined_child(&self, nth: u32) -> ApplicationId {
        let masters = self.acts.masters().await.unwrap();
        let form = crate::seeding::sample_form_of(u64::from(nth), &masters, TODAY).unwrap();
        let input = ReceiveInput { form, ..self.input().await };
        let case = self.acts.receive(&request(&self.counter), input).await.unwrap().application;
        self.examine(case).await;
        case
    }

    pub(crate) async fn examined(&self) -> ApplicationId {
        let case = self.receive().await.application;
        self.examine(case).await;
        case
    }
}

pub(super) async fn open(acts: &Acts, role: StaffRole, office: &str) -> Actor {
    let staff = StaffId(new_id());
    let input = AccountInput { staff, name: text("例題 職員"), role, office: OfficeCode::parse(office).unwrap() };
    acts.open_account(&request(&Actor::program("test")), input).await.unwrap();
    acts.account(staff).await.unwrap().actor().unwrap()
}
