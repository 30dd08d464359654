//! Protections (支援措置) of the families of the stories, and rows that are said to be one person (同じ人).

use events::protection::{Ended, ProtectionEvent, Recorded};
use events::same_person::{Linked, SamePersonEvent, Unlinked};
use events::vocabulary::ProtectionGround;
use events::{Event, StaffRole};
use jiff::civil::date;

use super::story::{CaseNo, Line, text};

impl CaseNo {
    pub(crate) fn protected(self) -> Line {
        let recorded = Recorded {
            application: self.application(),
            recipient: None,
            ground: ProtectionGround::DomesticViolence,
            until: Some(date(2027, 3, 31)),
            reason: text("市の通知書を見た。"),
        };
        self.line(1, StaffRole::Counter, date(2026, 11, 6), Event::Protection(ProtectionEvent::from(recorded)))
    }

    pub(crate) fn protected_no_longer(self) -> Line {
        let ended = Ended { application: self.application(), reason: text("延長しない。") };
        self.line(2, StaffRole::Checker, date(2026, 12, 10), Event::Protection(ProtectionEvent::from(ended)))
    }

    /// The same person as the next one.
    pub(crate) fn linked(self) -> Line {
        let next = Self(self.0 + 1);
        let applications = [self.application(), next.application()];
        let why = text("住民票で確かめた。");
        let linked = Linked { recipient: self.recipient(), with: next.recipient(), applications, why };
        self.line(2, StaffRole::Checker, date(2026, 11, 7), Event::SamePerson(SamePersonEvent::from(linked)))
    }

    pub(crate) fn unlinked(self) -> Line {
        let next = Self(self.0 + 1);
        let applications = [self.application(), next.application()];
        let why = text("双子と分かった。");
        let unlinked = Unlinked { recipient: self.recipient(), with: next.recipient(), applications, why };
        self.line(3, StaffRole::Approver, date(2026, 12, 11), Event::SamePerson(SamePersonEvent::from(unlinked)))
    }
}
