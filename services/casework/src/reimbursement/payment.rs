//! How far the money of a claim has come. What is open is what was decided, less what was paid and what stands in a batch: so nothing is paid twice, and of
//! a correction only the difference is paid or returned.

use events::ids::PaymentBatchId;
use events::payment_batch::{PaymentOutcome, TransferFault};
use events::reimbursement::{PaymentPlanned, PaymentSettled};
use events::vocabulary::Yen;
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use super::{Reimbursement, ReimbursementRefusal};
use crate::payment_batch::of_division;

/// A payment that stands in a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Planned {
    /// The batch.
    pub batch: PaymentBatchId,
    /// How much.
    pub amount: Yen,
    /// A second person agreed.
    pub released: bool,
}

/// What was paid of a claim, and what is about to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Payment {
    pub(super) paid: i64,
    pub(super) planned: Option<Planned>,
    pub(super) fault: Option<TransferFault>,
    pub(super) times: u32,
}

impl Payment {
    /// Yen that were paid.
    pub const fn paid(&self) -> i64 {
        self.paid
    }

    /// Where it stands in a batch.
    pub const fn planned(&self) -> Option<Planned> {
        self.planned
    }

    /// Why the last transfer did not arrive; none where it did.
    pub const fn fault(&self) -> Option<TransferFault> {
        self.fault
    }

    /// How often it stood in a batch.
    pub const fn times(&self) -> u32 {
        self.times
    }

    pub(super) fn plan(&mut self, event: &PaymentPlanned) {
        self.planned = Some(Planned { batch: event.batch, amount: event.amount, released: false });
        self.times += 1;
    }

    pub(super) fn release(&mut self) {
        self.planned = self.planned.map(|planned| Planned { released: true, ..planned });
    }

    pub(super) fn settle(&mut self, event: &PaymentSettled) {
        let amount = self.planned.take().map_or(0, |planned| planned.amount.amount());
        match event.outcome {
            PaymentOutcome::Paid { .. } => (self.paid, self.fault) = (self.paid + amount, None),
            PaymentOutcome::Rejected { fault } => self.fault = Some(fault),
        }
    }
}

fn by_checkers(who: &Actor) -> Result<(), ReimbursementRefusal> {
    let fits = of_division(who, &[StaffRole::Checker]);
    if fits { Ok(()) } else { Err(ReimbursementRefusal::PaidByCheckers) }
}

impl Reimbursement {
    /// Yen that are still to be paid, below zero where something is to be returned; what stands in a batch is not open.
    pub fn open_yen(&self) -> i64 {
        let planned = self.payment.planned.map_or(0, |planned| planned.amount.amount());
        self.decided().map_or(0, Yen::amount) - self.payment.paid - planned
    }

    /// What a batch may pay now.
    ///
    /// # Errors
    /// Why nothing.
    pub fn payable(&self) -> Result<Yen, ReimbursementRefusal> {
        if self.payment.planned.is_some() {
            return Err(ReimbursementRefusal::InABatch);
        }
        if self.correction.is_some() {
            return Err(ReimbursementRefusal::CorrectionWaits);
        }
        if self.account_change.is_some() {
            return Err(ReimbursementRefusal::AccountChangeWaits);
        }
        Yen::new(self.open_yen()).ok().filter(|open| open.amount() > 0).ok_or(ReimbursementRefusal::NothingOpen)
    }

    pub(super) fn may_plan(&self, who: &Actor, planned: &PaymentPlanned) -> Result<(), ReimbursementRefusal> {
        by_checkers(who)?;
        if self.payable()? == planned.amount { Ok(()) } else { Err(ReimbursementRefusal::AnotherAmount) }
    }

    pub(super) fn may_release(&self, who: &Actor, batch: PaymentBatchId) -> Result<(), ReimbursementRefusal> {
        if !of_division(who, &[StaffRole::Approver]) {
            return Err(ReimbursementRefusal::PaidByCheckers);
        }
        let planned = self.in_batch(batch)?;
        let decided = self.decided().map_or(0, Yen::amount);
        if planned.released {
            Err(ReimbursementRefusal::NotInThisBatch)
        } else if self.correction.is_some() {
            Err(ReimbursementRefusal::CorrectionWaits)
        } else if self.account_change.is_some() {
            Err(ReimbursementRefusal::AccountChangeWaits)
        } else if self.hands.contains(&who.id) {
            Err(ReimbursementRefusal::OwnPayment)
        } else if decided - self.payment.paid != planned.amount.amount() {
            Err(ReimbursementRefusal::AnotherAmount)
        } else {
            Ok(())
        }
    }

    pub(super) fn may_take_back(&self, who: &Actor, batch: PaymentBatchId) -> Result<(), ReimbursementRefusal> {
        if of_division(who, &[StaffRole::Checker, StaffRole::Approver]) {
            self.in_batch(batch).map(drop)
        } else {
            Err(ReimbursementRefusal::PaidByCheckers)
        }
    }

    pub(super) fn may_settle(&self, who: &Actor, batch: PaymentBatchId) -> Result<(), ReimbursementRefusal> {
        by_checkers(who)?;
        if self.in_batch(batch)?.released { Ok(()) } else { Err(ReimbursementRefusal::NotInThisBatch) }
    }

    fn in_batch(&self, batch: PaymentBatchId) -> Result<Planned, ReimbursementRefusal> {
        self.payment.planned.filter(|planned| planned.batch == batch).ok_or(ReimbursementRefusal::NotInThisBatch)
    }
}
