//! The history of a household: whom it records as a recipient must have the award that is named.

use events::household::{HouseholdEvent, Part};

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::household::{HouseholdCommand, RecordMember};

impl Histories {
    pub(super) fn household(&mut self, event: &HouseholdEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let household = self.households.entry(at.stream).or_default();
        let mut grounded = true;
        let command = match event {
            HouseholdEvent::MemberRecorded(told) => {
                let record = Box::new(RecordMember {
                    member: told.member,
                    part: told.part,
                    since: told.since,
                    instead_of: told.instead_of,
                    person: told.person.clone(),
                    today: at.on,
                });
                let known = household.member(told.member).is_some() || told.instead_of.is_some();
                match told.part {
                    Part::Recipient { award } => {
                        let standing = self.awards.get(&award.0).and_then(|award| award.standing());
                        grounded = standing.is_some_and(|standing| standing.recipient.0 == told.member.0);
                        if known { HouseholdCommand::Follow(record) } else { HouseholdCommand::Record(record) }
                    }
                    Part::Applicant { .. } | Part::Outside { .. } => HouseholdCommand::Record(record),
                }
            }
            HouseholdEvent::MemberLeft(left) => HouseholdCommand::Leave { left: *left, today: at.on },
        };
        let lawful = again(household, (at.who.clone(), command), event, at.who.id);
        if grounded { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }
}
