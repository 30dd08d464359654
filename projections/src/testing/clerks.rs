//! A case that changes hands at its desk, accounts that are locked and unlocked, and people who go to another office.

use events::account::{AccountEvent, Granted, Locked, Unlocked};
use events::application::{ClerkNamed, ClerkReleased};
use events::vocabulary::{ClerkDesk, OfficeCode};
use events::{Event, StaffRole};
use jiff::civil::date;

use super::story::{CaseNo, Line, staff, text};

impl CaseNo {
    /// Handed over at the counter.
    pub(crate) fn handed_to(self, clerk: u32) -> Line {
        let why = Some(text("休暇の間、引き継ぐため。"));
        self.counter(date(2026, 11, 9), ClerkNamed { desk: ClerkDesk::Office, clerk: staff(clerk), why })
    }

    /// Left to whoever takes it next.
    pub(crate) fn released(self, desk: ClerkDesk) -> Line {
        self.counter(date(2026, 11, 9), ClerkReleased { desk, why: text("担当替えのため。") })
    }

    /// An account is locked, or unlocked.
    pub(crate) fn account(self, of: u32, locked: bool) -> Line {
        let event = if locked { Locked { failures: 10 }.into() } else { Unlocked {}.into() };
        self.of_account(of, event)
    }

    /// Somebody has this role in this office from now on.
    pub(crate) fn granted(self, of: u32, role: StaffRole, office: &str) -> Line {
        let office = OfficeCode::parse(office).expect("an office");
        self.of_account(of, Granted { role, office, proposed_by: staff(9) }.into())
    }

    fn of_account(self, of: u32, event: AccountEvent) -> Line {
        Line { stream: staff(of).0, ..self.line(9, StaffRole::Administrator, date(2026, 11, 9), Event::Account(event)) }
    }
}
