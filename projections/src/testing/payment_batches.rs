//! A batch of payments for each case, with one line.

use events::ids::{EventId, PaymentBatchId, RecipientId};
use events::payment_batch::{
    Delivered, DrawnUp, LineResult, PaymentBatchEvent, PaymentLine, PaymentOutcome, Released, ResultsTaken, TransferFault,
};
use events::reimbursement::{AccountChanged, PaymentPlanned, PaymentReleased, PaymentSettled};
use events::vocabulary::{ReceiptNumber, Yen};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, office, staff, text};

const HANDED: Date = date(2026, 12, 18);

impl CaseNo {
    pub(crate) fn payment_batch(self) -> PaymentBatchId {
        PaymentBatchId(id(26, self.0))
    }

    fn of_batch(self, by: u32, role: StaffRole, event: impl Into<PaymentBatchEvent>) -> Line {
        let event = Event::PaymentBatch(event.into());
        Line { case: self, stream: self.payment_batch().0, by: staff(by), role, on: HANDED, event }
    }

    pub(crate) fn payment_drawn(self) -> Line {
        let line = PaymentLine {
            reimbursement: self.reimbursement(),
            receipt_number: ReceiptNumber::new(8, office("01"), 1_900 + self.0).expect("in range"),
            recipient: RecipientId(id(2, self.0)),
            decision: EventId(id(13, 900 + self.0)),
            amount: Yen::new(25_000).expect("in range"),
            account: EventId(id(13, 700 + self.0)),
            account_mark: "00".repeat(32),
        };
        let drawn = DrawnUp { year: 8, serial: 1 + self.0, pay_on: date(2026, 12, 25), lines: vec![line], files: Vec::new() };
        self.of_batch(2, StaffRole::Checker, drawn)
    }

    pub(crate) fn payment_handed_over(self) -> [Line; 2] {
        let released = Released { drawn_by: staff(2) };
        [self.of_batch(3, StaffRole::Approver, released), self.of_batch(2, StaffRole::Checker, Delivered { on: HANDED })]
    }

    pub(crate) fn payment_answered(self, outcome: PaymentOutcome) -> Line {
        let result = LineResult { line: 1, amount: Yen::new(25_000).expect("in range"), outcome };
        self.of_batch(2, StaffRole::Checker, ResultsTaken { results: vec![result] })
    }

    /// Drawn up, released, handed over; of every third the transfer does not arrive.
    pub(crate) fn paid_in_a_batch(self) -> Vec<Line> {
        let mut lines = vec![self.payment_drawn()];
        lines.extend(self.payment_handed_over());
        lines.push(self.payment_answered(self.transferred()));
        lines
    }

    pub(crate) fn transferred(self) -> PaymentOutcome {
        if self.0.is_multiple_of(3) {
            PaymentOutcome::Rejected { fault: TransferFault::NoAccount }
        } else {
            PaymentOutcome::Paid { on: date(2026, 12, 25) }
        }
    }

    pub(crate) fn claim_planned(self) -> Line {
        let (batch, decision) = (self.payment_batch(), EventId(id(13, 900 + self.0)));
        let planned = PaymentPlanned { batch, decision, amount: Yen::new(25_000).expect("in range") };
        self.on_claim(2, StaffRole::Checker, HANDED, planned)
    }

    pub(crate) fn claim_released(self) -> Line {
        self.on_claim(3, StaffRole::Approver, HANDED, PaymentReleased { batch: self.payment_batch() })
    }

    pub(crate) fn claim_settled(self, outcome: PaymentOutcome) -> Line {
        let settled = PaymentSettled { batch: self.payment_batch(), outcome };
        self.on_claim(2, StaffRole::Checker, HANDED, settled)
    }

    pub(crate) fn account_proposed(self) -> Line {
        let proposed =
            events::reimbursement::AccountChangeProposed { account: Personal::Erased, why: text("口座を移したため。") };
        self.on_claim(2, StaffRole::Checker, HANDED, proposed)
    }

    pub(crate) fn account_changed(self) -> Line {
        self.on_claim(3, StaffRole::Approver, HANDED, AccountChanged { proposed_by: staff(2), changed_on: HANDED })
    }
}
