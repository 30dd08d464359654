//! Protections (支援措置) of the families of the stories.

use events::protection::{Ended, ProtectionEvent, Recorded};
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
}
