//! Claims for reimbursement of the recipients of the stories.

use events::ids::{EventId, ReimbursementId};
use events::notice::Filer;
use events::reimbursement::{Corrected, CorrectionProposed, Decided, Examined, Received, ReimbursementEvent, Withdrawn};
use events::vocabulary::{ReceiptNumber, Yen};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, office, staff, text};

impl CaseNo {
    pub(crate) fn reimbursement(self) -> ReimbursementId {
        ReimbursementId(id(13, self.0))
    }

    pub(super) fn on_claim(self, by: u32, role: StaffRole, on: Date, event: impl Into<ReimbursementEvent>) -> Line {
        self.line(by, role, on, Event::Reimbursement(event.into()))
    }

    pub(crate) fn claimed(self) -> Line {
        let received = Received {
            receipt_number: ReceiptNumber::new(8, office("01"), 1_900 + self.0).expect("in range"),
            recipient: self.recipient(),
            award: self.award(),
            filed_on: date(2026, 12, 10),
            due_on: date(2027, 2, 8),
            receiving_office: office("01"),
            responsible_office: office("02"),
            filer: Filer::Guardian,
            months: vec![date(2026, 11, 1)],
            name: Personal::Open(self.name()),
            claim: Personal::Erased,
        };
        self.on_claim(1, StaffRole::Counter, date(2026, 12, 10), received)
    }

    pub(crate) fn claim_examined(self) -> Line {
        let examined = Examined {
            amount: Yen::new(25_000).expect("in range"),
            months: Personal::Open(Vec::new()),
            determination: Personal::Open(serde_json::json!([])),
        };
        self.on_claim(2, StaffRole::Checker, date(2026, 12, 11), examined)
    }

    pub(crate) fn claim_paid(self) -> Line {
        let on = date(2026, 12, 14);
        let decided = Decided { decided_on: on, amount: Yen::new(25_000).expect("in range"), refusal: None };
        self.on_claim(3, StaffRole::Approver, on, decided)
    }

    pub(crate) fn claim_withdrawn(self) -> Line {
        self.on_claim(1, StaffRole::Counter, date(2026, 12, 14), Withdrawn { why: text("請求者の申出") })
    }

    pub(crate) fn claim_correction_proposed(self) -> Line {
        let proposed = CorrectionProposed {
            corrects: EventId(id(13, 900 + self.0)),
            amount: Yen::ZERO,
            why: text("領収書を数え違えていたため。"),
        };
        self.on_claim(2, StaffRole::Checker, date(2026, 12, 15), proposed)
    }

    pub(crate) fn claim_corrected(self, amount: i64) -> Line {
        let on = date(2026, 12, 16);
        let yen = |amount| Yen::new(amount).expect("in range");
        let corrected = Corrected {
            corrects: EventId(id(13, 900 + self.0)),
            proposed_by: staff(2),
            decided_on: on,
            before: yen(25_000),
            amount: yen(amount),
        };
        self.on_claim(3, StaffRole::Approver, on, corrected)
    }
}
