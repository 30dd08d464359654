//! What was paid at the counter, less what others bore, less the family's own share: two tenths of the cost, up to what the cap of the month
//! leaves; and half of the standard meal cost.

use events::vocabulary::Yen;
use jiff::civil::date;

use super::{RULE, ReimbursementFacts, ReimbursementFn};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::own_share::OwnShare;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<ReimbursementFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の2、児童福祉法施行令第22条（端数と他の公費の扱いは要確認）",
        title: "療養費の額",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn less(from: Yen, take: Yen) -> Yen {
    Yen::new((from.amount() - take.amount()).max(0)).unwrap_or(Yen::ZERO)
}

fn more(one: Yen, other: Yen) -> Yen {
    Yen::new(one.amount() + other.amount()).unwrap_or(Yen::MAX)
}

fn run(facts: &ReimbursementFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<Yen, Stop> {
    t.step(&LAW1.meta, |t| {
        let month = t.read("month", &facts.month)?;
        // All are read before it stops, so that everything that is missing is named.
        let (total, paid) = (t.read("total", &facts.total), t.read("paid", &facts.paid));
        let (cap, on_the_sheet) = (t.read("cap", &facts.cap), t.read("on_the_sheet", &facts.on_the_sheet));
        let (other, high) = (t.read("other_public", &facts.other_public), t.read("high_cost", &facts.high_cost));
        let (meals, shared) = (t.read("meals_paid", &facts.meals_paid)?, t.read("meals_shared", &facts.meals_shared)?);
        let percent = asked.program(t, "percent", "share.percent", month)?;
        let unit = asked.program(t, "unit", "share.unit_yen", month)?;
        let meal_percent = asked.program(t, "meal_percent", "meals.percent", month)?;
        let left = t.note("left", less(cap?, on_the_sheet?));
        let own = t.note("own", OwnShare { percent, unit }.of(total?, left));
        let borne = more(other?, high?);
        let medical = t.note("medical", less(less(paid?, borne), own));
        let own_meals = if shared { Yen::new(meals.amount() * meal_percent / 100).unwrap_or(meals) } else { Yen::ZERO };
        let meals = t.note("meals", less(meals, own_meals));
        Ok(more(medical, meals))
    })
}

fn explain(v: &View<'_>) -> String {
    format!(
        "医療費総額{}の{}％と上限の残り{}の少ない方、{}が自己負担です。支払った{}から、他の公費{}、高額療養費{}と自己負担を引いた{}に、食事の戻り分{}を加えます。",
        v.text("total"),
        v.text("percent"),
        v.text("left"),
        v.text("own"),
        v.text("paid"),
        v.text("other_public"),
        v.text("high_cost"),
        v.text("medical"),
        v.text("meals")
    )
}
