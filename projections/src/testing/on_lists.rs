//! A case among others: sent with a transmittal list, put before the decider on a proposal; and what is done beside cases.

use events::application::{Endorsed, Forwarded, LookedOver, Proposed, ReceiptChecked, RouteStep};
use events::ids::{ProposalId, TransmittalId};
use events::letter::LetterKind;
use events::letter_release::{self, Addressed};
use events::master::{MasterStatus, RowAdopted};
use events::master_change::{self, MasterChangeEvent};
use events::transmittal::{self, CaseChecked, DrawnUp, ReceiptOutcome};
use events::{Event, Personal, StaffRole};
use jiff::civil::date;

use super::story::{CaseNo, Line, id, office, staff, text};

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

    /// Somebody proposes a row of the masters and another approves it, or sends it back.
    pub(crate) fn masters_changed(self) -> [Line; 2] {
        let row = RowAdopted {
            table: "caps".to_owned(),
            key: "IV".to_owned(),
            valid_from: date(2027, 7, 1),
            valid_to: None,
            status: MasterStatus::Confirmed,
            source: "見本".to_owned(),
            values: serde_json::json!({ "general_yen": 5000 + self.0 }),
        };
        let proposed = master_change::Proposed { rows: vec![row], why: Personal::Erased };
        let decided: MasterChangeEvent = if self.0 % 4 == 1 {
            master_change::Returned { why: Personal::Erased }.into()
        } else {
            master_change::Approved { proposed_by: staff(2) }.into()
        };
        let on = date(2026, 11, 12);
        [
            self.line(2, StaffRole::Checker, on, Event::MasterChange(proposed.into())),
            self.line(3, StaffRole::Approver, on, Event::MasterChange(decided)),
        ]
    }

    /// A guide to the renewal is prepared and released.
    pub(crate) fn letters_released(self) -> [Line; 2] {
        let one = Addressed { recipient: self.recipient(), award: self.award(), application: self.application() };
        let prepared = letter_release::Prepared {
            kind: LetterKind::RenewalGuide,
            from: date(2027, 9, 1),
            until: date(2027, 9, 30),
            office: None,
            campaign: None,
            known_up_to: 9,
            addressed: vec![one],
            designations: Vec::new(),
            excluded: Vec::new(),
        };
        let on = date(2026, 11, 13);
        [
            self.line(2, StaffRole::Checker, on, Event::LetterRelease(prepared.into())),
            self.line(
                3,
                StaffRole::Approver,
                on,
                Event::LetterRelease(letter_release::Released { prepared_by: staff(2) }.into()),
            ),
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
        let event = Event::Application(Endorsed { step: 1, absence: None, holder: None }.into());
        self.line(4, StaffRole::BoardClerk, date(2026, 11, 16), event)
    }

    /// A checker stands in for the board clerk.
    pub(crate) fn stood_in(self) -> Line {
        let (absence, holder) = (Some(text("出張のため。")), Some(staff(4)));
        let event = Event::Application(Endorsed { step: 1, absence, holder }.into());
        self.line(5, StaffRole::Checker, date(2026, 11, 16), event)
    }

    /// The board clerk looks it over.
    pub(crate) fn looked_over(self) -> Line {
        let event = Event::Application(LookedOver { post: StaffRole::BoardClerk, remark: None }.into());
        self.line(4, StaffRole::BoardClerk, date(2026, 11, 20), event)
    }
}
