//! The switch is the row `insurer_class.printed` of the master `program`.

use jiff::civil::date;

use super::{PrintFn, RULE};
use crate::rules::trace::{Meta, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<PrintFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "健康保険法施行規則等の改正（令和8年2月1日）",
        title: "適用区分の記載",
        result: |v| if v.yes() { "記載する" } else { "記載しない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |issued, asked, t| {
        t.step(&LAW1.meta, |t| {
            t.note("issued", issued);
            Ok(asked.program(t, "printed", "insurer_class.printed", issued)? == 1)
        })
    },
};

fn explain(v: &View<'_>) -> String {
    let verdict = if v.yes() { "記載します" } else { "記載しません" };
    format!("交付日は{}。高額療養費の適用区分は{verdict}。", v.text("issued"))
}
