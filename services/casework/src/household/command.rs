//! The commands on a household, and what must hold for each.

use events::household::{HouseholdEvent, MemberLeft, MemberRecorded, OutsidePerson, Part};
use events::ids::SubjectId;
use events::{Actor, Personal};
use jiff::civil::Date;

use super::{Household, HouseholdAction, HouseholdRefusal, permit};
use crate::Refusal;

/// Record a member.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordMember {
    /// Who.
    pub member: SubjectId,
    /// What entitles the member.
    pub part: Part,
    /// The day on which the household had the member at the latest.
    pub since: Date,
    /// The application in whose place the member stands from now on.
    pub instead_of: Option<SubjectId>,
    /// Who it is, where the ledger does not say.
    pub person: Option<Personal<OutsidePerson>>,
    /// Today in Japan.
    pub today: Date,
}

/// A command on a household.
#[derive(Clone, PartialEq, Debug)]
pub enum HouseholdCommand {
    /// 世帯の人を記録する.
    Record(Box<RecordMember>),
    /// 支給認定に合わせる: with the approval that gives a member another award. The approval itself is guarded by its application.
    Follow(Box<RecordMember>),
    /// 世帯から外す.
    Leave {
        /// Who and since when.
        left: MemberLeft,
        /// Today in Japan.
        today: Date,
    },
}

impl HouseholdCommand {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, household: &Household, who: &Actor) -> Result<HouseholdEvent, Refusal> {
        match self {
            Self::Record(command) => {
                permit(HouseholdAction::Record, who)?;
                recorded(*command, household)
            }
            Self::Follow(command) => {
                let known = household.member(command.member).or_else(|| household.member(command.instead_of?));
                known.ok_or(HouseholdRefusal::NotAMember)?;
                recorded(*command, household)
            }
            Self::Leave { left, today } => {
                permit(HouseholdAction::Leave, who)?;
                let member = household.member(left.member).ok_or(HouseholdRefusal::NotAMember)?;
                if left.last_day < member.since {
                    return Err(HouseholdRefusal::LeftBeforeJoining(member.since).into());
                }
                if left.last_day > today {
                    return Err(HouseholdRefusal::Ahead.into());
                }
                Ok(left.into())
            }
        }
    }
}

fn recorded(command: RecordMember, household: &Household) -> Result<HouseholdEvent, Refusal> {
    let RecordMember { member, part, since, instead_of, person, today } = command;
    if matches!(part, Part::Outside { .. }) && household.is_empty() {
        return Err(HouseholdRefusal::BeginsWithAChild.into());
    }
    if since > today {
        return Err(HouseholdRefusal::Ahead.into());
    }
    if household.member(member).is_some_and(|known| known.part == part) {
        return Err(Refusal::NothingChanged);
    }
    Ok(MemberRecorded { member, part, since, instead_of, person }.into())
}
