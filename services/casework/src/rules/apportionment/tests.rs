//! The published example, the properties of a share, and random histories of households against a reckoning from scratch.

use events::vocabulary::{MedicalScheme, ProcedureKind, ValidityPeriod};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::samples::{self, yen};
use crate::rules::version::Dates;
use crate::rules::{Masters, RuleSet};

fn with<R>(run: impl FnOnce(&Asked<'_>) -> R) -> R {
    let masters: Masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::Change, applied: date(2026, 4, 1) };
    run(&Asked { set: &set, dates, masters: &masters })
}

fn ask(caps: &[i64]) -> Result<Vec<i64>, Stop> {
    let caps: Vec<Yen> = caps.iter().map(|cap| yen(*cap)).collect();
    with(|asked| shares(asked, &caps, date(2026, 4, 1), &mut Trace::default()))
        .map(|shares| shares.0.into_iter().map(Yen::amount).collect())
}

#[test]
fn the_published_example() {
    assert_eq!(ask(&[30_000, 10_000]), Ok(vec![22_500, 7500]));
}

#[test]
fn rounding_and_members_who_pay_nothing() {
    assert_eq!(ask(&[10_000, 10_000, 10_000]), Ok(vec![3330, 3330, 3330]), "less than ten yen is cut off");
    assert_eq!(ask(&[5000, 0]), Ok(vec![5000, 0]), "alone among those who pay");
    assert_eq!(ask(&[5000, 0, 5000]), Ok(vec![2500, 0, 2500]));
    assert_eq!(ask(&[15_000, 500]), Ok(vec![14_510, 480]));
    assert_eq!(ask(&[0, 0]), Ok(vec![0, 0]));
    assert_eq!(ask(&[5000]), Ok(vec![5000]));
    assert_eq!(ask(&[]), Err(Stop::Missing("caps".to_owned())));
}

#[test]
fn the_sentence_shows_the_calculation() {
    let caps = [yen(30_000), yen(10_000)];
    let text = with(|asked| {
        let mut t = Trace::default();
        let _ = shares(asked, &caps, date(2026, 4, 1), &mut t);
        t.stored()[0].text.clone()
    });
    assert_eq!(
        text,
        "個人の上限額は 30,000円、10,000円。世帯の上限額は最も高い 30,000円。これを個人の上限額の比（合計 40000円）で分け、10円未満を切り捨てます。"
    );
}

fn member(id: u32, cap: i64, start: Date, end: Date) -> Recipient<u32> {
    Recipient {
        id,
        scheme: if id.is_multiple_of(2) { MedicalScheme::ChildChronic } else { MedicalScheme::Intractable },
        insurance: "見本".to_owned(),
        individual_cap: yen(cap),
        validity: ValidityPeriod::new(start, end).unwrap(),
        decided: None,
    }
}

/// Works out what changes and decides it.
fn decide(household: &mut [Recipient<u32>], known_on: Date) -> Vec<ShareChange<u32>> {
    let found = with(|asked| changes(asked, household, known_on, &mut Trace::default()).unwrap());
    for change in &found {
        let of = household.iter_mut().find(|recipient| recipient.id == change.id).unwrap();
        of.decided = Some(change.new);
    }
    found
}

fn on(household: &[Recipient<u32>], day: Date) -> Vec<(u32, Yen)> {
    with(|asked| shares_on(asked, household, day, &mut Trace::default()).unwrap())
}

#[test]
fn a_new_sibling_changes_everybody_from_the_first_of_the_next_month() {
    let mut household = vec![member(0, 10_000, date(2025, 10, 1), date(2026, 9, 30))];
    assert_eq!(decide(&mut household, date(2025, 10, 1)).len(), 1);
    household.push(member(2, 5000, date(2026, 4, 10), date(2026, 9, 30)));
    assert_eq!(
        decide(&mut household, date(2026, 4, 20)),
        [
            ShareChange { id: 0, from: date(2026, 5, 1), old: Some(yen(10_000)), new: yen(6660) },
            ShareChange { id: 2, from: date(2026, 4, 10), old: None, new: yen(3330) },
        ]
    );
    assert!(decide(&mut household, date(2026, 4, 21)).is_empty(), "what was done is not done again");
    assert_eq!(on(&household, date(2026, 4, 9)), [(0, yen(10_000))]);
    assert_eq!(
        on(&household, date(2026, 4, 30)),
        [(0, yen(10_000)), (2, yen(3330))],
        "the first card goes on to the month's end"
    );
    assert_eq!(on(&household, date(2026, 5, 1)), [(0, yen(6660)), (2, yen(3330))]);
}

#[test]
fn an_end_in_the_household_gives_the_others_their_own_cap_back() {
    let mut household =
        vec![member(0, 10_000, date(2025, 10, 1), date(2026, 9, 30)), member(2, 10_000, date(2025, 10, 1), date(2026, 4, 15))];
    decide(&mut household, date(2025, 10, 1));
    assert!(decide(&mut household, date(2026, 4, 1)).is_empty());
    let change = ShareChange { id: 0, from: date(2026, 5, 1), old: Some(yen(5000)), new: yen(10_000) };
    assert_eq!(decide(&mut household, date(2026, 4, 16)), [change]);
}

#[test]
fn another_insurer_shares_no_more() {
    let mut household =
        vec![member(0, 10_000, date(2025, 10, 1), date(2026, 9, 30)), member(2, 10_000, date(2025, 10, 1), date(2026, 9, 30))];
    decide(&mut household, date(2025, 10, 1));
    household[1].insurance = "例題".to_owned();
    let found = decide(&mut household, date(2026, 4, 1));
    assert_eq!(found.iter().map(|change| (change.from, change.new)).collect::<Vec<_>>(), [(date(2026, 4, 1), yen(10_000)); 2]);
}

fn any_caps() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(prop::sample::select(vec![0_i64, 500, 1250, 2500, 5000, 10_000, 15_000, 20_000, 30_000]), 1..6)
}

/// What happens to a household: somebody joins, changes tier or insurer, or ends early.
fn any_happening() -> impl Strategy<Value = (u8, usize, i64, i32)> {
    (0_u8..4, 0_usize..6, prop::sample::select(vec![0_i64, 500, 2500, 5000, 15_000]), 1_i32..60)
}

proptest! {
    #[test]
    fn never_more_than_the_highest_and_little_is_lost(caps in any_caps()) {
        let shared = ask(&caps).unwrap();
        let highest = caps.iter().max().unwrap();
        prop_assert!(shared.iter().sum::<i64>() <= *highest);
        prop_assert!(highest - shared.iter().sum::<i64>() < 10 * i64::try_from(caps.len()).unwrap());
        for (share, cap) in shared.iter().zip(&caps) {
            prop_assert!(share <= cap);
        }
    }

    #[test]
    fn the_order_makes_no_difference(caps in any_caps(), turn in 0_usize..6) {
        let at = turn % caps.len();
        let mut turned = caps.clone();
        turned.rotate_left(at);
        let mut shared = ask(&caps).unwrap();
        shared.rotate_left(at);
        prop_assert_eq!(ask(&turned).unwrap(), shared);
    }

    /// Decisions taken one after the other leave everybody with the share that a reckoning from scratch gives, whatever happened in which order.
    #[test]
    fn step_by_step_is_from_scratch(happenings in prop::collection::vec(any_happening(), 1..12)) {
        let mut today = date(2025, 1, 10);
        let mut household: Vec<Recipient<u32>> = Vec::new();
        for (what, whom, cap, days) in happenings {
            let id = u32::try_from(household.len()).unwrap();
            let place = if household.is_empty() { 0 } else { whom % household.len() };
            match (what, household.get_mut(place)) {
                (1, Some(member)) => member.individual_cap = yen(cap),
                (2, Some(member)) => member.insurance = if member.insurance == "見本" { "例題" } else { "見本" }.to_owned(),
                (3, Some(member)) if member.validity.contains(today) => {
                    member.validity = ValidityPeriod::new(member.validity.start(), today).unwrap();
                }
                _ => household.push(member(id, cap, today, today + jiff::Span::new().days(300))),
            }
            decide(&mut household, today);
            prop_assert!(decide(&mut household, today).is_empty(), "idempotent");
            let first = if today.day() == 1 { today } else { today.last_of_month().tomorrow()? };
            let scratch = on(&household, first);
            for (id, share) in &scratch {
                prop_assert_eq!(household.iter().find(|member| member.id == *id).unwrap().decided, Some(*share));
            }
            let mut turned = household.clone();
            turned.reverse();
            let mut other = on(&turned, first);
            other.sort_unstable();
            let mut sorted = scratch.clone();
            sorted.sort_unstable();
            prop_assert_eq!(&other, &sorted, "the order makes no difference");
            for group in ["見本", "例題"] {
                let of: Vec<&Recipient<u32>> =
                    household.iter().filter(|member| member.insurance == group && member.validity.contains(first)).collect();
                let highest = of.iter().map(|member| member.individual_cap.amount()).max().unwrap_or(0);
                let sum: i64 = scratch.iter().filter(|(id, _)| of.iter().any(|member| member.id == *id))
                    .map(|(_, share)| share.amount()).sum();
                prop_assert!(sum <= highest, "{sum} of {highest}");
            }
            today += jiff::Span::new().days(days);
        }
    }
}
