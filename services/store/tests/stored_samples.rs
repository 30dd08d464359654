//! Events once written are read for ever: each stored sample, sealed with the test key below, opens to the event that was meant.

#![expect(clippy::expect_used, reason = "a sample that cannot be built is a failed test")]

#[path = "samples/accounts.rs"]
mod accounts;
#[path = "samples/applications.rs"]
mod applications;
#[path = "samples/attachments.rs"]
mod attachments;
#[path = "samples/auditing.rs"]
mod auditing;
#[path = "samples/campaigns.rs"]
mod campaigns;
#[path = "samples/designations.rs"]
mod designations;
#[path = "samples/extensions.rs"]
mod extensions;
#[path = "samples/households.rs"]
mod households;
#[path = "samples/impacts.rs"]
mod impacts;
#[path = "samples/mailings.rs"]
mod mailings;
#[path = "samples/masters.rs"]
mod masters;
#[path = "samples/notices.rs"]
mod notices;
#[path = "samples/operating.rs"]
mod operating;
#[path = "samples/payment_batches.rs"]
mod payment_batches;
#[path = "samples/payments.rs"]
mod payments;
#[path = "samples/posts.rs"]
mod posts;
#[path = "samples/print_runs.rs"]
mod print_runs;
#[path = "samples/protections.rs"]
mod protections;
#[path = "samples/redress.rs"]
mod redress;
#[path = "samples/reimbursements.rs"]
mod reimbursements;
#[path = "samples/same_persons.rs"]
mod same_persons;
#[path = "samples/seals.rs"]
mod seals;
#[path = "samples/sittings.rs"]
mod sittings;
#[path = "samples/takeovers.rs"]
mod takeovers;

use std::path::PathBuf;

use events::application::{ApplicationForm, ChecklistItem, ChecklistLine, Conclusion};
use events::award::{AwardEvent, Granted, Replaced};
use events::certificate::{CertificateEvent, IssueStopped, Issued, IssuedDocument};
use events::ids::{ApplicationId, ArtifactId, AwardId, EventId, KeyId, MyNumberRef, NoteId, RecipientId, SubjectId};
use events::master::{MasterEvent, MasterStatus, RowAdopted};
use events::nightly::{self, NightlyEvent};
use events::note::{self, NoteEvent};
use events::recipient::{Guardian, RecipientEvent, Registered};
use events::register::{NumberAllocated, RegisterEvent};
use events::sitting::{DiseaseVerdict, Verdict as BoardVerdict};
use events::transmittal::{self, ReceiptOutcome, TransmittalEvent};
use events::vocabulary::{AddressOutcome, PersonName, PostingWay, ReturnGround};
use events::{Event, HoldsPersonal, Personal, installation};
use jiff::civil::date;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::{Entropy, KeyError, KeyFiles, KeyRing, Opener, Sealer};
use uuid::Uuid;

/// The committed test key: every byte it draws is 42. It seals samples and nothing else.
struct FortyTwo;

impl Entropy for FortyTwo {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), KeyError> {
        bytes.fill(42);
        Ok(())
    }
}

const KEY: KeyId = KeyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042));
const EVENT: EventId = EventId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

fn ring() -> KeyRing {
    let directory = tempfile::tempdir().expect("temporary directory");
    let keys = KeyFiles::create(&directory.path().join("keys"), &FortyTwo).expect("test keys");
    let ring = KeyRing::new(keys.wrapping);
    ring.new_key(KEY, SubjectId(Uuid::nil()), &FortyTwo).expect("test key");
    ring
}

fn of<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("sample value")
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0001_0000 + n)
}

fn name() -> PersonName {
    of(json!({ "written": "見本 花子", "kana": "ミホン ハナコ" }))
}

fn form() -> ApplicationForm {
    of(json!({
        "applicant": { "name": { "written": "見本 一郎", "kana": "ミホン イチロウ" }, "relation": "father",
            "address": { "postal_code": "840-0000", "text": "佐賀県佐賀市見本町1-1" }, "phone": "0952-00-0000" },
        "child": { "name": { "written": "見本 花子", "kana": "ミホン ハナコ" }, "birth_date": "2020-03-15", "sex": "female",
            "address": { "postal_code": "840-0000", "text": "佐賀県佐賀市見本町1-1" }, "municipality": "412015" },
        "insurance": { "kind": "employee", "insurer_name": "見本健康保険組合", "insurer_number": "01410016", "symbol": "見本", "number": "123",
            "insured_name": "見本 一郎", "insured_is_child": false },
        "household": { "public_assistance": false, "guardian_income": null, "members": [
            { "name": "見本 一郎", "relation": "father", "same_insurance": true, "insured": true, "taxed": true, "income_levy": 68400 } ] },
        "opinions": [ { "disease": "01_01_001", "diagnosis_date": "2026-10-20", "written_on": "2026-10-25", "physician": "見本 医師",
            "institution": "見本病院", "severity": "general" } ],
        "wishes": { "late_reason": null, "late_reason_note": null, "main_institution": "見本病院", "registrant_certificate": true,
            "research_consent": null, "note": null }
    }))
}

fn conclusion() -> Conclusion {
    of(json!({
        "rule_set": "2026-07", "known_up_to": 1200, "digest": "ab".repeat(32), "validity": { "start": "2026-10-20", "end": "2027-09-30" },
        "tier": "IV", "severity": "general", "haemophilia": false, "monthly_cap": 5000, "payer_number": "52416013", "responsible_office": "01"
    }))
}

fn determination() -> Personal<Value> {
    Personal::Open(json!({ "tier": "IV", "trace": [] }))
}

fn checklist() -> Vec<ChecklistLine> {
    vec![ChecklistLine {
        item: ChecklistItem("medical_opinion:01_01_001".to_owned()),
        title: "医療意見書（01_01_001）".to_owned(),
        because: "申請する疾病ごと".to_owned(),
    }]
}

fn text<T: DeserializeOwned>(text: &str) -> Personal<T> {
    Personal::Open(of(json!(text)))
}

/// One event of every type, as it was meant.
fn samples() -> Vec<Event> {
    let mut all = applications::samples();
    all.extend(sittings::samples());
    all.extend(letter_samples());
    all.extend(note_samples());
    all.extend(households::samples());
    all.extend(transmittal_samples());
    all.extend(print_runs::samples());
    all.extend(seals::samples());
    all.extend(protections::samples());
    all.extend(posts::samples());
    all.extend(same_persons::samples());
    all.extend(mailings::samples());
    all.extend(designations::samples());
    all.extend(campaigns::samples());
    all.extend(attachments::samples());
    all.extend(other_casework_samples());
    all.extend(notices::samples());
    all.extend(redress::samples());
    all.extend(nightly_samples());
    all.extend(reimbursements::samples());
    all.extend(impacts::samples());
    all.extend(operating::samples());
    all.extend(auditing::samples());
    all.extend(extensions::samples());
    all.extend(takeovers::samples());
    all.extend(masters::samples());
    all.extend(payments::samples());
    all.extend(payment_batches::samples());
    all
}

fn nightly_samples() -> Vec<Event> {
    let finding: nightly::Finding = of(json!({
        "kind": "turned18", "about": id(7), "recipient": id(3), "office": "01", "day": "2026-11-20",
    }));
    let events: Vec<NightlyEvent> = vec![
        nightly::Found { night: date(2026, 11, 21), findings: vec![finding] }.into(),
        nightly::Settled { night: date(2026, 11, 22), tasks: vec![id(9)] }.into(),
        nightly::Ran {
            night: date(2026, 11, 21),
            after: Some(date(2026, 11, 19)),
            persons: 3,
            cases: 2,
            standing: [("turned18".to_owned(), 1)].into(),
            found: 1,
            settled: 0,
            ended: 1,
            renewals: [("asked".to_owned(), 1), ("not_yet".to_owned(), 2)].into(),
        }
        .into(),
        nightly::Closed {
            night: date(2026, 11, 21),
            finding,
            outcome: nightly::Outcome::Done,
            why: text("本人に文書を送った。"),
        }
        .into(),
    ];
    events.into_iter().map(Event::from).collect()
}

fn verdicts() -> Vec<DiseaseVerdict> {
    vec![DiseaseVerdict { disease: of(json!("01_01_001")), verdict: BoardVerdict::Defer }]
}

fn transmittal_samples() -> Vec<Event> {
    let cases = || vec![ApplicationId(id(4)), ApplicationId(id(5))];
    let events: [TransmittalEvent; 3] = [
        transmittal::DrawnUp { serial: 12, year: 8, office: of(json!("01")), cases: cases() }.into(),
        transmittal::Sent { cases: cases() }.into(),
        transmittal::CaseChecked { application: ApplicationId(id(4)), outcome: ReceiptOutcome::Arrived }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}

fn letter_samples() -> Vec<Event> {
    let document = IssuedDocument { document: "refusal_notice".to_owned(), artifact: ArtifactId(id(8)), sha256: "cd".repeat(32) };
    let event: events::letter::LetterEvent = events::letter::Issued {
        application: ApplicationId(id(4)),
        kind: events::letter::LetterKind::RefusalNotice,
        of: EventId(id(9)),
        number: "こ家第12号".to_owned(),
        issued_on: date(2026, 11, 24),
        document,
        fonts: vec!["ef".repeat(32)],
        texts: vec![events::letter::TextUsed {
            table: "letter_texts".to_owned(),
            key: "refusal_notice.lead".to_owned(),
            valid_from: date(2015, 1, 1),
            position: 412,
        }],
    }
    .into();
    let application = ApplicationId(id(4));
    let rest: [events::letter::LetterEvent; 3] = [
        events::letter::Posted {
            application,
            on: date(2027, 7, 2),
            way: PostingWay::SimplifiedRegistered,
            number: Some(of(json!("123-45-67890-1"))),
        }
        .into(),
        events::letter::Returned { application, on: date(2027, 7, 9), ground: ReturnGround::Moved }.into(),
        events::letter::AddressChecked { application, outcome: AddressOutcome::Corrected }.into(),
    ];
    std::iter::once(event).chain(rest).map(Event::from).collect()
}

fn note_samples() -> Vec<Event> {
    let written = note::Written {
        application: ApplicationId(id(4)),
        recipient: Some(RecipientId(id(3))),
        text: text("電話で確かめた。"),
        corrects: Some(NoteId(id(8))),
    };
    vec![Event::from(NoteEvent::from(written))]
}

fn other_casework_samples() -> Vec<Event> {
    let recipient: RecipientEvent = Registered {
        application: ApplicationId(id(4)),
        name: Personal::Open(name()),
        birth_date: Personal::Open(date(2020, 3, 15)),
        address: Personal::Open(form().child.address),
        municipality: of(json!("412015")),
        guardian: Personal::Open(Guardian {
            name: form().applicant.name,
            relation: form().applicant.relation,
            address: form().applicant.address,
        }),
        insurance: Personal::Open(form().insurance),
        my_number: Some(MyNumberRef(id(1))),
    }
    .into();
    let award: AwardEvent = Granted {
        recipient: RecipientId(id(3)),
        application: ApplicationId(id(4)),
        replaces: Some(AwardId(id(6))),
        kind: of(json!("new")),
        decided_on: date(2026, 11, 24),
        recipient_number: of(json!("0000018")),
        diseases: of(json!(["01_01_001"])),
        conclusion: conclusion(),
        registrant_certificate: true,
        main_institution: Some(text("見本病院")),
        determination: determination(),
    }
    .into();
    let replaced: AwardEvent = Replaced {
        by: AwardId(id(2)),
        recipient: RecipientId(id(3)),
        from: date(2026, 12, 1),
        application: ApplicationId(id(4)),
    }
    .into();
    let document = IssuedDocument { document: "certificate".to_owned(), artifact: ArtifactId(id(5)), sha256: "cd".repeat(32) };
    let certificates: [CertificateEvent; 2] = [
        Issued {
            award: AwardId(id(2)),
            recipient: RecipientId(id(3)),
            application: ApplicationId(id(4)),
            issued_on: date(2026, 11, 24),
            copy: 1,
            documents: vec![document],
            fonts: vec!["ef".repeat(32)],
            seal: None,
        }
        .into(),
        IssueStopped {
            award: AwardId(id(2)),
            application: ApplicationId(id(4)),
            why: text("受診者氏名の3文字目を印字できません。"),
        }
        .into(),
    ];
    let master: MasterEvent = RowAdopted {
        table: "caps".to_owned(),
        key: "IV".to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "児童福祉法施行令第22条".to_owned(),
        values: json!({ "general_yen": 5000 }),
    }
    .into();
    let register: RegisterEvent = NumberAllocated { register: "recipient/52416013".to_owned(), serial: 1, holder: id(3) }.into();
    let founded: installation::InstallationEvent =
        installation::Founded { simulated: true, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned() }.into();
    let mut all = vec![Event::from(recipient), award.into(), replaced.into(), master.into(), register.into(), founded.into()];
    all.extend(certificates.into_iter().map(Event::from));
    all.extend(accounts::samples());
    all
}

fn stored(event_type: &str, version: i16) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../events/stored/{event_type}.v{version}.json"))
}

#[test]
fn every_type_has_a_sample_here() {
    let samples = samples();
    for (event_type, version) in Event::types() {
        let found = samples.iter().any(|event| (event.event_type(), event.schema_version()) == (event_type, version));
        assert!(found, "no sample of {event_type} v{version}");
    }
}

#[test]
fn stored_samples_open_to_what_was_meant() {
    let ring = ring();
    for meant in samples() {
        let path = stored(meant.event_type(), meant.schema_version());
        let payload = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut read = Event::decode(meant.event_type(), meant.schema_version(), &payload).expect("readable sample");
        read.visit_personal(&mut Opener { ring: &ring }).expect("sealed with the test key");
        assert!(read == meant, "{} differs from what was meant", meant.event_type());
    }
}

#[test]
fn an_event_written_today_is_the_stored_sample_byte_for_byte() {
    let ring = ring();
    for mut event in samples() {
        let path = stored(event.event_type(), event.schema_version());
        event.visit_personal(&mut Sealer { ring: &ring, key_id: KEY, event_id: EVENT, entropy: &FortyTwo }).expect("sealed");
        let payload = event.encode().expect("nothing open");
        assert_eq!(std::fs::read_to_string(&path).expect("sample").trim_end(), payload, "{}", event.event_type());
    }
}
