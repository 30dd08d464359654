//! Which events could not have come about.

use events::account::AccountEvent;
use events::register::NumberAllocated;
use events::viewing::{SignedIn, ViewingEvent};
use jiff::civil::date;

use super::*;
use crate::account::AccountRefusal;

fn number(serial: u32) -> Event {
    let event = NumberAllocated { register: "receipt/8-01".to_owned(), serial, holder: Uuid::from_u128(7) };
    RegisterEvent::from(event).into()
}

fn followed(events: &[Event]) -> Vec<Result<(), Unlawful>> {
    let who = Actor::program("test");
    let mut histories = Histories::default();
    let at = Standing { stream: Uuid::from_u128(1), who: &who, on: date(2026, 11, 20) };
    events.iter().map(|event| histories.follow(event, at)).collect()
}

#[test]
fn numbers_that_skip_or_repeat_could_not_have_come_about() {
    assert_eq!(followed(&[number(1), number(2)]), [Ok(()), Ok(())]);
    assert_eq!(followed(&[number(1), number(3), number(4)]), [Ok(()), Err(Unlawful::Another), Ok(())]);
    assert_eq!(followed(&[number(1), number(1)])[1], Err(Unlawful::Another));
}

#[test]
fn accounts_are_opened_once_and_unlocked_only_when_locked() {
    let opened = || -> Event {
        let office = events::vocabulary::OfficeCode::parse("01").unwrap();
        let (name, role) = (events::Personal::Erased, events::StaffRole::Counter);
        AccountEvent::from(events::account::Opened { name, role, office }).into()
    };
    let unlocked: Event = AccountEvent::from(events::account::Unlocked {}).into();
    let refused = |refusal| Err(Unlawful::Refused(refusal));
    assert_eq!(followed(&[opened(), opened()]), [Ok(()), refused(Refusal::Account(AccountRefusal::Exists))]);
    assert_eq!(followed(&[opened(), unlocked.clone()])[1], refused(Refusal::Account(AccountRefusal::StateUnchanged)));
    assert_eq!(followed(&[unlocked])[0], refused(Refusal::Account(AccountRefusal::NoSuch)));
}

#[test]
fn each_log_has_its_own_kinds() {
    let viewing: Event = ViewingEvent::from(SignedIn {}).into();
    let who = Actor::program("test");
    let at = Standing { stream: Uuid::from_u128(1), who: &who, on: date(2026, 11, 20) };
    assert_eq!(followed(std::slice::from_ref(&viewing)), [Err(Unlawful::WrongLog)]);
    assert_eq!(Histories::default().follow_access(&viewing, at), Ok(()));
    assert_eq!(Histories::default().follow_access(&number(1), at), Err(Unlawful::WrongLog));
}
