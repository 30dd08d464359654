//! A file for a review and payment organisation, claims and a month of the cap sheet for each case.

use events::cap_sheet::{self, MonthEntered};
use events::claim_import::{Care, ClaimRow, Matched, Recorded, TakenBack, Used};
use events::ids::{ApplicationId, AwardId, ClaimImportId, EventId, RecipientId};
use events::recipient_file::{
    Delivered, Entry, FileEncoding, FileForm, FileLayout, Item, ItemKind, Prepared, RecipientFileEvent, Rejected, Released,
    ResultImported, ReviewBody,
};
use events::vocabulary::{FreeText, PayerNumber, Severity, Tier, ValidityPeriod, Yen};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, office, staff};

impl CaseNo {
    pub(crate) fn recipient_file(self) -> uuid::Uuid {
        id(23, self.0)
    }

    /// Ids of their own: whether the ledger knows the award is another question.
    fn entry(self) -> Entry {
        Entry {
            payer_number: PayerNumber::parse("52416013").expect("number"),
            recipient_number: self.number(),
            validity: ValidityPeriod::new(date(2026, 10, 20), date(2027, 9, 30)).expect("period"),
            tier: Some(Tier::IV),
            severity: Severity::General,
            monthly_cap: Yen::new(5_000).expect("yen"),
            annulled: false,
        }
    }

    /// What stands in its files.
    fn prepared(self, serial: u32, again: bool) -> Prepared {
        let item = Item {
            kind: ItemKind::New,
            award: AwardId(id(3, self.0)),
            recipient: RecipientId(id(2, self.0)),
            source: EventId(id(24, self.0)),
            again,
            entry: self.entry(),
        };
        let layout =
            FileLayout { form: FileForm::Csv, encoding: FileEncoding::Utf8, heading: false, columns: vec!["line:5".to_owned()] };
        Prepared {
            body: ReviewBody::Federation,
            month: date(2026, 12, 1),
            serial,
            layout,
            known_up_to: 9,
            items: vec![item],
            undecided: Vec::new(),
            digest: "00".repeat(32),
        }
    }

    /// Frozen, released, delivered; of every third the organisation does not take the line.
    pub(crate) fn told_to_a_body(self) -> [Line; 4] {
        let prepared = self.prepared(1 + self.0, false);
        let refused = self.0.is_multiple_of(3);
        let rejected = if refused { vec![Rejected { line: 1, code: "E1".to_owned() }] } else { Vec::new() };
        let on = date(2026, 12, 10);
        [
            self.of_file(2, StaffRole::Checker, on, prepared),
            self.of_file(3, StaffRole::Approver, on, Released { prepared_by: staff(2) }),
            self.of_file(2, StaffRole::Checker, on, Delivered { on }),
            self.of_file(2, StaffRole::Checker, on, ResultImported { accepted: u32::from(!refused), rejected }),
        ]
    }

    /// What was not taken is told again in a file of its own.
    pub(crate) fn told_again(self) -> [Line; 3] {
        let on = date(2027, 1, 8);
        let line = |by: u32, role, event: RecipientFileEvent| {
            let event = Event::RecipientFile(event);
            Line { case: self, stream: id(40, self.0), by: staff(by), role, on, event }
        };
        [
            line(2, StaffRole::Checker, self.prepared(100 + self.0, true).into()),
            line(3, StaffRole::Approver, Released { prepared_by: staff(2) }.into()),
            line(2, StaffRole::Checker, Delivered { on }.into()),
        ]
    }

    /// Claims of a month, and the same month from the sheet.
    pub(crate) fn claims_imported(self) -> [Line; 2] {
        let (on, month) = (date(2026, 12, 15), date(2026, 11, 1));
        let row = |line: u32| ClaimRow {
            line,
            month,
            payer_number: "52416013".to_owned(),
            recipient_number: self.number().to_string(),
            institution: "4110100015".to_owned(),
            care: Care::Outpatient,
            total: Yen::new(60_000).expect("yen"),
            paid: Yen::new(10_000).expect("yen"),
            share: Yen::new(2_000).expect("yen"),
            matched: (line == 2).then(|| Matched {
                award: AwardId(id(3, self.0)),
                recipient: RecipientId(id(2, self.0)),
                office: office("01"),
                group: 1,
            }),
            faults: if line == 2 { Vec::new() } else { vec![events::claim_import::Fault::UnknownNumber] },
        };
        let recorded = Recorded { body: ReviewBody::Fund, claimed_in: date(2026, 12, 1), rows: vec![row(2), row(3)] };
        let recipient = RecipientId(id(2, self.0));
        let entered = MonthEntered { recipient, month, total: Some(Yen::new(61_000).expect("yen")) };
        let line = |stream, event| Line { case: self, stream, by: staff(2), role: StaffRole::Checker, on, event };
        [
            line(id(25, self.0), Event::ClaimImport(recorded.into())),
            line(cap_sheet::stream_of(recipient), Event::CapSheet(entered.into())),
        ]
    }

    /// The claims were those of another month.
    pub(crate) fn claims_taken_back(self) -> Line {
        let used =
            Used { application: ApplicationId(id(1, self.0)), recipient: RecipientId(id(2, self.0)), office: office("01") };
        let taken_back = TakenBack {
            import: ClaimImportId(id(25, self.0)),
            recorded_by: staff(2),
            used: vec![used],
            why: Personal::Open(FreeText::parse("別の月のファイルだった。").expect("text")),
        };
        let event = Event::ClaimImport(taken_back.into());
        Line { case: self, stream: id(25, self.0), by: staff(3), role: StaffRole::Approver, on: date(2026, 12, 20), event }
    }

    fn of_file(self, by: u32, role: StaffRole, on: Date, event: impl Into<RecipientFileEvent>) -> Line {
        let event = Event::RecipientFile(event.into());
        Line { case: self, stream: self.recipient_file(), by: staff(by), role, on, event }
    }
}
