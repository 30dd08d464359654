//! One case and everything that can happen to it, event by event.

use events::application::{
    Amended, Approved, ChecklistItem, ChecklistLine, Conclusion, CorrectionItem, DocumentRecorded, DocumentState, Examined,
    Forwarded, Received, Refused, Resubmitted, ReturnedForCorrection, SentBack, TakenUp,
};
use events::award::{Granted, Replaced};
use events::certificate::{IssueStopped, Issued};
use events::ids::{ApplicationId, AwardId, KeyId, RecipientId, StaffId};
use events::recipient::{Guardian, Registered};
use events::viewing::PersonViewed;
use events::vocabulary::{
    Address, AmendmentGround, DiseaseId, FreeText, Kana, MunicipalityCode, OfficeCode, PayerNumber, PersonName, ProcedureKind,
    ReceiptNumber, RecipientNumber, Relation, Severity, ShortText, Tier, ValidityPeriod, Yen,
};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};
use uuid::Uuid;

pub(crate) fn id(kind: u128, n: u32) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 | (kind << 40) | u128::from(n))
}

/// One case, by its number; everything about it follows from that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseNo(pub(crate) u32);

impl CaseNo {
    pub(crate) fn application(self) -> ApplicationId {
        ApplicationId(id(1, self.0))
    }
    pub(crate) fn recipient(self) -> RecipientId {
        RecipientId(id(2, self.0))
    }
    pub(crate) fn award(self) -> AwardId {
        AwardId(id(3, self.0))
    }
    pub(crate) fn key(self) -> KeyId {
        KeyId(id(4, self.0))
    }
    pub(crate) fn certificate(self) -> Uuid {
        id(5, self.0)
    }
    pub(crate) fn receipt(self) -> ReceiptNumber {
        ReceiptNumber::new(8, office("01"), 400 + self.0).expect("in range")
    }
    pub(crate) fn number(self) -> RecipientNumber {
        let body = format!("{:06}", 100_000 + self.0);
        (0..10).find_map(|digit| RecipientNumber::parse(&format!("{body}{digit}")).ok()).expect("one digit fits")
    }
    pub(crate) fn name(self) -> PersonName {
        let (written, kana) = [
            ("見本 花子", "ミホン ハナコ"),
            ("例題 太郎", "レイダイ タロウ"),
            ("仮名 さくら", "カメイ サクラ"),
            ("試験 ひかり", "シケン ヒカリ"),
            ("架空 髙子", "ガクウ タカコ"),
        ][self.0 as usize % 5];
        PersonName::new(written, Kana::parse(kana).expect("kana")).expect("name")
    }
    pub(crate) fn born(self) -> Date {
        date(2015 + i16::try_from(self.0 % 8).expect("small"), 3, 15)
    }
}

pub(crate) fn office(code: &str) -> OfficeCode {
    OfficeCode::parse(code).expect("two digits")
}

pub(crate) fn staff(n: u32) -> StaffId {
    StaffId(id(6, n))
}

pub(crate) fn disease() -> DiseaseId {
    DiseaseId::parse("01_01_001").expect("code")
}

pub(crate) fn text(text: &str) -> Personal<FreeText> {
    Personal::Open(FreeText::parse(text).expect("text"))
}

fn municipality() -> MunicipalityCode {
    MunicipalityCode::parse("412015").expect("code")
}

pub(crate) fn lines(names: &[&str]) -> Vec<ChecklistLine> {
    let line = |name: &&str| ChecklistLine {
        item: ChecklistItem((*name).to_owned()),
        title: (*name).to_owned(),
        because: "申請に要る".to_owned(),
    };
    names.iter().map(line).collect()
}

fn conclusion() -> Conclusion {
    Conclusion {
        rule_set: "2026-07".to_owned(),
        known_up_to: 1,
        digest: "00".repeat(32),
        validity: ValidityPeriod::new(date(2026, 10, 20), date(2027, 9, 30)).expect("period"),
        tier: Some(Tier::IV),
        severity: Severity::General,
        haemophilia: false,
        monthly_cap: Yen::new(5_000).expect("yen"),
        apportioned: None,
        payer_number: PayerNumber::parse("52416013").expect("number"),
        responsible_office: office("01"),
    }
}

/// One event of a case: who, on which day, in which stream.
pub(crate) struct Line {
    pub(crate) case: CaseNo,
    pub(crate) stream: Uuid,
    pub(crate) by: StaffId,
    pub(crate) role: StaffRole,
    pub(crate) on: Date,
    pub(crate) event: Event,
}

/// The form is sealed as any JSON: read models never open it.
fn form<T>() -> Personal<T> {
    Personal::Erased
}

impl CaseNo {
    pub(super) fn line(self, by: u32, role: StaffRole, on: Date, event: Event) -> Line {
        let stream = match &event {
            Event::Recipient(_) => self.recipient().0,
            Event::Award(_) => self.award().0,
            Event::Certificate(_) => self.certificate(),
            Event::Sitting(_) => self.sitting().0,
            Event::Transmittal(_) => self.transmittal(),
            Event::PrintRun(_) => self.print_run(),
            Event::MasterChange(_) => self.master_change(),
            Event::LetterRelease(_) => self.letter_release(),
            Event::Notice(_) => self.notice().0,
            Event::Reimbursement(_) => self.reimbursement().0,
            Event::Protection(_) => events::protection::stream_of(self.application()),
            Event::Mailing(_) => events::mailing::stream_of(self.recipient()),
            Event::SamePerson(_) => events::same_person::stream_of(self.recipient()),
            Event::Extension(_) => self.extension().0,
            Event::Viewing(_) => staff(by).0,
            _ => self.application().0,
        };
        Line { case: self, stream, by: staff(by), role, on, event }
    }

    pub(super) fn counter(self, on: Date, event: impl Into<events::application::ApplicationEvent>) -> Line {
        self.line(1, StaffRole::Counter, on, Event::Application(event.into()))
    }

    pub(super) fn checker(self, on: Date, event: impl Into<events::application::ApplicationEvent>) -> Line {
        self.line(2, StaffRole::Checker, on, Event::Application(event.into()))
    }

    pub(super) fn approver(self, on: Date, event: impl Into<events::application::ApplicationEvent>) -> Line {
        self.line(3, StaffRole::Approver, on, Event::Application(event.into()))
    }

    pub(crate) fn received(self) -> Line {
        self.counter(
            date(2026, 11, 6),
            Received {
                kind: ProcedureKind::New,
                receipt_number: self.receipt(),
                application_date: date(2026, 11, 6),
                arrival: None,
                receiving_office: office("01"),
                responsible_office: office("02"),
                municipality: municipality(),
                diseases: vec![disease()],
                child_name: Personal::Open(self.name()),
                child_birth_date: Personal::Open(self.born()),
                form: form(),
                checklist: lines(&["medical_opinion:01_01_001", "tax_certificate"]),
                child_my_number: None,
                applicant_my_number: None,
                recipient: None,
                starting_from: None,
            },
        )
    }

    pub(crate) fn document(self, item: &str, state: DocumentState) -> Line {
        let item = ChecklistItem(item.to_owned());
        self.counter(
            date(2026, 11, 6),
            DocumentRecorded { item, state, why: state.needs_reason().then(|| text("情報連携で確かめた")) },
        )
    }

    pub(crate) fn forwarded(self) -> Line {
        self.counter(date(2026, 11, 9), Forwarded { transmittal: None })
    }

    pub(super) fn transmittal(self) -> Uuid {
        id(13, self.0)
    }

    fn master_change(self) -> Uuid {
        id(16, self.0)
    }

    fn letter_release(self) -> Uuid {
        id(17, self.0)
    }

    pub(crate) fn taken_up(self) -> Line {
        self.checker(date(2026, 11, 10), TakenUp {})
    }

    /// Somebody of the counter looks at the case.
    pub(crate) fn viewed(self) -> Line {
        self.viewed_by(1, "case")
    }

    /// Somebody looks at the case on a screen.
    pub(crate) fn viewed_by(self, staff: u32, screen: &str) -> Line {
        let event = PersonViewed { screen: screen.to_owned(), subjects: vec![self.application().0, self.recipient().0] };
        self.line(staff, StaffRole::Counter, date(2026, 11, 6), Event::Viewing(event.into()))
    }

    pub(crate) fn returned(self) -> Line {
        let item = CorrectionItem { about: "insurance".to_owned(), phrase: "insurance_missing".to_owned() };
        self.checker(
            date(2026, 11, 10),
            ReturnedForCorrection {
                items: vec![item], due_on: date(2026, 11, 20), note: text("資格情報を確かめてください。")
            },
        )
    }

    pub(crate) fn amended(self) -> Line {
        self.counter(
            date(2026, 11, 12),
            Amended {
                application_date: date(2026, 11, 6),
                arrival: None,
                responsible_office: office("01"),
                municipality: municipality(),
                diseases: vec![disease()],
                child_name: Personal::Open(self.name()),
                child_birth_date: Personal::Open(self.born()),
                form: form(),
                checklist: lines(&["medical_opinion:01_01_001", "insurance_card"]),
                changed_sections: vec!["insurance".to_owned()],
                ground: Some(AmendmentGround::InAnswer),
                why: text("補正に応じた"),
                stands_on: None,
                child_my_number: None,
                applicant_my_number: None,
            },
        )
    }

    pub(crate) fn resubmitted(self) -> Line {
        self.counter(date(2026, 11, 15), Resubmitted {})
    }

    pub(crate) fn examined(self) -> Line {
        self.checker(date(2026, 11, 24), Examined { conclusion: conclusion(), determination: Personal::Erased })
    }

    pub(crate) fn sent_back(self) -> Line {
        self.approver(date(2026, 11, 24), SentBack { why: text("所得割を確かめてください。") })
    }

    /// The three events of an approval.
    pub(crate) fn approved(self) -> [Line; 3] {
        let on = date(2026, 11, 25);
        let approved = Approved {
            decided_on: on,
            number: None,
            conclusion: conclusion(),
            determination: Personal::Erased,
            award: self.award(),
            recipient: self.recipient(),
        };
        let address = Address { postal_code: None, text: ShortText::parse("佐賀県佐賀市見本町1-1").expect("text") };
        let guardian = Guardian { name: self.name(), relation: Relation::ALL[0], address: address.clone() };
        let registered = Registered {
            application: self.application(),
            name: Personal::Open(self.name()),
            birth_date: Personal::Open(self.born()),
            address: Personal::Open(address),
            municipality: municipality(),
            guardian: Personal::Open(guardian),
            insurance: Personal::Erased,
            my_number: None,
        };
        let granted = Granted {
            recipient: self.recipient(),
            application: self.application(),
            replaces: None,
            kind: ProcedureKind::New,
            decided_on: on,
            recipient_number: self.number(),
            diseases: vec![disease()],
            conclusion: conclusion(),
            registrant_certificate: true,
            main_institution: None,
            determination: Personal::Erased,
        };
        [
            self.approver(on, approved),
            self.line(3, StaffRole::Approver, on, Event::Recipient(registered.into())),
            self.line(3, StaffRole::Approver, on, Event::Award(granted.into())),
        ]
    }

    /// A later award takes the place of the first.
    pub(crate) fn replaced(self) -> [Line; 2] {
        let (on, from) = (date(2026, 12, 10), date(2027, 1, 1));
        let by = AwardId(Uuid::from_u128(self.award().0.as_u128() + (1 << 64)));
        let granted = Granted {
            recipient: self.recipient(),
            application: self.application(),
            replaces: Some(self.award()),
            kind: ProcedureKind::Change,
            decided_on: on,
            recipient_number: self.number(),
            diseases: vec![disease()],
            conclusion: Conclusion { validity: ValidityPeriod::new(from, date(2027, 9, 30)).expect("period"), ..conclusion() },
            registrant_certificate: true,
            main_institution: None,
            determination: Personal::Erased,
        };
        let replaced = Replaced { by, recipient: self.recipient(), from, application: self.application() };
        let later = self.line(3, StaffRole::Approver, on, Event::Award(granted.into()));
        [Line { stream: by.0, ..later }, self.line(3, StaffRole::Approver, on, Event::Award(replaced.into()))]
    }

    pub(crate) fn refused(self) -> Line {
        let on = date(2026, 12, 4);
        self.approver(
            on,
            Refused {
                decided_on: on,
                number: None,
                ground: "not_met".to_owned(),
                why: text("疾病の状態の程度に当たらない。"),
                board_heard_on: date(2026, 12, 3),
            },
        )
    }

    pub(crate) fn issued(self) -> Line {
        let on = date(2026, 11, 25);
        let issued = Issued {
            award: self.award(),
            recipient: self.recipient(),
            application: self.application(),
            issued_on: on,
            copy: 1,
            documents: vec![],
            fonts: vec![],
            seal: Some(1),
        };
        self.line(9, StaffRole::Program, on, Event::Certificate(issued.into()))
    }

    pub(crate) fn issue_stopped(self) -> Line {
        let stopped = IssueStopped { award: self.award(), application: self.application(), why: text("氏名の2文字目") };
        self.line(9, StaffRole::Program, date(2026, 11, 25), Event::Certificate(stopped.into()))
    }
}
