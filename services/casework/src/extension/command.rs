//! The commands on a mass extension, and what must hold for each.

use events::Actor;
use events::extension::{Approved, CarriedOut, Dropped, ExtensionEvent, Plan, Proposed};
use jiff::civil::Date;

use super::{Extension, ExtensionAction, ExtensionRefusal, MOST, permit, permit_proposing};
use crate::Refusal;

/// What limits a plan, by the masters of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Today in Japan.
    pub today: Date,
    /// Awards that ended on this day or before are not reached.
    pub ended_by: Date,
    /// The new last day at most.
    pub until: Date,
}

impl Limits {
    /// Of a history that is only told again: what the masters said then stands.
    pub const fn none(today: Date) -> Self {
        Self { today, ended_by: Date::MIN, until: Date::MAX }
    }

    /// Whether a plan keeps within them.
    ///
    /// # Errors
    /// The reason why not.
    pub fn admit(&self, plan: &Plan) -> Result<(), ExtensionRefusal> {
        if plan.issued_on > self.today {
            return Err(ExtensionRefusal::OrderAhead);
        }
        if plan.ends_from > plan.ends_until {
            return Err(ExtensionRefusal::Backwards);
        }
        if plan.ends_from <= self.ended_by {
            return Err(ExtensionRefusal::TooFarBack(self.ended_by));
        }
        if plan.until <= plan.ends_until {
            return Err(ExtensionRefusal::NotLonger(plan.ends_until));
        }
        if plan.until > self.until {
            return Err(ExtensionRefusal::TooLong(self.until));
        }
        Ok(())
    }
}

/// A command on a mass extension.
#[derive(Clone, PartialEq, Debug)]
pub enum ExtensionCommand {
    /// 起案する.
    Propose(Actor, Limits, Box<Proposed>),
    /// 起案をやめる: withdrawn by a checker, sent back by an approver.
    Drop(Actor, Box<Dropped>),
    /// 決裁する.
    Approve(Actor, Approved),
    /// 終える: every award is dealt with.
    CarryOut(Actor, Box<CarriedOut>),
}

impl ExtensionCommand {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, extension: &Extension) -> Result<ExtensionEvent, Refusal> {
        match self {
            Self::Propose(who, limits, proposed) => {
                if extension.stage().is_some() {
                    return Err(ExtensionRefusal::AlreadyProposed.into());
                }
                permit_proposing(&who)?;
                limits.admit(&proposed.plan)?;
                match proposed.awards.len() {
                    0 => Err(ExtensionRefusal::Nobody.into()),
                    many if many > MOST => Err(ExtensionRefusal::TooMany.into()),
                    _ => Ok((*proposed).into()),
                }
            }
            Self::Drop(who, dropped) => {
                let own = permit(ExtensionAction::Withdraw, extension, &who);
                permit(ExtensionAction::SendBack, extension, &who).or(own)?;
                Ok((*dropped).into())
            }
            Self::Approve(who, approved) => {
                permit(ExtensionAction::Approve, extension, &who)?;
                Ok(approved.into())
            }
            Self::CarryOut(who, told) => {
                permit(ExtensionAction::CarryOut, extension, &who)?;
                let of_these = told.left.iter().all(|left| extension.awards().contains(&left.award));
                let all = usize::try_from(told.extended).is_ok_and(|count| count + told.left.len() == extension.awards().len());
                if of_these && all { Ok((*told).into()) } else { Err(ExtensionRefusal::Unfinished.into()) }
            }
        }
    }
}
