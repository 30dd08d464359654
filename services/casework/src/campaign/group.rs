//! Whether and how a person is asked for the renewal.

use events::award::EndGround;
use events::vocabulary::{RenewalGroup, ValidityPeriod, age};
use jiff::civil::Date;

/// A person whose award ends on the day of a campaign, or would have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// 生年月日; none where it was erased.
    pub birth_date: Option<Date>,
    /// 有効期間 of the award, as it stands.
    pub validity: ValidityPeriod,
    /// 血友病等.
    pub haemophilia: bool,
    /// How it ended before its day.
    pub ended: Option<EndGround>,
    /// Another award goes on after the day.
    pub followed: bool,
    /// Nobody may learn where the family lives.
    pub protected: bool,
}

/// The group of a person; ages are those of the masters.
pub fn group_of(person: &Candidate, last_day: Date, (adult_age, last_age): (u16, u16)) -> RenewalGroup {
    match person.ended {
        Some(EndGround::Died) => return RenewalGroup::Died,
        Some(EndGround::Moved) => return RenewalGroup::Moved,
        Some(ground) if !ground.ran_out() => return RenewalGroup::Ended,
        _ => {}
    }
    if person.followed {
        return RenewalGroup::Followed;
    }
    let Some(birth) = person.birth_date else { return RenewalGroup::Unreadable };
    let eve = age::eve_of_birthday(birth, last_age);
    if eve.is_some_and(|eve| eve <= last_day) {
        return RenewalGroup::LeavesAtTwenty;
    }
    let adult = age::birthday(birth, adult_age);
    let next = last_day.tomorrow().unwrap_or(last_day);
    match () {
        () if person.protected => RenewalGroup::Protected,
        () if adult.is_some_and(|day| person.validity.start() < day && day <= next) => RenewalGroup::TurnsAdult,
        () if person.haemophilia => RenewalGroup::Haemophilia,
        () => RenewalGroup::Ordinary,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const LAST: Date = date(2027, 9, 30);

    fn person(birth: Date) -> Candidate {
        let validity = ValidityPeriod::new(date(2026, 10, 1), LAST).unwrap();
        Candidate { birth_date: Some(birth), validity, haemophilia: false, ended: None, followed: false, protected: false }
    }

    fn group(person: Candidate) -> RenewalGroup {
        group_of(&person, LAST, (18, 20))
    }

    #[test]
    fn everybody_is_in_one_group_and_death_comes_first() {
        let child = person(date(2018, 5, 1));
        assert_eq!(group(child), RenewalGroup::Ordinary);
        assert_eq!(group(Candidate { haemophilia: true, ..child }), RenewalGroup::Haemophilia);
        assert_eq!(group(Candidate { protected: true, haemophilia: true, ..child }), RenewalGroup::Protected);
        assert_eq!(group(Candidate { followed: true, protected: true, ..child }), RenewalGroup::Followed);
        assert_eq!(group(Candidate { ended: Some(EndGround::Died), followed: true, ..child }), RenewalGroup::Died);
        assert_eq!(group(Candidate { ended: Some(EndGround::Moved), ..child }), RenewalGroup::Moved);
        assert_eq!(group(Candidate { ended: Some(EndGround::Cured), ..child }), RenewalGroup::Ended);
        assert_eq!(group(Candidate { birth_date: None, ..child }), RenewalGroup::Unreadable);
    }

    #[test]
    fn the_birthdays_decide_to_the_day() {
        assert_eq!(group(person(date(2009, 10, 1))), RenewalGroup::TurnsAdult, "18 on the first day of the next award");
        assert_eq!(group(person(date(2009, 10, 2))), RenewalGroup::Ordinary);
        assert_eq!(group(person(date(2008, 10, 1))), RenewalGroup::Ordinary, "18 before this award began");
        assert_eq!(group(person(date(2007, 10, 1))), RenewalGroup::LeavesAtTwenty, "20 on the day after");
        assert_eq!(group(person(date(2007, 10, 2))), RenewalGroup::Ordinary, "one day is left");
    }
}
