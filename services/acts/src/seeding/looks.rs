//! What staff looked at since the beginning of the month before: the access log of a working prefecture, so that the monthly review, the
//! map of hours and the signals have something to show. Most looks belong to the work; a few are of the kind a reviewer asks about.

use events::Actor;
use events::ids::ApplicationId;
use events::vocabulary::OfficeCode;
use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp};
use uuid::Uuid;

use super::SeedPlan;
use super::accounts::Staff;
use super::clock;
use super::dice::Dice;
use super::play::request;
use crate::{ActError, Acts};

/// Looks of an office day, fewest and most.
const A_DAY: (u32, u32) = (5, 11);
/// Screens of the work, the usual ones more than once.
const SCREENS: [&str; 6] = ["case", "case", "case_form", "case_history", "case_documents", "recipient"];
/// Persons on a page of search results, and how many such pages nobody went on from.
const SEARCHES: (usize, u32) = (12, 6);

/// A case that can be looked at.
struct Known {
    id: Uuid,
    recipient: Option<Uuid>,
    office: OfficeCode,
    since: Timestamp,
}

/// One look.
struct Look {
    at: Timestamp,
    actor: Actor,
    screen: &'static str,
    subjects: Vec<Uuid>,
}

/// Tells the access log who looked at what.
pub(super) async fn look(acts: &Acts, plan: &SeedPlan, staff: &Staff, cases: &[ApplicationId]) -> Result<(), ActError> {
    let mut known = Vec::with_capacity(cases.len());
    for id in cases {
        let case = acts.case(*id, None).await?;
        let Some(office) = case.application.receiving_office() else { continue };
        let recipient = case.application.recipient().map(|recipient| recipient.0);
        known.push(Known { id: id.0, recipient, office, since: case.received_at });
    }
    let mut looks = everyday(plan, staff, &known)?;
    looks.extend(asked_about(plan, staff, &known)?);
    looks.sort_by_key(|look| look.at);
    let mut seen: Vec<(Uuid, Date)> = Vec::new();
    for (n, look) in looks.iter().enumerate() {
        let told = acts.at(look.at);
        let request = |what: &str| request(plan, look.at, &format!("look/{n}/{what}"), look.actor.clone());
        let of_day = (look.actor.id.0, request("day").today);
        if !seen.contains(&of_day) {
            seen.push(of_day);
            told.signed_in(&request("sign-in")).await?;
        }
        told.viewed(&request("view"), look.screen, &look.subjects).await?;
    }
    Ok(())
}

/// The first day of the month before.
fn begin(today: Date) -> Date {
    let month = today.first_of_month();
    month.checked_sub(Span::new().months(1)).unwrap_or(month)
}

fn everyday(plan: &SeedPlan, staff: &Staff, known: &[Known]) -> Result<Vec<Look>, ActError> {
    let mut dice = Dice::new(plan.seed, 3_000);
    let mut looks = Vec::new();
    let days = begin(plan.today).series(Span::new().days(1)).take_while(|day| *day < plan.today);
    for day in days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)) {
        for _ in 0..dice.between(A_DAY.0, A_DAY.1) {
            let at = clock::at(day, 9, i64::from(dice.below(460)));
            let open: Vec<&Known> = known.iter().filter(|case| case.since < at).collect();
            let Some(case) = dice.pick(&open).copied() else { continue };
            let actor = match dice.below(4) {
                0 => dice.pick(&staff.checkers).cloned().ok_or(ActError::NotFound)?,
                1 => dice.pick(&staff.approvers).cloned().ok_or(ActError::NotFound)?,
                _ => staff.counter(case.office)?.clone(),
            };
            let screen = *dice.pick(&SCREENS).ok_or(ActError::NotFound)?;
            let subjects = std::iter::once(case.id).chain(case.recipient).collect();
            looks.push(Look { at, actor, screen, subjects });
        }
    }
    Ok(looks)
}

/// An evening, a Sunday, a person of another office, and searching without opening.
fn asked_about(plan: &SeedPlan, staff: &Staff, known: &[Known]) -> Result<Vec<Look>, ActError> {
    let begin = begin(plan.today);
    let day = |after: i32| begin.checked_add(Span::new().days(after)).unwrap_or(begin);
    let sunday = (0..7).map(|after| day(14 + after)).find(|day| day.weekday() == Weekday::Sunday).unwrap_or(begin);
    let monday = sunday.tomorrow().unwrap_or(sunday);
    let mut looks = Vec::new();
    for (at, stranger) in [
        (clock::at(day(8), 20, 41), false),
        (clock::at(sunday, 13, 5), false),
        (clock::at(monday, 12, 20), true),
        (clock::at(monday, 12, 26), true),
    ] {
        let Some(case) = known.iter().filter(|case| case.since < at).min_by_key(|case| case.since) else { continue };
        let offices = staff.offices();
        let office = if stranger { offices.iter().find(|office| **office != case.office) } else { Some(&case.office) };
        let actor = staff.counter(*office.ok_or(ActError::NotFound)?)?.clone();
        looks.push(Look { at, actor, screen: "case_form", subjects: vec![case.id] });
    }
    let searcher = staff.offices().last().copied().ok_or(ActError::NotFound)?;
    for minute in 0..SEARCHES.1 {
        let at = clock::at(monday, 17, i64::from(minute) * 2);
        let subjects: Vec<Uuid> = known.iter().filter(|case| case.since < at).take(SEARCHES.0).map(|case| case.id).collect();
        if !subjects.is_empty() {
            looks.push(Look { at, actor: staff.counter(searcher)?.clone(), screen: "ledger_search", subjects });
        }
    }
    Ok(looks)
}
