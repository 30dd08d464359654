//! A new application of somebody whose award ran out begins after it: no day is covered twice.

use jiff::civil::{Date, date};

use super::{AFTER_RULE, AfterFn};
use crate::rules::input::{Input, Stop};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<AfterFn> = Version {
    meta: Meta {
        rule: AFTER_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第8項、県の案内（期限後は新規）",
        title: "開始日（前の支給認定の後）",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(start: &Result<Date, Stop>, previous_end: &Input<Date>, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&LAW1.meta, |t| {
        let end = t.read("previous_end", previous_end)?;
        let start = t.take("start", super::RULE, start)?;
        let first =
            end.tomorrow().map_err(|_| Stop::conflict("previous_end", "日付が暦の範囲を超えます。日付を確かめてください。"))?;
        t.note("moved", start < first);
        Ok(start.max(first))
    })
}

fn explain(v: &View<'_>) -> String {
    let (start, end) = (v.text("start"), v.text("previous_end"));
    if v.is("moved") {
        format!("開始日（{start}）が前の支給認定の有効期間（{end}まで）に重なるため、その翌日からとします。")
    } else {
        format!("開始日（{start}）は前の支給認定の有効期間（{end}まで）の後なので、重なりません。")
    }
}
