//! Each share is the highest cap divided by the ratio of the individual caps, cut off to the unit of rounding. Members without a cap stay
//! without; a single member keeps the own cap.

use events::vocabulary::Yen;
use jiff::civil::{Date, date};

use super::{RULE, ShareFn, Shares};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const WRONG_UNIT: &str = "按分の端数の単位が正しくありません。マスタを確かめてください。";

pub(super) static LAW1: Version<ShareFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第2項（端数の扱いは要確認）",
        title: "世帯内按分",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(caps: &[Yen], on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Shares, Stop> {
    t.step(&LAW1.meta, |t| {
        if caps.is_empty() {
            return Err(Stop::Missing("caps".to_owned()));
        }
        for cap in caps {
            t.note("cap", *cap);
        }
        let paying = caps.iter().filter(|cap| **cap > Yen::ZERO).count();
        if paying < 2 {
            t.note("alone", true);
            return Ok(Shares(caps.to_vec()));
        }
        let highest = t.note("highest", caps.iter().copied().max().unwrap_or(Yen::ZERO));
        let sum: i128 = caps.iter().map(|cap| i128::from(cap.amount())).sum();
        t.note("sum", i64::try_from(sum).unwrap_or(i64::MAX));
        let unit = asked.program(t, "unit", "apportionment.unit_yen", on)?;
        if unit < 1 {
            return Err(Stop::conflict("masters.program.apportionment.unit_yen", WRONG_UNIT));
        }
        let share = |cap: &Yen| {
            let exact = i128::from(highest.amount()) * i128::from(cap.amount()) / sum;
            i64::try_from(exact - exact % i128::from(unit)).ok().and_then(|amount| Yen::new(amount).ok())
        };
        let shares: Option<Vec<Yen>> = caps.iter().map(share).collect();
        shares.map(Shares).ok_or_else(|| Stop::conflict("caps", "金額が計算できる範囲を超えています。金額を確かめてください。"))
    })
}

fn explain(v: &View<'_>) -> String {
    if v.is("alone") {
        return "上限額のある受給者が1人だけなので、按分しません。".to_owned();
    }
    format!(
        "個人の上限額は {}。世帯の上限額は最も高い {}。これを個人の上限額の比（合計 {}円）で分け、{}円未満を切り捨てます。",
        v.texts("cap").join("、"),
        v.text("highest"),
        v.text("sum"),
        v.text("unit"),
    )
}
