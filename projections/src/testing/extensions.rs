//! Mass extensions of the awards of the stories, one award each.

use events::award::Extended;
use events::extension::{Approved, CarriedOut, Dropped, ExtensionEvent, Plan, Proposed};
use events::ids::ExtensionId;
use events::vocabulary::ShortText;
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, staff, text};

/// The new last day.
const UNTIL: Date = date(2028, 3, 31);

fn reference() -> Personal<ShortText> {
    Personal::Open(ShortText::parse("令和8年厚生労働省令（見本）").expect("short"))
}

impl CaseNo {
    pub(crate) fn extension(self) -> ExtensionId {
        ExtensionId(id(22, self.0))
    }

    fn on_extension(self, by: u32, role: StaffRole, day: i8, event: impl Into<ExtensionEvent>) -> Line {
        self.line(by, role, date(2026, 12, day), Event::Extension(event.into()))
    }

    pub(crate) fn extension_proposed(self) -> Line {
        let plan =
            Plan { issued_on: date(2026, 12, 1), ends_from: date(2027, 9, 1), ends_until: date(2027, 9, 30), until: UNTIL };
        let excluded = Personal::Open(Vec::new());
        let proposed = Proposed { plan, reference: reference(), awards: vec![self.award()], excluded };
        self.on_extension(2, StaffRole::Checker, 15, proposed)
    }

    pub(crate) fn extension_dropped(self) -> Line {
        self.on_extension(3, StaffRole::Approver, 16, Dropped { why: text("期間の誤り") })
    }

    pub(crate) fn extension_approved(self) -> Line {
        self.on_extension(3, StaffRole::Approver, 16, Approved { decided_on: date(2026, 12, 16) })
    }

    pub(crate) fn extended(self) -> Line {
        let extended = Extended {
            recipient: self.recipient(),
            application: self.application(),
            extension: self.extension(),
            reference: reference(),
            before: date(2027, 9, 30),
            until: UNTIL,
            decided_on: date(2026, 12, 16),
            proposed_by: staff(2),
        };
        self.line(3, StaffRole::Approver, date(2027, 10, 1), Event::Award(extended.into()))
    }

    pub(crate) fn extension_carried_out(self) -> Line {
        self.on_extension(3, StaffRole::Approver, 16, CarriedOut { extended: 1, left: Vec::new() })
    }
}
