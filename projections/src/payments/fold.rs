//! From events to rows, without a database.

use events::ids::named_stream;
use events::payment_batch::{DrawnUp, PaymentBatchEvent, PaymentLine, PaymentOutcome};
use events::reimbursement::{Received, ReimbursementEvent};
use events::{Event, codes};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::reading::token;
use crate::told::{FoldError, coded};

codes! {
    /// Where a batch stands.
    Stage, UnknownStage, "支払の一覧の状態を表す語ではありません。" {
        /// Another person looks at it.
        Waiting = "waiting", "承認待ち";
        /// It may be handed over.
        Released = "released", "引渡し待ち";
        /// Nobody is paid by it.
        TakenBack = "taken_back", "取りやめ";
        /// Not every line has its result.
        Delivered = "delivered", "結果待ち";
        /// Every line has its result.
        Closed = "closed", "完了";
    }
}
coded!(Stage);

#[derive(Clone, PartialEq, Debug)]
struct Due {
    recipient: Uuid,
    receipt_number: String,
    name: Option<String>,
    decided: bool,
    decided_on: Option<Date>,
    amount: i64,
    paid: i64,
    planned: i64,
    batch: Option<Uuid>,
    correcting: bool,
    account_changing: bool,
    fault: Option<String>,
    position: i64,
}
store::columns!(Due, in "payment_dues" by "reimbursement": recipient, receipt_number, name, decided, decided_on, amount, paid, planned,
                batch, correcting, account_changing, fault, position);

#[derive(Clone, PartialEq, Debug)]
struct Batch {
    year: i32,
    serial: i32,
    stage: Stage,
    pay_on: Date,
    lines: i32,
    answered: i32,
    total: i64,
    paid: i64,
    rejected: i64,
    drawn_on: Date,
    delivered_on: Option<Date>,
    position: i64,
}
store::columns!(Batch, in "payment_batches" by "batch": year, serial, stage, pay_on, lines, answered, total, paid, rejected, drawn_on,
                delivered_on, position);

#[derive(Clone, PartialEq, Debug)]
struct Paying {
    batch: Uuid,
    line: i32,
    reimbursement: Uuid,
    recipient: Uuid,
    receipt_number: String,
    amount: i64,
    paid_on: Option<Date>,
    fault: Option<String>,
    position: i64,
}
store::columns!(Paying, in "payment_lines" by "payment": batch, line, reimbursement, recipient, receipt_number, amount, paid_on, fault,
                position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    dues: Latest<Due>,
    batches: Latest<Batch>,
    lines: Latest<Paying>,
}

fn line_key(batch: Uuid, line: usize) -> Uuid {
    named_stream(&format!("payment_line/{batch}/{line}"))
}

fn place(line: u32) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

/// The claim, or the batch and the lines that an event brings or answers.
pub(super) fn keys(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    let stream = told.recorded.stream_id;
    let mut keys = vec![stream];
    if let Event::PaymentBatch(event) = told.event()? {
        match event {
            PaymentBatchEvent::DrawnUp(event) => keys.extend((1..=event.lines.len()).map(|line| line_key(stream, line))),
            PaymentBatchEvent::ResultsTaken(event) => {
                keys.extend(event.results.iter().map(|one| line_key(stream, place(one.line))));
            }
            PaymentBatchEvent::Released(_) | PaymentBatchEvent::TakenBack(_) | PaymentBatchEvent::Delivered(_) => {}
        }
    }
    Ok(keys)
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.dues, &mut self.batches, &mut self.lines]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        Ok(self.take(told)?)
    }
}

fn received(event: &Received, position: i64) -> Due {
    Due {
        recipient: event.recipient.0,
        receipt_number: event.receipt_number.to_string(),
        name: token(&event.name),
        decided: false,
        decided_on: None,
        amount: 0,
        paid: 0,
        planned: 0,
        batch: None,
        correcting: false,
        account_changing: false,
        fault: None,
        position,
    }
}

fn drawn(event: &DrawnUp, told: &Told) -> Batch {
    Batch {
        year: i32::from(event.year),
        serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
        stage: Stage::Waiting,
        pay_on: event.pay_on,
        lines: count(event.lines.len()),
        answered: 0,
        total: event.lines.iter().map(|line| line.amount.amount()).sum(),
        paid: 0,
        rejected: 0,
        drawn_on: told.recorded.effective_on,
        delivered_on: None,
        position: told.recorded.position,
    }
}

fn frozen(batch: Uuid, line: usize, frozen: &PaymentLine, position: i64) -> Paying {
    Paying {
        batch,
        line: count(line),
        reimbursement: frozen.reimbursement.0,
        recipient: frozen.recipient.0,
        receipt_number: frozen.receipt_number.to_string(),
        amount: frozen.amount.amount(),
        paid_on: None,
        fault: None,
        position,
    }
}

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        match told.event()? {
            Event::Reimbursement(event) => self.claim(event, told),
            Event::PaymentBatch(event) => self.batch(event, told),
            _ => Ok(()),
        }
    }

    fn claim(&mut self, event: &ReimbursementEvent, told: &Told) -> Result<(), FoldError> {
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let mut row = match event {
            ReimbursementEvent::Received(event) => received(event, position),
            _ => self.dues.get(id).cloned().ok_or(FoldError::NotBegun { what: "reimbursement", id })?,
        };
        match event {
            ReimbursementEvent::Received(_)
            | ReimbursementEvent::Examined(_)
            | ReimbursementEvent::Withdrawn(_)
            | ReimbursementEvent::PaymentReleased(_) => {}
            ReimbursementEvent::Decided(event) => {
                row.decided = event.refusal.is_none();
                (row.decided_on, row.amount) = (Some(event.decided_on), event.amount.amount());
            }
            ReimbursementEvent::CorrectionProposed(_) => row.correcting = true,
            ReimbursementEvent::CorrectionDropped(_) => row.correcting = false,
            ReimbursementEvent::Corrected(event) => (row.correcting, row.amount) = (false, event.amount.amount()),
            ReimbursementEvent::PaymentPlanned(event) => {
                (row.planned, row.batch) = (event.amount.amount(), Some(event.batch.0));
            }
            ReimbursementEvent::PaymentTakenBack(_) => (row.planned, row.batch) = (0, None),
            ReimbursementEvent::PaymentSettled(event) => {
                match event.outcome {
                    PaymentOutcome::Paid { .. } => (row.paid, row.fault) = (row.paid + row.planned, None),
                    PaymentOutcome::Rejected { fault } => row.fault = Some(fault.code().to_owned()),
                }
                (row.planned, row.batch) = (0, None);
            }
            ReimbursementEvent::AccountChangeProposed(_) => row.account_changing = true,
            ReimbursementEvent::AccountChangeDropped(_) => row.account_changing = false,
            ReimbursementEvent::AccountChanged(_) => (row.account_changing, row.fault) = (false, None),
        }
        self.dues.put(id, Due { position, ..row });
        Ok(())
    }

    fn batch(&mut self, event: &PaymentBatchEvent, told: &Told) -> Result<(), FoldError> {
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let mut row = match event {
            PaymentBatchEvent::DrawnUp(event) => {
                for (at, line) in (1..).zip(&event.lines) {
                    self.lines.put(line_key(id, at), frozen(id, at, line, position));
                }
                drawn(event, told)
            }
            _ => self.batches.get(id).cloned().ok_or(FoldError::NotBegun { what: "payment batch", id })?,
        };
        match event {
            PaymentBatchEvent::DrawnUp(_) => {}
            PaymentBatchEvent::Released(_) => row.stage = Stage::Released,
            PaymentBatchEvent::TakenBack(_) => row.stage = Stage::TakenBack,
            PaymentBatchEvent::Delivered(event) => (row.stage, row.delivered_on) = (Stage::Delivered, Some(event.on)),
            PaymentBatchEvent::ResultsTaken(event) => {
                for result in &event.results {
                    let key = line_key(id, place(result.line));
                    let mut line = self.lines.get(key).cloned().ok_or(FoldError::NotBegun { what: "payment line", id: key })?;
                    match result.outcome {
                        PaymentOutcome::Paid { on } => {
                            line.paid_on = Some(on);
                            row.paid += line.amount;
                        }
                        PaymentOutcome::Rejected { fault } => {
                            line.fault = Some(fault.code().to_owned());
                            row.rejected += line.amount;
                        }
                    }
                    row.answered += 1;
                    self.lines.put(key, Paying { position, ..line });
                }
                if row.answered == row.lines {
                    row.stage = Stage::Closed;
                }
            }
        }
        self.batches.put(id, Batch { position, ..row });
        Ok(())
    }
}
