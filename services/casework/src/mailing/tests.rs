//! One stands at a time, for a period; a protected family is reached only where it said since.

use cqrs_es::test::TestFramework;
use events::ids::StaffId;
use events::vocabulary::{Address, ShortText};
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::application::samples::{TODAY, approver, checker, counter, text};

const OF: Of = Of { recipient: RecipientId(Uuid::from_u128(2)), application: ApplicationId(Uuid::from_u128(1)) };

fn address(text: &str) -> Address {
    Address { postal_code: None, text: ShortText::parse(text).expect("an address") }
}

fn to(place: &str) -> MailTo {
    MailTo { addressee: ShortText::parse("見本 太郎").expect("a name"), address: address(place) }
}

fn terms(from: Date, until: Option<Date>, place: &str) -> Terms {
    Terms { from, until, ground: MailingGround::Away, to: to(place), why: text("電話で申出があった。") }
}

fn record(from: Date, until: Option<Date>) -> MailingCommand {
    MailingCommand::Record {
        of: OF,
        terms: Box::new(terms(from, until, "佐賀県見本市送付1")),
        is_protected: false,
        is_same: false,
        today: TODAY,
    }
}

fn end(last_day: Date) -> MailingCommand {
    MailingCommand::End { of: OF, last_day, why: text("戻ったと申出があった。"), today: TODAY }
}

fn after(given: &[MailingCommand], who: Actor, command: MailingCommand) -> Result<MailingEvent, Refusal> {
    let mut facts = Vec::new();
    for command in given {
        let told = TestFramework::<Mailing>::with(()).given(facts.clone()).when((counter(), command.clone()));
        facts.extend(told.inspect_result().expect("given"));
    }
    let told = TestFramework::<Mailing>::with(()).given(facts).when((who, command)).inspect_result()?;
    Ok(told.into_iter().next().expect("one event").event)
}

fn day(days: i32) -> Date {
    TODAY.saturating_add(jiff::Span::new().days(days))
}

#[test]
fn one_stands_at_a_time_and_another_takes_its_place() {
    assert!(matches!(after(&[], counter(), record(TODAY, None)), Ok(MailingEvent::Registered(_))));
    assert!(matches!(after(&[record(TODAY, None)], checker(), record(day(9), None)), Ok(MailingEvent::Changed(_))));
    let ended = [record(TODAY, None), end(day(-1))];
    assert!(matches!(after(&ended, counter(), record(TODAY, None)), Ok(MailingEvent::Registered(_))), "taken back, none stands");
}

#[test]
fn what_cannot_be_recorded_says_why() {
    assert_eq!(after(&[], approver(), record(TODAY, None)), Err(MailingRefusal::OtherRole.into()));
    assert_eq!(after(&[], counter(), record(TODAY, Some(day(-1)))), Err(MailingRefusal::EndsBeforeItBegins.into()));
    assert_eq!(after(&[], counter(), record(day(-9), Some(day(-1)))), Err(MailingRefusal::Over.into()));
    assert!(after(&[], counter(), record(day(-9), Some(TODAY))).is_ok(), "the last day counts");
    assert_eq!(after(&[], counter(), end(TODAY)), Err(MailingRefusal::NoneStands.into()));
    let dated = [record(TODAY, Some(day(5)))];
    assert_eq!(after(&dated, counter(), end(day(5))), Err(MailingRefusal::EndsAlready.into()));
    assert!(after(&dated, counter(), end(day(4))).is_ok());
}

#[test]
fn the_same_again_is_no_news_unless_the_family_is_protected_since() {
    let again = |is_protected| MailingCommand::Record {
        of: OF,
        terms: Box::new(terms(TODAY, None, "佐賀県見本市送付1")),
        is_protected,
        is_same: true,
        today: TODAY,
    };
    let recorded = [record(TODAY, None)];
    assert_eq!(after(&recorded, counter(), again(false)), Err(Refusal::NothingChanged));
    let confirmed = after(&recorded, counter(), again(true));
    assert!(matches!(confirmed, Ok(MailingEvent::Changed(event)) if event.confidential), "the family was asked again");
}

fn course(told: &[(Date, Option<Date>, bool, &str)]) -> Course<Option<MailTo>> {
    let mut course = Course::default();
    for (from, until, confidential, place) in told {
        let event = Registered {
            recipient: OF.recipient,
            application: OF.application,
            from: *from,
            until: *until,
            ground: MailingGround::Other,
            confidential: *confidential,
            to: Personal::Open(to(place)),
            why: Personal::Open(text("申出")),
        };
        let fact: Fact<MailingEvent> = Fact::new(event, StaffId(Uuid::nil()));
        course.take(&fact.event, |to| to.open().cloned());
    }
    course
}

fn goes(course: &Course<Option<MailTo>>, is_protected: bool, on: Date) -> (Why, Option<String>) {
    let home = Home { addressee: "見本 花子".to_owned(), address: address("佐賀県見本市自宅1") };
    let found = destination(home, course, is_protected, on);
    (found.why, found.address.map(|address| address.to_string()))
}

#[test]
fn post_goes_where_the_family_said_on_that_day() {
    let (from, until) = (date(2026, 12, 1), date(2026, 12, 31));
    let away = course(&[(from, Some(until), false, "送付1")]);
    let home = (Why::Residence, Some("佐賀県見本市自宅1".to_owned()));
    assert_eq!(goes(&away, false, date(2026, 11, 30)), home);
    assert_eq!(goes(&away, false, from), (Why::Mailing, Some("送付1".to_owned())));
    assert_eq!(goes(&away, false, until), (Why::Mailing, Some("送付1".to_owned())));
    assert_eq!(goes(&away, false, date(2027, 1, 1)), home);
    let later = course(&[(from, None, false, "送付1"), (date(2026, 12, 10), None, false, "送付2")]);
    assert_eq!(goes(&later, false, date(2026, 12, 9)).1.as_deref(), Some("送付1"));
    assert_eq!(goes(&later, false, date(2026, 12, 10)).1.as_deref(), Some("送付2"));
}

#[test]
fn a_protected_family_is_reached_only_where_it_said_since() {
    let (first, on) = (date(2026, 12, 1), date(2026, 12, 10));
    let unconfirmed = (Why::Unconfirmed, None);
    let ordinary = course(&[(first, None, false, "前の住所")]);
    assert_eq!(goes(&ordinary, true, on), unconfirmed, "it may be the place it fled from");
    let confidential = course(&[(first, None, false, "前の住所"), (date(2026, 12, 5), None, true, "支援先")]);
    assert_eq!(goes(&confidential, true, on), (Why::Protected, Some("支援先".to_owned())));
    let over = course(&[(first, Some(date(2026, 12, 5)), true, "支援先")]);
    assert_eq!(goes(&over, true, on), unconfirmed, "the home is not fallen back to");
    assert_eq!(goes(&over, false, on).0, Why::Residence, "protected no longer");
    assert_eq!(goes(&Course::default(), true, on).0, Why::Residence, "nothing was ever told; a purpose is asked for as before");
    let over = course(&[(first, Some(date(2026, 12, 5)), false, "前の住所")]);
    assert_eq!(goes(&over, true, on).0, Why::Residence);
}

#[test]
fn what_was_erased_is_nowhere() {
    let mut erased: Course<Option<MailTo>> = Course::default();
    let event = Registered {
        recipient: OF.recipient,
        application: OF.application,
        from: date(2026, 12, 1),
        until: None,
        ground: MailingGround::Other,
        confidential: false,
        to: Personal::Erased,
        why: Personal::Erased,
    };
    erased.take(&event.into(), |to| to.open().cloned());
    assert_eq!(goes(&erased, false, date(2026, 12, 10)).0, Why::Residence);
}
