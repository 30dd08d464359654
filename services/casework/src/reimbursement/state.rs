//! What is known of a claim from its events.

use std::collections::BTreeSet;

use events::ids::{AwardId, EventId, RecipientId, StaffId};
use events::notice::Filer;
use events::reimbursement::{Received, ReimbursementEvent};
use events::vocabulary::{OfficeCode, ReceiptNumber, Yen};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Payment;

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)+) => {
        /// Where a claim stands.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum ReimbursementStage { $($(#[$doc])* $name,)+ }

        impl ReimbursementStage {
            /// Word in rows and addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Japanese word.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

stages! {
    /// The division computes it.
    Received = "received", "算定待ち";
    /// The approver decides it.
    Examined = "examined", "決裁待ち";
    /// Something is paid.
    Paid = "paid", "支給決定";
    /// What was paid was wrong, and the approver decides what is right.
    Correcting = "correcting", "訂正の決裁待ち";
    /// Nothing should have been paid.
    Undone = "undone", "支給取消";
    /// Nothing is paid.
    Refused = "refused", "不支給決定";
    /// Given up.
    Withdrawn = "withdrawn", "取下げ";
}

/// A claim, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Reimbursement {
    reception: Option<Reception>,
    stage: Option<ReimbursementStage>,
    amount: Option<Yen>,
    #[serde(default)]
    pub(super) correction: Option<Correction>,
    authors: BTreeSet<StaffId>,
    #[serde(default)]
    pub(super) payment: Payment,
    /// Who proposed another account that waits for its decision.
    #[serde(default)]
    pub(super) account_change: Option<StaffId>,
    /// Who took it, computed, decided or corrected the amount, or changed the account: they release no payment of it.
    #[serde(default)]
    pub(super) hands: BTreeSet<StaffId>,
}

/// A correction that waits for its decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// The decision that it corrects.
    pub corrects: EventId,
    /// The amount that is right.
    pub amount: Yen,
    /// Who proposed it.
    pub by: StaffId,
}

/// What the reception told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reception {
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 請求日.
    pub filed_on: Date,
    /// 処理期限.
    pub due_on: Date,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 請求者.
    pub filer: Filer,
    /// First days of the months.
    pub months: Vec<Date>,
}

impl Reimbursement {
    /// Where it stands; none before it was received.
    pub const fn stage(&self) -> Option<ReimbursementStage> {
        self.stage
    }

    /// What the reception told.
    pub const fn reception(&self) -> Option<&Reception> {
        self.reception.as_ref()
    }

    /// 支給額 as computed or decided.
    pub const fn amount(&self) -> Option<Yen> {
        self.amount
    }

    /// The correction that waits for its decision.
    pub const fn correction(&self) -> Option<Correction> {
        self.correction
    }

    /// What is to be paid in all, as decided and corrected; none before it was decided.
    pub fn decided(&self) -> Option<Yen> {
        use ReimbursementStage::{Correcting, Paid, Undone};
        self.amount.filter(|_| matches!(self.stage, Some(Paid | Correcting | Undone)))
    }

    /// How far its money has come.
    pub const fn payment(&self) -> &Payment {
        &self.payment
    }

    /// Who proposed another account; none where none waits.
    pub const fn account_change(&self) -> Option<StaffId> {
        self.account_change
    }

    /// Who had a part in what is paid: took it, computed, decided or corrected the amount, or changed the account.
    pub const fn hands(&self) -> &BTreeSet<StaffId> {
        &self.hands
    }

    fn paid(&self) -> ReimbursementStage {
        let nothing = self.amount.is_none_or(|amount| amount.amount() == 0);
        if nothing { ReimbursementStage::Undone } else { ReimbursementStage::Paid }
    }

    /// Who shaped what is decided.
    pub const fn authors(&self) -> &BTreeSet<StaffId> {
        &self.authors
    }

    pub(super) fn take(&mut self, event: &ReimbursementEvent, by: StaffId) {
        match event {
            ReimbursementEvent::Received(event) => {
                self.reception = Some(reception(event));
                self.stage = Some(ReimbursementStage::Received);
                self.authors.insert(by);
                self.hands.insert(by);
            }
            ReimbursementEvent::Examined(event) => {
                (self.stage, self.amount) = (Some(ReimbursementStage::Examined), Some(event.amount));
                self.authors.insert(by);
                self.hands.insert(by);
            }
            ReimbursementEvent::Decided(event) => {
                let paid = event.refusal.is_none();
                self.stage = Some(if paid { ReimbursementStage::Paid } else { ReimbursementStage::Refused });
                self.amount = Some(event.amount);
                self.hands.insert(by);
            }
            ReimbursementEvent::CorrectionProposed(event) => {
                self.hands.insert(by);
                self.correction = Some(Correction { corrects: event.corrects, amount: event.amount, by });
                self.stage = Some(ReimbursementStage::Correcting);
            }
            ReimbursementEvent::CorrectionDropped(_) => (self.correction, self.stage) = (None, Some(self.paid())),
            ReimbursementEvent::Corrected(event) => {
                (self.correction, self.amount) = (None, Some(event.amount));
                self.stage = Some(self.paid());
                self.hands.insert(by);
            }
            ReimbursementEvent::Withdrawn(_) => self.stage = Some(ReimbursementStage::Withdrawn),
            ReimbursementEvent::PaymentPlanned(event) => self.payment.plan(event),
            ReimbursementEvent::PaymentReleased(_) => self.payment.release(),
            ReimbursementEvent::PaymentTakenBack(_) => self.payment.planned = None,
            ReimbursementEvent::PaymentSettled(event) => self.payment.settle(event),
            ReimbursementEvent::AccountChangeProposed(_) => {
                self.account_change = Some(by);
                self.hands.insert(by);
            }
            ReimbursementEvent::AccountChangeDropped(_) => self.account_change = None,
            ReimbursementEvent::AccountChanged(_) => {
                (self.account_change, self.payment.fault) = (None, None);
                self.hands.insert(by);
            }
        }
    }
}

fn reception(event: &Received) -> Reception {
    Reception {
        receipt_number: event.receipt_number,
        recipient: event.recipient,
        award: event.award,
        filed_on: event.filed_on,
        due_on: event.due_on,
        receiving_office: event.receiving_office,
        responsible_office: event.responsible_office,
        filer: event.filer,
        months: event.months.clone(),
    }
}
