//! Applications until 2023-09-30: from the day of application on.

use jiff::civil::{Date, date};

use super::{RULE, StartFacts, StartFn};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<StartFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3（令和5年9月30日まで）",
        title: "開始日",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &StartFacts, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&LAW1.meta, |t| t.read("application_date", &facts.application_date))
}

fn explain(v: &View<'_>) -> String {
    format!("令和5年9月30日までの申請は、申請日（{}）からです。", v.text("application_date"))
}
