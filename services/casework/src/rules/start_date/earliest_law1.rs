//! An award for several diseases begins with the earliest of them.

use jiff::civil::{Date, date};

use super::{EARLIEST_RULE, EarliestFn, RULE};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<EarliestFn> = Version {
    meta: Meta {
        rule: EARLIEST_RULE,
        law: 1,
        rev: 1,
        cite: "県の定め（要確認）",
        title: "開始日（全体）",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(starts: &[Result<Date, Stop>], t: &mut Trace) -> Result<Date, Stop> {
    t.step(&LAW1.meta, |t| {
        let mut first: Option<Date> = None;
        for start in starts {
            let start = t.take("start", RULE, start)?;
            first = Some(first.map_or(start, |earlier| earlier.min(start)));
        }
        first.ok_or_else(|| Stop::Missing("diseases".to_owned()))
    })
}

fn explain(v: &View<'_>) -> String {
    format!("疾病ごとの開始日のうち、最も早い日（{}）をとります。", v.out())
}
