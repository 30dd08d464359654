//! A notice, folded from its events.

use std::collections::BTreeSet;

use events::ids::{AwardId, RecipientId, StaffId};
use events::notice::{Filer, NoticeEvent, NoticeKind};
use events::vocabulary::{OfficeCode, ReceiptNumber};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NoticeStage;

/// What was told at the reception and does not change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Reception {
    kind: NoticeKind,
    receipt_number: ReceiptNumber,
    recipient: RecipientId,
    award: AwardId,
    filed_on: Date,
    receiving_office: OfficeCode,
    responsible_office: OfficeCode,
    filer: Filer,
}

/// A notice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Notice {
    reception: Option<Reception>,
    stage: Option<NoticeStage>,
    happened_on: Option<Date>,
    due_on: Option<Date>,
    authors: BTreeSet<StaffId>,
}

impl Notice {
    /// Where it stands; none before it was received.
    pub const fn stage(&self) -> Option<NoticeStage> {
        self.stage
    }

    /// 届の種類.
    pub fn kind(&self) -> Option<NoticeKind> {
        self.reception.as_ref().map(|reception| reception.kind)
    }

    /// 受付番号.
    pub fn receipt_number(&self) -> Option<ReceiptNumber> {
        self.reception.as_ref().map(|reception| reception.receipt_number)
    }

    /// 受給者.
    pub fn recipient(&self) -> Option<RecipientId> {
        self.reception.as_ref().map(|reception| reception.recipient)
    }

    /// 支給認定.
    pub fn award(&self) -> Option<AwardId> {
        self.reception.as_ref().map(|reception| reception.award)
    }

    /// 届出日.
    pub fn filed_on(&self) -> Option<Date> {
        self.reception.as_ref().map(|reception| reception.filed_on)
    }

    /// 届出人.
    pub fn filer(&self) -> Option<Filer> {
        self.reception.as_ref().map(|reception| reception.filer)
    }

    /// 受付事務所 and 管轄事務所.
    pub fn offices(&self) -> Option<(OfficeCode, OfficeCode)> {
        self.reception.as_ref().map(|reception| (reception.receiving_office, reception.responsible_office))
    }

    /// 事由の生じた日.
    pub const fn happened_on(&self) -> Option<Date> {
        self.happened_on
    }

    /// 処理期限, or the day until which the counter answers.
    pub const fn due_on(&self) -> Option<Date> {
        self.due_on
    }

    /// Who shaped what is settled.
    pub const fn authors(&self) -> &BTreeSet<StaffId> {
        &self.authors
    }

    pub(super) fn is_of_office(&self, office: Option<OfficeCode>) -> bool {
        self.offices().is_some_and(|(receiving, responsible)| office == Some(receiving) || office == Some(responsible))
    }

    pub(super) fn take(&mut self, event: &NoticeEvent, by: StaffId) {
        match event {
            NoticeEvent::Received(event) => {
                self.reception = Some(Reception {
                    kind: event.kind,
                    receipt_number: event.receipt_number,
                    recipient: event.recipient,
                    award: event.award,
                    filed_on: event.filed_on,
                    receiving_office: event.receiving_office,
                    responsible_office: event.responsible_office,
                    filer: event.filer,
                });
                self.stage = Some(NoticeStage::Received);
                (self.happened_on, self.due_on) = (Some(event.happened_on), Some(event.due_on));
                self.authors.insert(by);
            }
            NoticeEvent::Amended(event) => {
                self.stage = Some(NoticeStage::Received);
                self.happened_on = Some(event.happened_on);
                self.authors.insert(by);
            }
            NoticeEvent::Returned(event) => {
                self.stage = Some(NoticeStage::Returned);
                self.due_on = Some(event.due_on);
            }
            NoticeEvent::Settled(_) => self.stage = Some(NoticeStage::Settled),
            NoticeEvent::Withdrawn(_) => self.stage = Some(NoticeStage::Withdrawn),
        }
    }
}
