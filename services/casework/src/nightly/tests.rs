//! Day by day around every edge: the eve, the day, the day after.

use events::award::EndGround;
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::nightly::TaskKind;
use events::vocabulary::ValidityPeriod;
use jiff::Span;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::application::samples::{counter, other_counter, text};

const WINDOWS: Windows =
    Windows { gap_days: 30, renewal_days: 60, after_days: 30, stuck_days: 10, protection_days: 30, adult_age: 18, last_age: 20 };

fn office() -> OfficeCode {
    OfficeCode::parse("01").unwrap()
}

fn person(birth: Date, awards: &[(Date, Date)], applied: bool) -> Person {
    let award = |(at, (from, to)): (usize, &(Date, Date))| {
        let (award, application) = (AwardId(Uuid::from_u128(at as u128 + 1)), ApplicationId(Uuid::from_u128(at as u128 + 1)));
        Covered { award, application, validity: ValidityPeriod::new(*from, *to).unwrap(), office: office(), over: false }
    };
    Person {
        recipient: RecipientId(Uuid::from_u128(9)),
        birth_date: Some(birth),
        awards: awards.iter().enumerate().map(award).collect(),
        applied,
    }
}

fn kinds(person: &Person, day: Date) -> (Vec<TaskKind>, Renewal) {
    let (found, renewal) = about_person(person, day, &WINDOWS);
    (found.into_iter().map(|finding| finding.kind).collect(), renewal)
}

const YEAR: (Date, Date) = (date(2025, 10, 1), date(2026, 9, 30));

#[test]
fn the_eighteenth_birthday_is_found_on_its_day_and_once() {
    let born_on_leap_day = person(date(2008, 2, 29), &[YEAR], false);
    assert_eq!(kinds(&born_on_leap_day, date(2026, 2, 28)).0, []);
    assert_eq!(kinds(&born_on_leap_day, date(2026, 3, 1)).0, [TaskKind::Turned18]);
    // A night that was missed is covered by the next: the same task, named by the birthday.
    let task = |day| about_person(&born_on_leap_day, day, &WINDOWS).0[0].task();
    assert_eq!(task(date(2026, 3, 1)), task(date(2026, 3, 4)));
    // Who came as an adult did not turn 18 here.
    let adult = person(date(2007, 5, 1), &[YEAR], false);
    assert_eq!(kinds(&adult, date(2025, 10, 2)).0, []);
}

#[test]
fn ageing_out_is_on_the_eve_of_the_twentieth_birthday_and_no_renewal_is_asked_for() {
    let ends = (date(2025, 10, 1), date(2026, 5, 9));
    let grown = person(date(2006, 5, 10), &[ends], false);
    assert_eq!(kinds(&grown, date(2026, 5, 9)), (vec![], Renewal::AgesOut), "the eve still counts");
    assert_eq!(kinds(&grown, date(2026, 5, 10)), (vec![TaskKind::AgedOut], Renewal::NotEntitled));
    // One day later and it would be an expiry.
    let younger = person(date(2006, 5, 11), &[ends], false);
    assert_eq!(kinds(&younger, date(2026, 5, 10)).0, [TaskKind::Expired]);
}

#[test]
fn a_gap_is_seen_ahead_and_a_missing_renewal_is_asked_after() {
    let child = |applied| person(date(2015, 1, 1), &[YEAR], applied);
    assert_eq!(kinds(&child(false), date(2026, 7, 31)), (vec![], Renewal::NotYet));
    assert_eq!(kinds(&child(false), date(2026, 8, 1)), (vec![TaskKind::RenewalUnanswered], Renewal::Asked), "60 days before");
    assert_eq!(kinds(&child(true), date(2026, 8, 30)), (vec![], Renewal::Applied));
    assert_eq!(kinds(&child(true), date(2026, 8, 31)), (vec![TaskKind::GapAhead], Renewal::Applied), "30 days before");
    let followed = person(date(2015, 1, 1), &[YEAR, (date(2026, 10, 1), date(2027, 9, 30))], true);
    assert_eq!(kinds(&followed, date(2026, 9, 30)), (vec![], Renewal::Followed));
    assert_eq!(kinds(&child(false), date(2026, 10, 1)).0, [TaskKind::Expired]);
    assert_eq!(kinds(&child(false), date(2026, 10, 31)).0, [], "after a month it is history");
}

#[test]
fn what_ran_out_is_ended_once_unless_somebody_went_on() {
    let born = date(2015, 1, 1);
    let ended = |person: &Person, day| {
        let found = ran_out(person, day, &WINDOWS).into_iter();
        found.map(|one| (one.covered.validity.end(), one.ground)).collect::<Vec<_>>()
    };
    let child = person(born, &[YEAR], false);
    assert_eq!(ended(&child, YEAR.1), [], "the last day still counts");
    assert_eq!(ended(&child, date(2026, 10, 1)), [(YEAR.1, EndGround::Expired)]);
    assert_eq!(ended(&child, date(2028, 1, 1)), [(YEAR.1, EndGround::Expired)], "nights that were missed are covered");
    let mut told = child;
    told.awards[0].over = true;
    assert_eq!(ended(&told, date(2026, 10, 1)), []);
    // A renewal goes on; an award after a gap does not.
    let renewed = person(born, &[YEAR, (date(2026, 10, 1), date(2027, 9, 30))], false);
    assert_eq!(ended(&renewed, date(2026, 10, 1)), []);
    let again = person(born, &[YEAR, (date(2026, 10, 2), date(2027, 9, 30))], false);
    assert_eq!(ended(&again, date(2026, 10, 2)), [(YEAR.1, EndGround::Expired)]);
    let grown = person(date(2006, 10, 1), &[YEAR], false);
    assert_eq!(ended(&grown, date(2026, 10, 1)), [(YEAR.1, EndGround::AgedOut)], "to the eve of the 20th birthday");
    let erased = Person { birth_date: None, ..person(born, &[YEAR], false) };
    assert_eq!(ended(&erased, date(2026, 10, 1)), []);
}

#[test]
fn a_case_is_stuck_by_office_days_and_overdue_by_its_date() {
    let masters = Masters::default();
    let case = |since, due_on, desk| OpenCase {
        application: ApplicationId(Uuid::from_u128(3)),
        recipient: None,
        desk,
        office: office(),
        since,
        due_on,
    };
    let found = |case: OpenCase, day| about_case(&case, day, &WINDOWS, &masters).map(|finding| finding.kind);
    let open = case(date(2026, 6, 1), None, Some(office()));
    assert_eq!(found(open, date(2026, 6, 15)), None, "ten office days");
    assert_eq!(found(open, date(2026, 6, 16)), Some(TaskKind::Stuck));
    assert_eq!(found(case(date(2026, 6, 1), None, None), date(2026, 6, 1)), Some(TaskKind::Stuck), "on nobody's desk");
    let due = case(date(2026, 6, 1), Some(date(2026, 6, 5)), Some(office()));
    assert_eq!(found(due, date(2026, 6, 5)), None);
    assert_eq!(found(due, date(2026, 6, 6)), Some(TaskKind::Overdue));
}

fn finding() -> Finding {
    let child = person(date(2015, 1, 1), &[YEAR], false);
    about_person(&child, date(2026, 8, 1), &WINDOWS).0[0]
}

fn ran() -> Ran {
    Ran {
        night: date(2026, 8, 1),
        after: None,
        persons: 1,
        cases: 0,
        standing: BTreeMap::new(),
        found: 1,
        settled: 0,
        ended: 0,
        renewals: BTreeMap::new(),
    }
}

#[test]
fn a_night_is_told_once_in_events_of_some_hundreds() {
    let program = Actor::program("nightly");
    let found = vec![finding(); 1_001];
    let events =
        Nightly::default().decide(NightlyCommand::Tell { found, settled: vec![Uuid::nil()], ran: ran() }, &program).unwrap();
    assert_eq!(events.len(), 3 + 1 + 1);
    let mut night = Nightly::default();
    for event in events {
        night.apply(Fact { event, by: program.id });
    }
    assert_eq!(night.found(finding().task()), Some(finding()));
    let again = night.decide(NightlyCommand::Tell { found: Vec::new(), settled: Vec::new(), ran: ran() }, &program);
    assert_eq!(again, Err(NightlyRefusal::AlreadyTold.into()));
}

#[test]
fn a_task_is_closed_once_by_its_office_or_the_division() {
    let close = |who: &Actor, task: &Nightly| {
        let (outcome, why) = (Outcome::Done, text("本人に文書を送った。"));
        task.decide(NightlyCommand::Close { night: date(2026, 8, 1), finding: finding(), outcome, why }, who)
    };
    let mut task = Nightly::default();
    assert_eq!(close(&other_counter(), &task), Err(NightlyRefusal::OtherOffice(office()).into()));
    assert_eq!(close(&crate::application::samples::board_clerk(), &task), Err(NightlyRefusal::Role.into()));
    for event in close(&counter(), &task).unwrap() {
        task.apply(Fact { event, by: counter().id });
    }
    assert_eq!(close(&crate::application::samples::checker(), &task), Err(NightlyRefusal::AlreadyClosed.into()));
}

proptest! {
    /// 延岡 2024: 194 of 16,303 were not sent, as the condition of the extraction was wrong. Here everybody looked at is in exactly one group, asked or
    /// left out with the reason, and whoever ends within the window with nothing applied for and nothing following is asked.
    #[test]
    fn nobeoka_2024_everybody_is_asked_or_left_out_for_a_reason(
        ends in proptest::collection::vec((0_i32..500, any::<bool>(), any::<bool>(), 2006_i16..2020), 1..60),
    ) {
        let day = date(2026, 8, 1);
        let masters = crate::rules::samples::masters();
        let mut looking = Looking {
            night: day, windows: WINDOWS, season: None, masters: &masters, findings: BTreeSet::new(),
            ran_out: Vec::new(), renewals: BTreeMap::new(), persons: 0, cases: 0,
        };
        let mut expected = 0;
        for (n, (left, applied, followed, born)) in ends.iter().enumerate() {
            let end = day.checked_add(Span::new().days(*left)).unwrap();
            let birth = date(*born, 4, 2);
            let after = (end.tomorrow().unwrap(), end.checked_add(Span::new().days(300)).unwrap());
            let awards = if *followed { vec![(date(2025, 10, 1), end), after] } else { vec![(date(2025, 10, 1), end)] };
            let mut one = person(birth, &awards, *applied);
            one.awards.iter_mut().for_each(|one| one.award.0 = Uuid::from_u128(one.award.0.as_u128() + 10 * n as u128));
            looking.person(&one);
            let last = awards[awards.len() - 1].1;
            let grown = last >= date(born + 20, 4, 1);
            expected += u32::from(*left <= 60 && !applied && !followed && !grown);
        }
        let NightlyCommand::Tell { found, ran, .. } = looking.told(None, &BTreeSet::new(), &BTreeSet::new(), 0) else { unreachable!() };
        prop_assert_eq!(ran.renewals.values().sum::<u32>(), ran.persons);
        prop_assert_eq!(ran.renewals["asked"], expected);
        let asked = found.iter().filter(|finding| finding.kind == TaskKind::RenewalUnanswered).count();
        prop_assert_eq!(asked, expected as usize);
    }
}

#[test]
fn a_protection_is_asked_after_from_thirty_days_before_its_end_until_somebody_says_what_follows() {
    let term =
        Protected { application: ApplicationId(Uuid::from_u128(4)), recipient: None, office: office(), until: date(2027, 3, 31) };
    let found = |day| about_protection(&term, day, &WINDOWS);
    assert_eq!(found(date(2027, 2, 28)), None);
    let first = found(date(2027, 3, 1)).unwrap();
    assert_eq!((first.kind, first.about, first.day), (TaskKind::ProtectionEnds, term.application.0, term.until));
    assert_eq!(found(date(2027, 5, 1)).map(|later| later.task()), Some(first.task()), "one task for one term");
    let longer = Protected { until: date(2028, 3, 31), ..term };
    assert_eq!(about_protection(&longer, date(2027, 5, 1), &WINDOWS), None);
}
