//! A batch of payments (療養費の支払の一覧): drawn up by one person with amounts and accounts frozen, released by another who had no part in what is paid,
//! handed over, and closed when every line has its result. What each claim says of itself is asked of the claim in the same act.

mod half_width;
mod layout;
mod refusal;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use events::ids::StaffId;
use events::payment_batch::{
    Delivered, DrawnUp, LineResult, PaymentBatchEvent, PaymentLine, PaymentOutcome, Released, ResultsTaken, TakenBack,
};
use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use layout::{PaymentColumn, PaymentLayout, PaymentLayoutError, UnknownPaymentColumn, records_of};
pub use refusal::PaymentBatchRefusal;
pub use standing::{ClaimNow, Doubt, UnknownDoubt};

/// The most lines of a batch; what is more goes into the next one.
pub const MOST: usize = 200;

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stage {
    /// There is none.
    #[default]
    None,
    /// 承認待ち.
    Waiting,
    /// 引渡し待ち.
    Released,
    /// 取りやめ.
    TakenBack,
    /// 結果待ち.
    Delivered,
    /// 完了.
    Closed,
}

/// A batch, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PaymentBatch {
    stage: Stage,
    drawn_by: Option<StaffId>,
    #[serde(default)]
    pay_on: Option<Date>,
    delivered_on: Option<Date>,
    lines: Vec<PaymentLine>,
    results: BTreeMap<u32, PaymentOutcome>,
}

/// A command on a batch.
#[derive(Clone, PartialEq, Debug)]
pub enum PaymentBatchCommand {
    /// 一覧を作る, on a day.
    DrawUp(Box<DrawnUp>, Date),
    /// 承認する, on a day: the claims as they stand, in the order of the lines.
    Release(Vec<ClaimNow>, Date),
    /// 取りやめる: of what was released, whose file may be out, by who gives the word for payments.
    TakeBack,
    /// 引き渡す.
    Deliver(Date),
    /// 結果を取り込む, on a day.
    TakeResults(Vec<LineResult>, Date),
}

/// Whether somebody is of the division and has one of these roles.
pub(crate) fn of_division(who: &Actor, roles: &[StaffRole]) -> bool {
    roles.contains(&who.role) && who.office.is_some_and(OfficeCode::is_division)
}

fn named(at: u32, line: &PaymentLine, doubt: Doubt) -> String {
    format!("{at}行目（{}）は、{}", line.receipt_number, doubt.label())
}

impl PaymentBatch {
    /// How it stands.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Its lines, as frozen.
    pub fn lines(&self) -> &[PaymentLine] {
        &self.lines
    }

    /// What became of a line, counting from 1; none while it waits.
    pub fn result(&self, line: u32) -> Option<PaymentOutcome> {
        self.results.get(&line).copied()
    }

    /// Its files may be made.
    pub const fn may_leave(&self) -> bool {
        matches!(self.stage, Stage::Released | Stage::Delivered | Stage::Closed)
    }

    /// A line by its number.
    pub fn line(&self, number: u32) -> Option<&PaymentLine> {
        self.lines.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    fn decide(&self, command: PaymentBatchCommand, who: &Actor) -> Result<PaymentBatchEvent, PaymentBatchRefusal> {
        let checker = || {
            let fits = of_division(who, &[StaffRole::Checker]);
            if fits { Ok(()) } else { Err(PaymentBatchRefusal::HandledByCheckers) }
        };
        match command {
            PaymentBatchCommand::DrawUp(drawn, today) => {
                checker()?;
                self.draw_up(*drawn, today)
            }
            PaymentBatchCommand::Release(claims, today) => {
                if !of_division(who, &[StaffRole::Approver]) {
                    return Err(PaymentBatchRefusal::ReleasedByOthers);
                }
                self.release(&claims, (who.id, today))
            }
            PaymentBatchCommand::TakeBack => match self.stage {
                Stage::Waiting if of_division(who, &[StaffRole::Checker, StaffRole::Approver]) => Ok(TakenBack {}.into()),
                Stage::Released if of_division(who, &[StaffRole::Approver]) => Ok(TakenBack {}.into()),
                Stage::Waiting => Err(PaymentBatchRefusal::HandledByCheckers),
                Stage::Released => Err(PaymentBatchRefusal::FileMayBeOut),
                Stage::Delivered | Stage::Closed => Err(PaymentBatchRefusal::GoneAlready),
                Stage::None | Stage::TakenBack => Err(PaymentBatchRefusal::NotWaiting),
            },
            PaymentBatchCommand::Deliver(on) => {
                checker()?;
                if self.stage == Stage::Released { Ok(Delivered { on }.into()) } else { Err(PaymentBatchRefusal::NotReleased) }
            }
            PaymentBatchCommand::TakeResults(results, today) => {
                checker()?;
                self.take_results(results, today)
            }
        }
    }

    fn draw_up(&self, drawn: DrawnUp, today: Date) -> Result<PaymentBatchEvent, PaymentBatchRefusal> {
        let claims: BTreeSet<_> = drawn.lines.iter().map(|line| line.reimbursement).collect();
        if self.stage != Stage::None {
            return Err(PaymentBatchRefusal::AlreadyDrawn);
        }
        if drawn.lines.is_empty() {
            return Err(PaymentBatchRefusal::Nothing);
        }
        if drawn.lines.len() > MOST {
            return Err(PaymentBatchRefusal::TooMany);
        }
        if claims.len() != drawn.lines.len() {
            return Err(PaymentBatchRefusal::Twice);
        }
        if drawn.pay_on <= today {
            return Err(PaymentBatchRefusal::PayDay);
        }
        for file in &drawn.files {
            PaymentLayout::read(file)?;
        }
        Ok(drawn.into())
    }

    /// Whether every line is still as it was frozen, whoever asks.
    ///
    /// # Errors
    /// [`PaymentBatchRefusal::Moved`] names the lines.
    pub fn as_frozen(&self, claims: &[ClaimNow]) -> Result<(), PaymentBatchRefusal> {
        let moved: Vec<String> = (1..)
            .zip(self.lines.iter().zip(claims))
            .filter_map(|(at, (line, now))| Some(named(at, line, now.moved(line)?)))
            .collect();
        if moved.is_empty() { Ok(()) } else { Err(PaymentBatchRefusal::Moved(moved.join("、"))) }
    }

    fn release(&self, claims: &[ClaimNow], (who, today): (StaffId, Date)) -> Result<PaymentBatchEvent, PaymentBatchRefusal> {
        let by = self.drawn_by.filter(|_| self.stage == Stage::Waiting).ok_or(PaymentBatchRefusal::NotWaiting)?;
        if by == who {
            return Err(PaymentBatchRefusal::OwnBatch);
        }
        if self.pay_on.is_some_and(|planned| planned < today) {
            return Err(PaymentBatchRefusal::PayDayOver);
        }
        if claims.len() != self.lines.len() {
            return Err(PaymentBatchRefusal::NotWaiting);
        }
        let doubtful =
            (1..).zip(self.lines.iter().zip(claims)).filter_map(|(at, (line, now))| Some(named(at, line, now.doubt(line, who)?)));
        let doubtful: Vec<String> = doubtful.collect();
        if doubtful.is_empty() {
            Ok(Released { drawn_by: by }.into())
        } else {
            Err(PaymentBatchRefusal::Doubtful(doubtful.join("、")))
        }
    }

    /// Each line is answered once, with its amount; lines that are not named still wait.
    fn take_results(&self, results: Vec<LineResult>, today: Date) -> Result<PaymentBatchEvent, PaymentBatchRefusal> {
        let handed = match (self.stage, self.delivered_on) {
            (Stage::Delivered, Some(on)) => on,
            (Stage::Closed, _) => return Err(PaymentBatchRefusal::Closed),
            _ => return Err(PaymentBatchRefusal::NotDelivered),
        };
        if results.is_empty() {
            return Err(PaymentBatchRefusal::NoResult);
        }
        let mut seen = BTreeSet::new();
        for result in &results {
            self.fits(result, (handed, today))?;
            if !seen.insert(result.line) {
                return Err(PaymentBatchRefusal::AnsweredTwice(result.line));
            }
        }
        Ok(ResultsTaken { results }.into())
    }

    /// Whether a result answers a line of this batch that still waits; `days` are that on which it was handed over, and today.
    ///
    /// # Errors
    /// The reason why not.
    pub fn fits(&self, result: &LineResult, days: (Date, Date)) -> Result<(), PaymentBatchRefusal> {
        let line = self.line(result.line).ok_or(PaymentBatchRefusal::OtherLine(result.line))?;
        if line.amount != result.amount {
            return Err(PaymentBatchRefusal::OtherAmount(result.line));
        }
        if self.results.contains_key(&result.line) {
            return Err(PaymentBatchRefusal::AnsweredTwice(result.line));
        }
        // Handing over may be recorded when the planned day is over: what was paid on that day is taken all the same.
        let first = self.pay_on.map_or(days.0, |planned| planned.min(days.0));
        match result.outcome {
            PaymentOutcome::Paid { on } if on < first || on > days.1 => Err(PaymentBatchRefusal::PaidDay(result.line)),
            PaymentOutcome::Paid { .. } | PaymentOutcome::Rejected { .. } => Ok(()),
        }
    }

    /// When it was handed over.
    pub const fn delivered_on(&self) -> Option<Date> {
        self.delivered_on
    }
}

aggregate!(PaymentBatch, "payment_batch", PaymentBatchCommand => PaymentBatchEvent);

impl PaymentBatch {
    fn take(&mut self, Fact { event, by }: Fact<PaymentBatchEvent>) {
        match event {
            PaymentBatchEvent::DrawnUp(drawn) => {
                (self.stage, self.drawn_by, self.pay_on, self.lines) =
                    (Stage::Waiting, Some(by), Some(drawn.pay_on), drawn.lines);
            }
            PaymentBatchEvent::Released(_) => self.stage = Stage::Released,
            PaymentBatchEvent::TakenBack(_) => self.stage = Stage::TakenBack,
            PaymentBatchEvent::Delivered(event) => (self.stage, self.delivered_on) = (Stage::Delivered, Some(event.on)),
            PaymentBatchEvent::ResultsTaken(event) => {
                self.results.extend(event.results.iter().map(|one| (one.line, one.outcome)));
                if self.results.len() == self.lines.len() {
                    self.stage = Stage::Closed;
                }
            }
        }
    }
}
