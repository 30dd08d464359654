//! Notices about the recipients of the stories, and what follows from them.

use events::award::{EndGround, Ended};
use events::certificate::{VoidGround, Voided};
use events::ids::NoticeId;
use events::notice::{Amended, Filer, NoticeEvent, NoticeKind, Received, Returned, Settled, Withdrawn};
use events::recipient::ParticularsChanged;
use events::vocabulary::{Address, FreeText, MunicipalityCode, ReceiptNumber, ShortText};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, office};

fn text(text: &str) -> Personal<FreeText> {
    Personal::Open(FreeText::parse(text).expect("text"))
}

impl CaseNo {
    pub(crate) fn notice(self) -> NoticeId {
        NoticeId(id(11, self.0))
    }

    fn told(self, role: StaffRole, on: Date, event: impl Into<NoticeEvent>) -> Line {
        let by = if role == StaffRole::Counter { 1 } else { 2 };
        self.line(by, role, on, Event::Notice(event.into()))
    }

    pub(crate) fn noticed(self, kind: NoticeKind) -> Line {
        let received = Received {
            kind,
            receipt_number: ReceiptNumber::new(8, office("01"), 900 + self.0).expect("in range"),
            recipient: self.recipient(),
            award: self.award(),
            filed_on: date(2026, 12, 1),
            happened_on: date(2026, 11, 28),
            due_on: date(2026, 12, 15),
            receiving_office: office("01"),
            responsible_office: office("02"),
            filer: Filer::Guardian,
            name: Personal::Open(self.name()),
            content: Personal::Erased,
        };
        self.told(StaffRole::Counter, date(2026, 12, 1), received)
    }

    pub(crate) fn notice_returned(self) -> Line {
        let returned = Returned { due_on: date(2026, 12, 9), why: text("住民票の写しを確かめてください。") };
        self.told(StaffRole::Checker, date(2026, 12, 2), returned)
    }

    fn notice_amended(self) -> Line {
        let amended = Amended { happened_on: date(2026, 11, 29), content: Personal::Erased, why: text("日付の誤り") };
        self.told(StaffRole::Counter, date(2026, 12, 3), amended)
    }

    fn notice_withdrawn(self) -> Line {
        self.told(StaffRole::Counter, date(2026, 12, 3), Withdrawn { why: text("届出人の申出") })
    }

    pub(crate) fn notice_settled(self, change_of_award: Option<bool>) -> Line {
        let on = date(2026, 12, 4);
        self.told(StaffRole::Checker, on, Settled { settled_on: on, change_of_award, determination: None })
    }

    pub(crate) fn moved(self) -> Line {
        let address = Address { postal_code: None, text: ShortText::parse("佐賀県唐津市見本町2-2").expect("text") };
        let changed = ParticularsChanged {
            notice: Some(self.notice()),
            application: None,
            name: None,
            address: Some(Personal::Open(address)),
            municipality: Some(MunicipalityCode::parse("412023").expect("code")),
            responsible_office: Some(office("03")),
            award: Some(self.award()),
            guardian: None,
            insurance: None,
        };
        self.line(2, StaffRole::Checker, date(2026, 11, 29), Event::Recipient(changed.into()))
    }

    pub(crate) fn voided(self, replaced: bool) -> Line {
        let on = date(2026, 12, 4);
        let voided = Voided {
            award: self.award(),
            recipient: self.recipient(),
            application: self.application(),
            copy: 1,
            on,
            ground: if replaced { VoidGround::Corrected } else { VoidGround::Returned },
            notice: Some(self.notice()),
            replaced,
        };
        self.line(2, StaffRole::Checker, on, Event::Certificate(voided.into()))
    }

    pub(crate) fn ended(self) -> Line {
        let ended = Ended {
            recipient: self.recipient(),
            application: self.application(),
            last_day: date(2026, 11, 28),
            ground: EndGround::Cured,
            notice: Some(self.notice()),
        };
        self.line(2, StaffRole::Checker, date(2026, 11, 28), Event::Award(ended.into()))
    }

    /// What a family told after its award, by the number of the case.
    pub(super) fn afterwards(self) -> Vec<Line> {
        match self.0 % 4 {
            0 => vec![
                self.noticed(NoticeKind::Particulars),
                self.notice_returned(),
                self.notice_amended(),
                self.notice_settled(Some(true)),
                self.moved(),
                self.voided(true),
                self.extension_proposed(),
                self.extension_approved(),
                self.extended(),
                self.extension_carried_out(),
                self.redress_proposed(true, date(2026, 10, 20)),
                self.corrected(),
            ],
            1 => vec![self.noticed(NoticeKind::Return), self.notice_settled(None), self.ended(), self.voided(false)],
            2 => {
                // One never counted, the next counts until a day.
                let from = if self.0 % 8 == 2 { date(2026, 10, 20) } else { date(2026, 12, 31) };
                vec![
                    self.noticed(NoticeKind::Reissue),
                    self.notice_returned(),
                    self.notice_withdrawn(),
                    self.redress_proposed(false, from),
                    self.redress_dropped(),
                    self.redress_proposed(false, from),
                    self.revoked(from),
                ]
            }
            _ if self.0 % 8 == 3 => {
                vec![
                    self.noticed(NoticeKind::Proxy),
                    self.claimed(),
                    self.claim_examined(),
                    self.claim_paid(),
                    self.account_proposed(),
                    self.account_changed(),
                    self.claim_planned(),
                    self.claim_released(),
                    self.claim_settled(self.transferred()),
                ]
            }
            _ => vec![self.noticed(NoticeKind::Proxy), self.claimed(), self.claim_withdrawn()],
        }
    }
}
