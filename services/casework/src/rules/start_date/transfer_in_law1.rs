//! A family that moves in: from the day of application on; care before it is the former authority's.

use jiff::civil::{Date, date};

use super::{StartFacts, StartFn, TRANSFER_RULE};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<StartFn> = Version {
    meta: Meta {
        rule: TRANSFER_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3、県の定め（要確認）",
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
    format!("転入は申請日（{}）からです。前の実施機関の支給認定はその前日までです。", v.text("application_date"))
}
