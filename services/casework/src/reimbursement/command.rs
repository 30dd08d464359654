//! The commands on a claim, and what must hold for each.

use events::Actor;
use events::ids::{PaymentBatchId, StaffId};
use events::reimbursement::{
    AccountChangeDropped, AccountChangeProposed, AccountChanged, Corrected, CorrectionDropped, CorrectionProposed, Decided,
    Examined, PaymentPlanned, PaymentReleased, PaymentSettled, PaymentTakenBack, Received, ReimbursementEvent, Withdrawn,
};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Correction, Reimbursement, ReimbursementAction, ReimbursementRefusal, permit, permit_receiving};
use crate::Refusal;
use crate::notice::Standing;
use crate::procedures::notices::filed_by;

/// Receive a claim.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceiveClaim {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// What the counter took.
    pub received: Received,
    /// What the ledger knows.
    pub standing: Standing,
    /// Years in which a month can be claimed, from the first of the month after.
    pub limit_years: i64,
}

/// A command on a claim.
#[derive(Clone, PartialEq, Debug)]
pub enum ReimbursementCommand {
    /// 受け付ける.
    Receive(Box<ReceiveClaim>),
    /// 算定する.
    Examine(Actor, Box<Examined>),
    /// 決定する: paid or refused.
    Decide(Actor, Box<Decided>),
    /// 支給の訂正を起案する.
    ProposeCorrection(Actor, Box<CorrectionProposed>),
    /// 訂正の起案をやめる.
    DropCorrection(Actor, Box<CorrectionDropped>),
    /// 訂正を決裁する, on a day.
    Correct(Actor, Date),
    /// 取り下げる.
    Withdraw(Actor, Box<Withdrawn>),
    /// 支払の一覧に載せる.
    PlanPayment(Actor, PaymentPlanned),
    /// 支払を承認する, with its batch.
    ReleasePayment(Actor, PaymentBatchId),
    /// 支払の一覧を取りやめる.
    TakeBackPayment(Actor, PaymentBatchId),
    /// 振込の結果を取り込む.
    SettlePayment(Actor, PaymentSettled),
    /// 振込先の変更を起案する.
    ProposeAccount(Actor, Box<AccountChangeProposed>),
    /// 振込先の変更の起案をやめる.
    DropAccount(Actor, Box<AccountChangeDropped>),
    /// 振込先の変更を決裁する, on a day.
    ChangeAccount(Actor, Date),
}

impl ReimbursementCommand {
    /// Who acts.
    pub const fn who(&self) -> StaffId {
        match self {
            Self::Receive(command) => command.who.id,
            Self::Examine(who, _)
            | Self::Decide(who, _)
            | Self::ProposeCorrection(who, _)
            | Self::DropCorrection(who, _)
            | Self::Correct(who, _)
            | Self::Withdraw(who, _)
            | Self::PlanPayment(who, _)
            | Self::ReleasePayment(who, _)
            | Self::TakeBackPayment(who, _)
            | Self::SettlePayment(who, _)
            | Self::ProposeAccount(who, _)
            | Self::DropAccount(who, _)
            | Self::ChangeAccount(who, _) => who.id,
        }
    }

    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, claim: &Reimbursement) -> Result<ReimbursementEvent, Refusal> {
        match self {
            Self::Receive(command) => command.decide(claim),
            Self::Examine(who, examined) => {
                permit(ReimbursementAction::Examine, claim, &who)?;
                Ok((*examined).into())
            }
            Self::Decide(who, decided) => {
                let refusing = decided.refusal.is_some();
                permit(if refusing { ReimbursementAction::Refuse } else { ReimbursementAction::Pay }, claim, &who)?;
                if !refusing && decided.amount.amount() == 0 {
                    return Err(ReimbursementRefusal::NothingToPay.into());
                }
                let computed = if refusing { decided.amount.amount() == 0 } else { claim.amount() == Some(decided.amount) };
                if computed { Ok((*decided).into()) } else { Err(ReimbursementRefusal::AnotherAmount.into()) }
            }
            Self::ProposeCorrection(who, proposed) => {
                permit(ReimbursementAction::ProposeCorrection, claim, &who)?;
                if claim.amount() == Some(proposed.amount) {
                    return Err(ReimbursementRefusal::SameAmount.into());
                }
                Ok((*proposed).into())
            }
            Self::DropCorrection(who, dropped) => {
                permit(ReimbursementAction::DropCorrection, claim, &who)?;
                Ok((*dropped).into())
            }
            Self::Correct(who, decided_on) => {
                permit(ReimbursementAction::Correct, claim, &who)?;
                let (correction, before) = claim.correction().zip(claim.amount()).ok_or(ReimbursementRefusal::NoSuchClaim)?;
                let Correction { corrects, amount, by: proposed_by } = correction;
                Ok(Corrected { corrects, proposed_by, decided_on, before, amount }.into())
            }
            Self::Withdraw(who, withdrawn) => {
                permit(ReimbursementAction::Withdraw, claim, &who)?;
                Ok((*withdrawn).into())
            }
            Self::PlanPayment(..) | Self::ReleasePayment(..) | Self::TakeBackPayment(..) | Self::SettlePayment(..) => {
                self.decide_payment(claim)
            }
            Self::ProposeAccount(who, proposed) => {
                permit(ReimbursementAction::ProposeAccount, claim, &who)?;
                Ok((*proposed).into())
            }
            Self::DropAccount(who, dropped) => {
                permit(ReimbursementAction::DropAccount, claim, &who)?;
                Ok((*dropped).into())
            }
            Self::ChangeAccount(who, changed_on) => {
                permit(ReimbursementAction::ChangeAccount, claim, &who)?;
                let proposed_by = claim.account_change().ok_or(ReimbursementRefusal::NoAccountChange)?;
                Ok(AccountChanged { proposed_by, changed_on }.into())
            }
        }
    }

    /// What a batch does with the claim.
    fn decide_payment(self, claim: &Reimbursement) -> Result<ReimbursementEvent, Refusal> {
        match self {
            Self::PlanPayment(who, planned) => {
                claim.may_plan(&who, &planned)?;
                Ok(planned.into())
            }
            Self::ReleasePayment(who, batch) => {
                claim.may_release(&who, batch)?;
                Ok(PaymentReleased { batch }.into())
            }
            Self::TakeBackPayment(who, batch) => {
                claim.may_take_back(&who, batch)?;
                Ok(PaymentTakenBack { batch }.into())
            }
            Self::SettlePayment(who, settled) => {
                claim.may_settle(&who, settled.batch)?;
                Ok(settled.into())
            }
            _ => Err(ReimbursementRefusal::NotInThisBatch.into()),
        }
    }
}

impl ReceiveClaim {
    fn decide(self, claim: &Reimbursement) -> Result<ReimbursementEvent, Refusal> {
        if claim.stage().is_some() {
            return Err(ReimbursementRefusal::AlreadyReceived.into());
        }
        permit_receiving(&self.who, self.received.receiving_office)?;
        if self.received.filed_on > self.today {
            return Err(ReimbursementRefusal::FiledInFuture.into());
        }
        filed_by(self.received.filer, self.received.filed_on, &self.standing)?;
        if self.received.months.is_empty() {
            return Err(ReimbursementRefusal::NothingClaimed.into());
        }
        for month in &self.received.months {
            self.claimable(*month)?;
        }
        Ok(self.received.into())
    }

    fn claimable(&self, month: Date) -> Result<(), Refusal> {
        let Standing { start, end, .. } = self.standing;
        let outside = month.last_of_month() < start || month > end;
        let open = month.last_of_month().tomorrow().unwrap_or(Date::MAX);
        let until = open.checked_add(self.limit_years.years()).ok().and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX);
        let refusal = if outside {
            ReimbursementRefusal::OutsideTheAward { month, start, end }
        } else if self.received.filed_on < open {
            ReimbursementRefusal::NotYet(month)
        } else if self.received.filed_on > until {
            ReimbursementRefusal::TooLate { month, until }
        } else {
            return Ok(());
        };
        Err(refusal.into())
    }
}
