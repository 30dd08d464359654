//! A patient of 18 or older must have been entitled without a break since before 18 (児童福祉法施行令第1条): moving in is possible while the award
//! of the other prefecture runs, or on the day after its end.

use jiff::civil::date;

use super::{CONTINUITY_RULE, ContinuityFn, adult_on};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<ContinuityFn> = Version {
    meta: Meta {
        rule: CONTINUITY_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第1条",
        title: "支給認定の継続",
        result: |v| if v.yes() { "対象" } else { "対象外" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |applied, birth, previous_end, asked, t| {
        t.step(&LAW1.meta, |t| {
            let applied = t.read("application_date", applied)?;
            if !adult_on(asked, birth, applied, t)? {
                return Ok(true);
            }
            let end = t.read("previous_end", previous_end)?;
            let last = end
                .tomorrow()
                .map_err(|_| Stop::conflict("previous_end", "日付が暦の範囲を超えます。日付を確かめてください。"))?;
            Ok(applied <= last)
        })
    },
};

fn explain(v: &View<'_>) -> String {
    if !v.is("adult") {
        return "18歳未満なので、前の支給認定は問いません。".to_owned();
    }
    let verdict =
        if v.yes() { "切れ目がないので対象です" } else { "切れ目があるため対象になりません" };
    format!(
        "18歳以上は、18歳になる前から支給認定が続いていることが要ります。前の有効期間は{}まで。{verdict}。",
        v.text("previous_end")
    )
}
