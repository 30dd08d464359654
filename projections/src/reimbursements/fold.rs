//! From events to rows, without a database.

use events::reimbursement::{Received, ReimbursementEvent};
use events::{Event, codes};
use jiff::civil::Date;
use store::Told;
use uuid::Uuid;

use crate::reading::token;
use crate::told::{FoldError, Mark, coded, one_table};

codes! {
    /// Where a claim stands; the same words as in the rules of casework.
    Stage, UnknownStage, "療養費の請求の状態を表す語ではありません。" {
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
}

impl Stage {
    /// Somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Examined | Self::Correcting)
    }
}

/// A claim and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Claim {
    receipt_number: String,
    recipient: Uuid,
    award: Uuid,
    receiving_office: String,
    responsible_office: String,
    filed_on: Date,
    due_on: Date,
    name: Option<String>,
    stage: Stage,
    open: bool,
    amount: Option<i64>,
    mark: Mark,
}
store::columns!(Claim, in "reimbursements" by "reimbursement_id": receipt_number, recipient as "recipient_id", award as "award_id",
                receiving_office, responsible_office, filed_on, due_on, name, stage, open, amount, mark);
coded!(Stage);

one_table!(Claim);

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let Event::Reimbursement(event) = told.event()? else { return Ok(()) };
        let (id, recorded) = (told.recorded.stream_id, &told.recorded);
        let mut row = match event {
            ReimbursementEvent::Received(event) => received(event, told),
            _ => self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "reimbursement", id })?,
        };
        match event {
            ReimbursementEvent::Received(_) => {}
            ReimbursementEvent::Examined(event) => {
                (row.stage, row.amount) = (Stage::Examined, Some(event.amount.amount()));
            }
            ReimbursementEvent::Decided(event) => {
                row.stage = if event.refusal.is_none() { Stage::Paid } else { Stage::Refused };
                row.amount = Some(event.amount.amount());
            }
            ReimbursementEvent::CorrectionProposed(_) => row.stage = Stage::Correcting,
            ReimbursementEvent::CorrectionDropped(_) => row.stage = paid(row.amount),
            ReimbursementEvent::Corrected(event) => {
                row.amount = Some(event.amount.amount());
                row.stage = paid(row.amount);
            }
            ReimbursementEvent::Withdrawn(_) => row.stage = Stage::Withdrawn,
            // How far the money has come is told by the payments.
            ReimbursementEvent::PaymentPlanned(_)
            | ReimbursementEvent::PaymentReleased(_)
            | ReimbursementEvent::PaymentTakenBack(_)
            | ReimbursementEvent::PaymentSettled(_)
            | ReimbursementEvent::AccountChangeProposed(_)
            | ReimbursementEvent::AccountChangeDropped(_)
            | ReimbursementEvent::AccountChanged(_) => return Ok(()),
        }
        row.open = row.stage.is_open();
        row.mark = Mark::from(recorded);
        self.0.put(id, recorded.position, row);
        Ok(())
    }
}

fn paid(amount: Option<i64>) -> Stage {
    if amount.unwrap_or(0) == 0 { Stage::Undone } else { Stage::Paid }
}

fn received(event: &Received, told: &Told) -> Claim {
    Claim {
        receipt_number: event.receipt_number.to_string(),
        recipient: event.recipient.0,
        award: event.award.0,
        receiving_office: event.receiving_office.to_string(),
        responsible_office: event.responsible_office.to_string(),
        filed_on: event.filed_on,
        due_on: event.due_on,
        name: token(&event.name),
        stage: Stage::Received,
        open: true,
        amount: None,
        mark: Mark::from(&told.recorded),
    }
}
