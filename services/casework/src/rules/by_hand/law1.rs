//! What was set by hand takes the place of the proposal that it was set against.

use events::vocabulary::{OverriddenItem, OverrideGround, Tier};
use jiff::civil::{Date, date};

use super::proposal::bounds;
use super::{ByHand, DayFn, END_RULE, Limits, START_RULE, TIER_RULE, TierFn, field};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::val::Val;
use crate::rules::version::Version;
use crate::rules::{end_date, start_date, tier};

const START_LAPSED: &str =
    "もとの案が変わったため、手で改めた開始日は効力を失いました。取り下げるか、いまの案をもとに改め直してください。";
const END_LAPSED: &str =
    "もとの案が変わったため、手で改めた終了日は効力を失いました。取り下げるか、いまの案をもとに改め直してください。";
const TIER_LAPSED: &str =
    "もとの案が変わったため、手で改めた階層区分は効力を失いました。取り下げるか、いまの案をもとに改め直してください。";
const START_BEYOND: &str =
    "手で改めた開始日が、法令で認められる範囲の外になりました。取り下げるか、範囲の中の日に改め直してください。";
const END_BEYOND: &str =
    "手で改めた終了日が、法令で認められる範囲の外になりました。取り下げるか、範囲の中の日に改め直してください。";

pub(super) static START: Version<DayFn> = Version {
    meta: Meta {
        rule: START_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第8項の範囲で、県の判断（要確認）",
        title: "開始日（手で改めた）",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: start,
};

pub(super) static END: Version<DayFn> = Version {
    meta: Meta {
        rule: END_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第6項の範囲で、県の判断（要確認）",
        title: "終了日（手で改めた）",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: end,
};

pub(super) static TIER: Version<TierFn> = Version {
    meta: Meta {
        rule: TIER_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項の範囲で、県の判断（要確認）",
        title: "階層（手で改めた）",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: tier,
};

/// The proposal must be the one that was overridden.
fn chosen<T: Copy + PartialEq + Into<Val>>(
    by_hand: &ByHand<T>,
    (rule, proposed): (&'static str, &Result<T, Stop>),
    (item, lapsed): (OverriddenItem, &'static str),
    t: &mut Trace,
) -> Result<T, Stop> {
    let proposed = t.take("proposed", rule, proposed)?;
    t.note("ground", OverrideGround::label(by_hand.ground).to_owned());
    if t.note("meant", by_hand.proposed) == proposed {
        Ok(t.note("chosen", by_hand.chosen))
    } else {
        Err(Stop::conflict(field(item), lapsed))
    }
}

fn start(by_hand: &ByHand<Date>, proposed: &Result<Date, Stop>, limits: &Limits<'_>, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&START.meta, |t| {
        let day = chosen(by_hand, (start_date::RULE, proposed), (OverriddenItem::Start, START_LAPSED), t)?;
        within(day, OverriddenItem::Start, limits, START_BEYOND, t)
    })
}

fn end(by_hand: &ByHand<Date>, proposed: &Result<Date, Stop>, limits: &Limits<'_>, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&END.meta, |t| {
        let day = chosen(by_hand, (end_date::RULE, proposed), (OverriddenItem::End, END_LAPSED), t)?;
        within(day, OverriddenItem::End, limits, END_BEYOND, t)
    })
}

fn within(day: Date, item: OverriddenItem, limits: &Limits<'_>, beyond: &'static str, t: &mut Trace) -> Result<Date, Stop> {
    let bounds = bounds(item, limits, t)?;
    if bounds.hold(day) { Ok(day) } else { Err(Stop::conflict(field(item), beyond)) }
}

fn tier(by_hand: ByHand<Tier>, proposed: &Result<Tier, Stop>, t: &mut Trace) -> Result<Tier, Stop> {
    t.step(&TIER.meta, |t| chosen(&by_hand, (tier::RULE, proposed), (OverriddenItem::Tier, TIER_LAPSED), t))
}

fn explain(v: &View<'_>) -> String {
    format!(
        "規則の案は {}。手で {} に改めました（{}）。決裁者が確かめたときに決まります。",
        v.text("proposed"),
        v.text("chosen"),
        v.text("ground"),
    )
}
