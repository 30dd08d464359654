//! Who gets a letter: every person of the ledger is asked about, and whoever the question finds is either addressed or left out with a
//! reason. Nobody drops out in between.

use events::ids::{AwardId, CampaignId};
use events::letter::LetterKind;
use events::letter_release::Exclusion;
use events::vocabulary::{OfficeCode, age};
use jiff::civil::Date;

use crate::nightly::{Covered, Person, Windows};

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// The letter.
    pub kind: LetterKind,
    /// First day on which validity or a designation ends, or the birthday lies.
    pub from: Date,
    /// Last such day.
    pub until: Date,
    /// 管轄事務所; all where none.
    pub office: Option<OfficeCode>,
    /// 一斉更新 whose people are asked about; everybody of the ledger where none.
    pub campaign: Option<CampaignId>,
}

/// What becomes of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The question is not about them.
    NotAbout,
    /// They get the letter, about this award.
    Addressed(Covered),
    /// They are found and get none.
    Excluded(AwardId, Exclusion),
}

/// Letters that are sent in bulk; the others tell of an act on a case.
pub const fn released_in_bulk(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::RenewalGuide | LetterKind::ComingOfAge | LetterKind::TwentiethBirthday)
        || of_a_campaign(kind)
        || of_the_register(kind)
}

/// Letters about designations: whom they go to stands in the registers and not in the ledger.
pub const fn of_the_register(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::DesignationRenewal)
}

/// Letters that only a campaign sends: it knows who was guided.
pub const fn of_a_campaign(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::RenewalReminder)
}

/// What becomes of a person. `protected`: nobody may learn where the family lives; `sent`: this letter about this award went out before.
pub fn choose(
    question: &Question,
    person: &Person,
    windows: &Windows,
    protected: bool,
    sent: impl Fn(AwardId) -> bool,
) -> Choice {
    let Some(last) = person.awards.iter().max_by_key(|one| one.validity.end()).copied() else { return Choice::NotAbout };
    if question.office.is_some_and(|office| office != last.office) {
        return Choice::NotAbout;
    }
    let end = last.validity.end();
    let Some(birth) = person.birth_date else {
        let about = matches!(question.kind, LetterKind::RenewalGuide | LetterKind::RenewalReminder) && question.covers(end);
        return if about { Choice::Excluded(last.award, Exclusion::Unreadable) } else { Choice::NotAbout };
    };
    let ages_out = age::eve_of_birthday(birth, windows.last_age).is_some_and(|eve| end >= eve);
    let (about, kept_out) = match question.kind {
        LetterKind::RenewalGuide | LetterKind::RenewalReminder => {
            // The award whose end is asked about may not be the last one: then another follows.
            let asked = person.awards.iter().find(|one| question.covers(one.validity.end()));
            let followed = asked.filter(|one| one.award != last.award);
            match (asked, followed) {
                (None, _) => (None, None),
                (Some(_), Some(earlier)) => (Some(*earlier), Some(Exclusion::Followed)),
                (Some(_), None) if ages_out => (Some(last), Some(Exclusion::AgesOut)),
                (Some(_), None) => (Some(last), person.applied.then_some(Exclusion::Applied)),
            }
        }
        LetterKind::ComingOfAge => {
            let birthday = age::birthday(birth, windows.adult_age).filter(|day| question.covers(*day));
            (birthday.filter(|day| last.validity.end() >= *day).map(|_| last), None)
        }
        LetterKind::TwentiethBirthday => {
            let birthday = age::birthday(birth, windows.last_age).filter(|day| question.covers(*day));
            (birthday.filter(|_| ages_out).map(|_| last), None)
        }
        _ => (None, None),
    };
    let Some(about) = about else { return Choice::NotAbout };
    let why = kept_out
        .or_else(|| about.over.then_some(Exclusion::Over))
        .or_else(|| sent(about.award).then_some(Exclusion::AlreadySent))
        .or_else(|| protected.then_some(Exclusion::Protected));
    why.map_or(Choice::Addressed(about), |why| Choice::Excluded(about.award, why))
}

impl Question {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, RecipientId};
    use events::vocabulary::ValidityPeriod;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const WINDOWS: Windows = Windows {
        gap_days: 30,
        renewal_days: 60,
        after_days: 30,
        stuck_days: 10,
        protection_days: 30,
        adult_age: 18,
        last_age: 20,
    };

    fn award(n: u128, until: Date) -> Covered {
        Covered {
            award: AwardId(Uuid::from_u128(n)),
            application: ApplicationId(Uuid::from_u128(n)),
            validity: ValidityPeriod::new(date(2026, 1, 1), until).unwrap(),
            office: "01".parse().unwrap(),
            over: false,
        }
    }

    fn person(birth: Option<Date>, awards: Vec<Covered>) -> Person {
        Person { recipient: RecipientId(Uuid::from_u128(9)), birth_date: birth, awards, applied: false }
    }

    fn question(kind: LetterKind, from: Date, until: Date) -> Question {
        Question { kind, from, until, office: None, campaign: None }
    }

    fn renewals(person: &Person) -> Choice {
        let asked = question(LetterKind::RenewalGuide, date(2027, 9, 1), date(2027, 9, 30));
        choose(&asked, person, &WINDOWS, false, |_| false)
    }

    #[test]
    fn whoever_is_found_is_addressed_or_left_out_with_a_reason() {
        let (end, child) = (date(2027, 9, 30), Some(date(2018, 5, 1)));
        let plain = person(child, vec![award(1, end)]);
        assert_eq!(renewals(&plain), Choice::Addressed(award(1, end)));
        assert_eq!(renewals(&person(child, vec![award(1, date(2027, 12, 31))])), Choice::NotAbout);
        let excluded = |person: &Person| match renewals(person) {
            Choice::Excluded(_, why) => Some(why),
            _ => None,
        };
        assert_eq!(excluded(&Person { applied: true, ..plain.clone() }), Some(Exclusion::Applied));
        assert_eq!(excluded(&person(child, vec![award(1, end), award(2, date(2028, 9, 30))])), Some(Exclusion::Followed));
        assert_eq!(excluded(&person(Some(date(2007, 10, 1)), vec![award(1, end)])), Some(Exclusion::AgesOut));
        assert_eq!(excluded(&person(None, vec![award(1, end)])), Some(Exclusion::Unreadable));
        assert_eq!(excluded(&person(child, vec![Covered { over: true, ..award(1, end) }])), Some(Exclusion::Over));
        let asked = question(LetterKind::RenewalGuide, end, end);
        let hidden = choose(&asked, &plain, &WINDOWS, true, |_| false);
        assert_eq!(hidden, Choice::Excluded(award(1, end).award, Exclusion::Protected));
        let again = choose(&asked, &plain, &WINDOWS, false, |_| true);
        assert_eq!(again, Choice::Excluded(award(1, end).award, Exclusion::AlreadySent));
        let elsewhere = Question { office: Some("02".parse().unwrap()), ..asked };
        assert_eq!(choose(&elsewhere, &plain, &WINDOWS, false, |_| false), Choice::NotAbout);
    }

    #[test]
    fn birthdays_are_those_of_the_law() {
        let of = |kind, birth, day| {
            let person = person(Some(birth), vec![award(1, date(2028, 9, 30))]);
            choose(&question(kind, day, day), &person, &WINDOWS, false, |_| false)
        };
        assert!(matches!(of(LetterKind::ComingOfAge, date(2009, 2, 28), date(2027, 2, 28)), Choice::Addressed(_)));
        assert!(matches!(of(LetterKind::ComingOfAge, date(2008, 2, 29), date(2026, 3, 1)), Choice::Addressed(_)));
        assert_eq!(of(LetterKind::ComingOfAge, date(2009, 2, 28), date(2027, 3, 1)), Choice::NotAbout);
        assert!(matches!(of(LetterKind::TwentiethBirthday, date(2008, 4, 1), date(2028, 4, 1)), Choice::Addressed(_)));
    }
}
