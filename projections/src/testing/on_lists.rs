//! A case among others: sent with a transmittal list, put before the decider on a proposal.

use events::application::{Endorsed, Forwarded, Proposed, ReceiptChecked, RouteStep};
use events::ids::{ProposalId, TransmittalId};
use events::transmittal::{self, CaseChecked, DrawnUp, ReceiptOutcome};
use events::{Event, StaffRole};
use jiff::civil::date;

use super::story::{CaseNo, Line, id, office};

impl CaseNo {
    /// Sent with a list and arrived.
    pub(crate) fn forwarded_with_a_list(self) -> [Line; 5] {
        let (list, on) = (TransmittalId(self.transmittal()), date(2026, 11, 9));
        let cases = vec![self.application()];
        let drawn = DrawnUp { serial: 1 + self.0, year: 8, office: office("01"), cases: cases.clone() };
        let checked = CaseChecked { application: self.application(), outcome: ReceiptOutcome::Arrived };
        let arrived = ReceiptChecked { transmittal: list, outcome: ReceiptOutcome::Arrived, why: None };
        [
            self.line(1, StaffRole::Counter, on, Event::Transmittal(drawn.into())),
            self.line(1, StaffRole::Counter, on, Event::Transmittal(transmittal::Sent { cases }.into())),
            self.counter(on, Forwarded { transmittal: Some(list) }),
            self.line(2, StaffRole::Checker, on, Event::Transmittal(checked.into())),
            self.checker(on, arrived),
        ]
    }

    /// Proposed to be approved, by way of a board clerk.
    pub(crate) fn proposed(self) -> Line {
        let step = |role| RouteStep { role, deputy: None };
        let route = vec![step(StaffRole::BoardClerk), step(StaffRole::Approver)];
        let proposal = ProposalId(id(14, self.0 / 4));
        self.checker(date(2026, 11, 16), Proposed { proposal, year: 8, serial: 1 + self.0 / 4, ground: None, why: None, route })
    }

    /// The board clerk agrees.
    pub(crate) fn endorsed(self) -> Line {
        let event = Event::Application(Endorsed { step: 1, absence: None }.into());
        self.line(4, StaffRole::BoardClerk, date(2026, 11, 16), event)
    }
}
