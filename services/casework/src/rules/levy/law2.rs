//! 2018-09-01 to 2021-06-30: an unmarried parent's tax is worked out as if 寡婦(夫)控除 applied; with a low total income the parent counts as not
//! taxed.

use events::vocabulary::Yen;
use jiff::civil::{Date, date};

use super::law1::{converted, meta};
use super::{Levied, LevyFacts, LevyFn};
use crate::rules::asked::Asked;
use crate::rules::facts::DeemedWidow;
use crate::rules::input::Stop;
use crate::rules::trace::Trace;
use crate::rules::version::Version;

pub(super) static LAW2: Version<LevyFn> = Version {
    meta: meta(2, "児童福祉法施行令第22条（平成30年9月1日からのみなし寡婦（夫）控除）"),
    applies: |d| d.applied >= date(2018, 9, 1),
    from: date(2018, 9, 1),
    run,
};

fn run(facts: &LevyFacts<'_>, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Levied, Stop> {
    t.step(&LAW2.meta, |t| {
        let levied = converted(facts, on, asked, t)?;
        let (Levied(Some(levy)), Some(kind)) = (levied, facts.as_taxed.deemed_widow) else { return Ok(levied) };
        t.note("deemed_widow", kind.label().to_owned());
        let income = t.read(format!("members[{}].total_income_yen", facts.at), &facts.as_taxed.total_income)?;
        if income.amount() <= asked.program(t, "limit", "deemed_widow.income_limit", on)? {
            return Ok(Levied(None));
        }
        let key = match kind {
            DeemedWidow::Ordinary => "deemed_widow.deduction",
            DeemedWidow::Special => "deemed_widow.special_deduction",
        };
        let deduction = asked.program(t, "deduction", key, on)?;
        let rate = asked.program(t, "standard_rate", "levy.standard_rate", on)?;
        let less = deduction.saturating_mul(rate) / 100;
        Yen::new((levy.amount() - less).max(0))
            .map(|levy| Levied(Some(levy)))
            .map_err(|_| Stop::conflict(format!("members[{}].income_levy_yen", facts.at), "金額を確かめてください。"))
    })
}
