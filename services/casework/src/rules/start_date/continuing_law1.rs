//! Renewal follows the award it renews without a gap; a change counts from the first of a month, never backwards.

use jiff::civil::{Date, date};

use super::months::day_after;
use super::{CHANGE_RULE, RENEWAL_RULE, StartFacts, StartFn};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static RENEWAL: Version<StartFn> = Version {
    meta: Meta {
        rule: RENEWAL_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3、県の定め",
        title: "開始日",
        result: |v| v.out(),
        explain: explain_renewal,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: renewal,
};

pub(super) static CHANGE: Version<StartFn> = Version {
    meta: Meta {
        rule: CHANGE_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の5",
        title: "開始日",
        result: |v| v.out(),
        explain: explain_change,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: change,
};

fn renewal(facts: &StartFacts, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&RENEWAL.meta, |t| {
        let applied = t.read("application_date", &facts.application_date)?;
        let end = t.read("previous_end", &facts.previous_end)?;
        if applied > end {
            return Err(Stop::conflict("kind", "前の有効期間が過ぎています。更新ではなく新規の申請として扱ってください。"));
        }
        day_after(end)
    })
}

fn explain_renewal(v: &View<'_>) -> String {
    format!("前の有効期間は{}まで。その翌日から続けます。", v.text("previous_end"))
}

fn change(facts: &StartFacts, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&CHANGE.meta, |t| {
        let applied = t.read("application_date", &facts.application_date)?;
        if applied.day() == 1 { Ok(applied) } else { day_after(applied.last_of_month()) }
    })
}

fn explain_change(v: &View<'_>) -> String {
    format!("申請日（{}）の翌月1日からです（1日の申請はその日から）。", v.text("application_date"))
}
