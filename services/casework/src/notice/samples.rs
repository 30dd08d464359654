//! A sample recipient and notice for the tests.

use cqrs_es::Aggregate as _;
use events::Personal;
use events::ids::{AwardId, RecipientId};
use events::notice::{Amended, Filer, NoticeContent, NoticeEvent, NoticeKind, ParticularsChange, Residence, Returned, Settled};
use events::recipient::Guardian;
use events::vocabulary::{Address, MunicipalityCode, OfficeCode, ReceiptNumber, ShortText};
use jiff::civil::date;
use uuid::Uuid;

use super::commands::ReceiveNotice;
use super::{Notice, Standing};
use crate::Fact;
use crate::application::samples::{TODAY, checker, counter, form, text};

pub(crate) fn standing() -> Standing {
    let form = form();
    Standing {
        start: date(2026, 4, 1),
        end: date(2026, 9, 30),
        ended: false,
        birth_date: form.child.birth_date,
        adult_age: 18,
        name: form.child.name,
        residence: Residence { address: form.child.address, municipality: form.child.municipality },
        guardian: Guardian { name: form.applicant.name, relation: form.applicant.relation, address: form.applicant.address },
        insurance: form.insurance,
        proxy: None,
        registrant: false,
        certificate: true,
    }
}

/// Moved within the prefecture.
pub(crate) fn moved() -> NoticeContent {
    let residence = Residence {
        address: Address { postal_code: None, text: ShortText::parse("佐賀県唐津市見本町2-2").unwrap() },
        municipality: MunicipalityCode::parse("412023").unwrap(),
    };
    NoticeContent::Particulars(Box::new(ParticularsChange { residence: Some(residence), ..ParticularsChange::default() }))
}

pub(crate) fn receive() -> ReceiveNotice {
    ReceiveNotice {
        who: counter(),
        today: TODAY,
        kind: NoticeKind::Particulars,
        receipt_number: ReceiptNumber::new(8, OfficeCode::parse("01").unwrap(), 7).unwrap(),
        recipient: RecipientId(Uuid::from_u128(31)),
        award: AwardId(Uuid::from_u128(32)),
        filed_on: TODAY,
        happened_on: date(2026, 4, 10),
        due_on: date(2026, 5, 4),
        receiving_office: OfficeCode::parse("01").unwrap(),
        responsible_office: OfficeCode::parse("01").unwrap(),
        filer: Filer::Guardian,
        content: moved(),
        standing: standing(),
    }
}

pub(crate) fn received() -> NoticeEvent {
    receive().decide(&Notice::default()).unwrap()
}

pub(crate) fn returned() -> NoticeEvent {
    Returned { due_on: date(2026, 5, 1), why: Personal::Open(text("住民票の写しを付けてください。")) }.into()
}

pub(crate) fn amended() -> NoticeEvent {
    Amended { happened_on: date(2026, 4, 11), content: Personal::Open(moved()), why: Personal::Open(text("日付の誤り")) }.into()
}

pub(crate) fn settled() -> NoticeEvent {
    Settled { settled_on: TODAY, change_of_award: Some(false), determination: None }.into()
}

/// A notice after these events: received and mended at the counter, the rest by the checker.
pub(crate) fn notice_after(events: &[NoticeEvent]) -> Notice {
    let mut notice = Notice::default();
    for event in events {
        let by = match event {
            NoticeEvent::Received(_) | NoticeEvent::Amended(_) | NoticeEvent::Withdrawn(_) => counter().id,
            NoticeEvent::Returned(_) | NoticeEvent::Settled(_) => checker().id,
        };
        notice.apply(Fact { event: event.clone(), by });
    }
    notice
}
