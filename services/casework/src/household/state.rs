//! What is known of a household from its events.

use std::collections::BTreeMap;

use events::household::{HouseholdEvent, Part};
use events::ids::{AwardId, SubjectId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A household, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Household {
    members: BTreeMap<SubjectId, Member>,
    former: Vec<(SubjectId, Member)>,
}

/// A member of a household.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// What entitles the member now.
    pub part: Part,
    /// The first day in the household.
    pub since: Date,
    /// The last day; none while the member is there.
    pub last_day: Option<Date>,
    /// Every award by which the member took part, the newest last.
    pub awards: Vec<AwardId>,
}

impl Household {
    /// Whether nobody belongs to it.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// A member who is there.
    pub fn member(&self, who: SubjectId) -> Option<&Member> {
        self.members.get(&who)
    }

    /// Everybody who is there.
    pub fn members(&self) -> impl Iterator<Item = (SubjectId, &Member)> {
        self.members.iter().map(|(who, member)| (*who, member))
    }

    /// Those who left, in the order of leaving.
    pub fn former(&self) -> &[(SubjectId, Member)] {
        &self.former
    }

    /// Everybody with their days: those who left count until their last day.
    pub fn ever(&self) -> impl Iterator<Item = (SubjectId, &Member)> {
        self.members().chain(self.former.iter().map(|(who, member)| (*who, member)))
    }

    pub(super) fn fold(&mut self, event: &HouseholdEvent) {
        match event {
            HouseholdEvent::MemberRecorded(event) => {
                if let Some(before) = event.instead_of {
                    self.members.remove(&before);
                }
                let member = self.members.entry(event.member).or_insert_with(|| Member {
                    part: event.part,
                    since: event.since,
                    last_day: None,
                    awards: Vec::new(),
                });
                member.part = event.part;
                if let Part::Recipient { award } = event.part {
                    member.awards.push(award);
                }
            }
            HouseholdEvent::MemberLeft(event) => {
                if let Some(member) = self.members.remove(&event.member) {
                    self.former.push((event.member, Member { last_day: Some(event.last_day), ..member }));
                }
            }
        }
    }
}
