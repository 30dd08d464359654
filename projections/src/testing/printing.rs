//! A certificate among others: printed and posted, or left with a reason.

use events::ids::CertificateId;
use events::print_run::{
    Closed, Explained, FoundSheet, Frozen, Halted, LeftOut, Matched, Mismatched, Posted, PrintItem, PrintQuery, PrintRunEvent,
    Printed, Released, Rendered, Resumed, Returned, Settled, Spoiled,
};
use events::vocabulary::{LeftOutReason, PostingWay, PrintKind, PrintOrder, ReturnGround, Sheet, SpoilReason};
use events::{Event, StaffRole};
use jiff::civil::date;
use uuid::Uuid;

use super::story::{CaseNo, Line, id, text};

impl CaseNo {
    pub(super) fn print_run(self) -> Uuid {
        id(30, self.0)
    }

    fn of_the_run(self, event: impl Into<PrintRunEvent>) -> Line {
        self.line(2, StaffRole::Checker, date(2026, 11, 26), Event::PrintRun(event.into()))
    }

    fn frozen(self) -> Line {
        let (from, until) = (date(2026, 11, 1), date(2026, 11, 30));
        let query = PrintQuery {
            kind: PrintKind::All,
            office: None,
            decided_from: from,
            decided_until: until,
            order: PrintOrder::Postal,
        };
        let item = PrintItem {
            award: self.award(),
            recipient: self.recipient(),
            application: self.application(),
            certificate: CertificateId(self.certificate()),
            copy: 1,
            recipient_number: self.number(),
        };
        let left_out = vec![LeftOut { award: self.award(), reason: LeftOutReason::Protected }];
        self.of_the_run(Frozen { serial: 1 + self.0, year: 8, query, items: vec![item], left_out })
    }

    /// From the question to the post, back and out again.
    pub(super) fn printed_and_posted(self) -> Vec<Line> {
        let found = vec![FoundSheet { item: None, sheet: Sheet::CapSheet, counts: false }];
        let posted = || self.of_the_run(Posted { items: vec![1], on: date(2026, 11, 26), way: PostingWay::Ordinary });
        vec![
            self.frozen(),
            self.of_the_run(Rendered { first: 1, digests: vec!["ab".repeat(32)] }),
            self.of_the_run(Released { digest: "cd".repeat(32) }),
            self.of_the_run(Printed { from: 1, until: 1 }),
            self.of_the_run(Spoiled { item: 1, reason: SpoilReason::Jammed }),
            self.of_the_run(Mismatched { found }),
            self.of_the_run(Matched { item: 1 }),
            posted(),
            self.of_the_run(Returned { item: 1, on: date(2026, 11, 26), ground: ReturnGround::Moved }),
            posted(),
        ]
    }

    /// Halted, and closed with a difference.
    pub(super) fn left_with_a_reason(self) -> Vec<Line> {
        let (award, due_on) = (self.award(), date(2026, 12, 1));
        vec![
            self.frozen(),
            self.of_the_run(Halted { at: Some(1) }),
            self.of_the_run(Resumed {}),
            self.of_the_run(Explained { award, why: text("次の発行で送る"), due_on }),
            self.of_the_run(Closed { left: vec![award] }),
            self.of_the_run(Settled { award, how: text("次の発行で送った") }),
        ]
    }
}
