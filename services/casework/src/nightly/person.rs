//! What a night finds about one person of the ledger: from the days of the awards, the birth date, and whether anything is applied for.

use events::award::EndGround;
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::nightly::{Finding, TaskKind};
use events::vocabulary::{OfficeCode, ValidityPeriod, age};
use jiff::civil::Date;

use super::Windows;

/// An award with its days as they stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Covered {
    /// 支給認定.
    pub award: AwardId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// It is told how it ended.
    pub over: bool,
}

/// An award whose days ran out and that nobody went on from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RanOut {
    /// 受給者.
    pub recipient: RecipientId,
    /// The award.
    pub covered: Covered,
    /// 満了 or 20歳到達.
    pub ground: EndGround,
}

/// A person with every award that counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// 受給者.
    pub recipient: RecipientId,
    /// 生年月日; none where it was erased.
    pub birth_date: Option<Date>,
    /// The awards.
    pub awards: Vec<Covered>,
    /// Something is applied for and not decided.
    pub applied: bool,
}

/// Whether a person is asked for the renewal, and if not, why not: everybody is in exactly one group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Renewal {
    /// 照会する: the end is near, and nothing is applied for.
    Asked,
    /// 申請中.
    Applied,
    /// 次の支給認定がある.
    Followed,
    /// 期限まで間がある.
    NotYet,
    /// 20歳で終わる.
    AgesOut,
    /// 有効な支給認定がない.
    NotEntitled,
    /// 生年月日が読めない (erased).
    Unreadable,
}

impl Renewal {
    /// All.
    pub const ALL: [Self; 7] =
        [Self::Asked, Self::Applied, Self::Followed, Self::NotYet, Self::AgesOut, Self::NotEntitled, Self::Unreadable];

    /// As counted in the event of a run.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Applied => "applied",
            Self::Followed => "followed",
            Self::NotYet => "not_yet",
            Self::AgesOut => "ages_out",
            Self::NotEntitled => "not_entitled",
            Self::Unreadable => "unreadable",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asked => "照会する",
            Self::Applied => "除く: 申請中",
            Self::Followed => "除く: 次の支給認定がある",
            Self::NotYet => "除く: 期限まで間がある",
            Self::AgesOut => "除く: 20歳で終わる",
            Self::NotEntitled => "除く: 有効な支給認定がない",
            Self::Unreadable => "除く: 生年月日が読めない",
        }
    }
}

/// What is found about a person on a day, and whether the renewal is asked for.
pub fn about_person(person: &Person, day: Date, windows: &Windows) -> (Vec<Finding>, Renewal) {
    let mut found = Vec::new();
    let Some(Covered { award, validity, office, .. }) = person.awards.iter().max_by_key(|one| one.validity.end()).copied() else {
        return (found, Renewal::NotEntitled);
    };
    let finding =
        |kind, award: AwardId, office, day| Finding { kind, about: award.0, recipient: Some(person.recipient), office, day };
    let Some(birth) = person.birth_date else { return (found, Renewal::Unreadable) };
    let ages_out = age::eve_of_birthday(birth, windows.last_age).is_some_and(|eve| validity.end() >= eve);
    let today = person.awards.iter().find(|one| one.validity.contains(day));
    if let (Some(Covered { award, office, .. }), Some(birthday)) = (today, age::birthday(birth, windows.adult_age))
        && birthday <= day
        && days(birthday, day) <= windows.after_days
        && person.awards.iter().any(|one| one.validity.start() < birthday)
    {
        found.push(finding(TaskKind::Turned18, *award, *office, birthday));
    }
    let end = validity.end();
    if end < day {
        if days(end, day) <= windows.after_days {
            let kind = if ages_out { TaskKind::AgedOut } else { TaskKind::Expired };
            found.push(finding(kind, award, office, end));
        }
        return (found, Renewal::NotEntitled);
    }
    let Some(current) = today else { return (found, Renewal::NotEntitled) };
    let left = days(day, end);
    let renewal = match () {
        () if current.award != award && current.validity.end() < end => Renewal::Followed,
        () if ages_out => Renewal::AgesOut,
        () if person.applied => Renewal::Applied,
        () if left > windows.renewal_days => Renewal::NotYet,
        () => Renewal::Asked,
    };
    match renewal {
        Renewal::Applied if left <= windows.gap_days => found.push(finding(TaskKind::GapAhead, award, office, end)),
        Renewal::Asked => found.push(finding(TaskKind::RenewalUnanswered, award, office, end)),
        _ => {}
    }
    (found, renewal)
}

/// The awards of a person that ran out before a day without another going on, and whose end nobody told yet. Where the birth date was erased,
/// nothing is told any more.
pub fn ran_out(person: &Person, day: Date, windows: &Windows) -> Vec<RanOut> {
    let Some(birth) = person.birth_date else { return Vec::new() };
    let eve = age::eve_of_birthday(birth, windows.last_age);
    let goes_on = |end: Date| end.tomorrow().is_ok_and(|next| person.awards.iter().any(|one| one.validity.contains(next)));
    let over = person.awards.iter().filter(|one| !one.over && one.validity.end() < day && !goes_on(one.validity.end()));
    over.map(|one| {
        let aged = eve.is_some_and(|eve| one.validity.end() >= eve);
        let ground = if aged { EndGround::AgedOut } else { EndGround::Expired };
        RanOut { recipient: person.recipient, covered: *one, ground }
    })
    .collect()
}

/// Calendar days from one day to a later one.
fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
