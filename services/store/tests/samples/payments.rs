//! Files for review and payment organisations, imports of claims and cap sheets, as they were meant.

use events::Event;
use events::cap_sheet::{CapSheetEvent, MonthEntered};
use events::claim_import::{Care, ClaimImportEvent, ClaimRow, Fault, Matched, Recorded, TakenBack, Used};
use events::ids::{ApplicationId, AwardId, ClaimImportId, EventId, RecipientId, StaffId};
use events::recipient_file::{
    Delivered, Entry, FileEncoding, FileForm, FileLayout, Item, ItemKind, Prepared, RecipientFileEvent, Rejected, Released,
    ResultImported, ReviewBody, Undecided, Withdrawn,
};
use events::vocabulary::{Severity, Tier};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

fn item() -> Item {
    Item {
        kind: ItemKind::New,
        award: AwardId(id(2)),
        recipient: RecipientId(id(3)),
        source: EventId(id(9)),
        again: false,
        entry: Entry {
            payer_number: of(json!("52416013")),
            recipient_number: of(json!("0000018")),
            validity: of(json!({ "start": "2026-10-20", "end": "2027-09-30" })),
            tier: Some(Tier::IV),
            severity: Severity::General,
            monthly_cap: of(json!(5_000)),
            annulled: false,
        },
    }
}

pub fn samples() -> Vec<Event> {
    let layout = FileLayout {
        form: FileForm::Csv,
        encoding: FileEncoding::Cp932,
        heading: true,
        columns: vec!["recipient_number:7".to_owned(), "kana:20".to_owned()],
    };
    let files: [RecipientFileEvent; 5] = [
        Prepared {
            body: ReviewBody::Federation,
            month: date(2026, 11, 1),
            serial: 3,
            layout,
            known_up_to: 1_200,
            items: vec![item()],
            undecided: vec![Undecided { award: AwardId(id(5)), recipient: RecipientId(id(4)) }],
            digest: "ab".repeat(32),
        }
        .into(),
        Released { prepared_by: StaffId(id(6)) }.into(),
        Withdrawn {}.into(),
        Delivered { on: date(2026, 11, 20) }.into(),
        ResultImported { accepted: 0, rejected: vec![Rejected { line: 1, code: "E01".to_owned() }] }.into(),
    ];
    let row = ClaimRow {
        line: 2,
        month: date(2026, 10, 1),
        payer_number: "52416013".to_owned(),
        recipient_number: "0000018".to_owned(),
        institution: "4110100015".to_owned(),
        care: Care::Outpatient,
        total: of(json!(68_400)),
        paid: of(json!(13_680)),
        share: of(json!(0)),
        matched: Some(Matched { award: AwardId(id(2)), recipient: RecipientId(id(3)), office: of(json!("01")), group: 1 }),
        faults: vec![Fault::OverCap],
    };
    let claims = ClaimImportEvent::from(Recorded { body: ReviewBody::Fund, claimed_in: date(2026, 11, 1), rows: vec![row] });
    let taken_back = ClaimImportEvent::from(TakenBack {
        import: ClaimImportId(id(4)),
        recorded_by: StaffId(id(6)),
        used: vec![Used { application: ApplicationId(id(7)), recipient: RecipientId(id(3)), office: of(json!("01")) }],
        why: text("見本の理由"),
    });
    let months = CapSheetEvent::from(MonthEntered {
        recipient: RecipientId(id(3)),
        month: date(2026, 10, 1),
        total: Some(of(json!(68_400))),
    });
    let mut all: Vec<Event> = files.into_iter().map(Event::from).collect();
    all.extend([claims.into(), taken_back.into(), months.into()]);
    all
}
