//! Protections (支援措置) of the families of the stories, rows that are said to be one person (同じ人), and where their post goes (送付先).

use events::mailing::{Changed, MailingEvent, Registered};
use events::protection::{Ended, ProtectionEvent, Recorded};
use events::same_person::{Linked, SamePersonEvent, Unlinked};
use events::vocabulary::{MailingGround, ProtectionGround};
use events::{Event, Personal, StaffRole};
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

    /// Post goes elsewhere.
    pub(crate) fn mailed_elsewhere(self) -> Line {
        let registered = Registered {
            recipient: self.recipient(),
            application: self.application(),
            from: date(2026, 11, 7),
            until: None,
            ground: MailingGround::Hospital,
            confidential: false,
            to: Personal::Erased,
            why: text("入院のため。"),
        };
        self.line(1, StaffRole::Counter, date(2026, 11, 7), Event::Mailing(MailingEvent::from(registered)))
    }

    /// Post goes to the home again.
    pub(crate) fn mailed_home(self) -> [Line; 2] {
        let (recipient, application) = (self.recipient(), self.application());
        let (from, ground) = (date(2026, 12, 1), MailingGround::Other);
        let (to, why) = (Personal::Erased, text("移ったと申出があった。"));
        let changed = Changed { recipient, application, from, until: None, ground, confidential: true, to, why };
        let ended = events::mailing::Ended { recipient, application, last_day: date(2026, 12, 31), why: text("戻った。") };
        [MailingEvent::from(changed), ended.into()]
            .map(|event| self.line(2, StaffRole::Checker, date(2026, 12, 11), Event::Mailing(event)))
    }
}
