//! Households, as they were meant.

use events::household::{HouseholdEvent, MemberLeft, MemberRecorded, OutsidePerson, Part};
use events::ids::{HouseholdId, SubjectId};
use events::membership::{Changed, MembershipEvent};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{id, name, of};

pub fn samples() -> Vec<Event> {
    let person = OutsidePerson { name: name(), birth_date: date(2020, 3, 15), number: of(json!("見本0012345")) };
    let households: [HouseholdEvent; 2] = [
        MemberRecorded {
            member: SubjectId(id(20)),
            part: Part::Outside { cap: of(json!(30_000)), validity: of(json!({ "start": "2026-01-01", "end": "2026-12-31" })) },
            since: date(2026, 11, 20),
            instead_of: None,
            person: Some(Personal::Open(person)),
        }
        .into(),
        MemberLeft { member: SubjectId(id(20)), last_day: date(2026, 11, 30) }.into(),
    ];
    let membership: MembershipEvent = Changed { member: SubjectId(id(20)), household: Some(HouseholdId(id(21))) }.into();
    households.into_iter().map(Event::from).chain([membership.into()]).collect()
}
