//! Revocations and corrections of the awards of the stories.

use events::award::{
    Corrected, CorrectionGround, Money, Redress, RedressDropped, RedressProposed, RevocationGround, Revoked, Right,
};
use events::ids::EventId;
use events::vocabulary::{Severity, Tier, ValidityPeriod, Yen};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, staff, text};

fn right() -> Right {
    Right {
        validity: ValidityPeriod::new(date(2026, 10, 20), date(2026, 12, 31)).expect("in order"),
        tier: Some(Tier::III),
        severity: Severity::General,
        haemophilia: false,
        monthly_cap: Yen::new(2_500).expect("in range"),
    }
}

impl CaseNo {
    fn corrects(self) -> EventId {
        EventId(id(12, self.0))
    }

    pub(crate) fn redress_proposed(self, correct: bool, from: Date) -> Line {
        let redress = if correct {
            Redress::Correct { ground: CorrectionGround::Income, from, right: right() }
        } else {
            Redress::Revoke { ground: RevocationGround::GrantedInError, from }
        };
        let proposed = RedressProposed {
            recipient: self.recipient(),
            application: self.application(),
            corrects: self.corrects(),
            redress,
            months: Personal::Open(Vec::new()),
            why: text("所得割の読み違い"),
        };
        self.line(2, StaffRole::Checker, date(2026, 12, 7), Event::Award(proposed.into()))
    }

    pub(crate) fn redress_dropped(self) -> Line {
        let (recipient, application) = (self.recipient(), self.application());
        let dropped = RedressDropped { recipient, application, why: text("確かめ直す") };
        self.line(3, StaffRole::Approver, date(2026, 12, 8), Event::Award(dropped.into()))
    }

    pub(crate) fn revoked(self, from: Date) -> Line {
        let revoked = Revoked {
            recipient: self.recipient(),
            application: self.application(),
            corrects: self.corrects(),
            proposed_by: staff(2),
            ground: RevocationGround::GrantedInError,
            from,
            decided_on: date(2026, 12, 9),
            money: Personal::Open(Money::default()),
            why: text("要件を満たしていなかった"),
        };
        self.line(3, StaffRole::Approver, from, Event::Award(revoked.into()))
    }

    pub(crate) fn corrected(self) -> Line {
        let right = right();
        let corrected = Corrected {
            recipient: self.recipient(),
            application: self.application(),
            corrects: self.corrects(),
            proposed_by: staff(2),
            ground: CorrectionGround::Income,
            from: right.validity.start(),
            decided_on: date(2026, 12, 9),
            right,
            money: Personal::Open(Money::default()),
            why: text("所得割の読み違い"),
        };
        self.line(3, StaffRole::Approver, right.validity.start(), Event::Award(corrected.into()))
    }
}
