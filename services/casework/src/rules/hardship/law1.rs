//! The certified tier counts; it must be lower than the tier by income.

use events::vocabulary::Tier;
use jiff::civil::date;

use super::{HardshipFn, RULE};
use crate::rules::caution::Caution;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const NOT_LOWER: &str = "境界層の階層が、所得による階層より低くありません。証明書を確かめてください。";

pub(super) static LAW1: Version<HardshipFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "生活保護への移行防止（境界層）の扱い（要確認）",
        title: "境界層による引下げ",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(tier: &Result<Tier, Stop>, certified: Tier, t: &mut Trace) -> Result<Tier, Stop> {
    t.step(&LAW1.meta, |t| {
        let tier = t.take("tier", crate::rules::tier::RULE, tier)?;
        if t.note("certified", certified) >= tier {
            return Err(Stop::conflict("hardship_tier", NOT_LOWER));
        }
        t.caution(Caution::LoweredForHardship);
        Ok(certified)
    })
}

fn explain(v: &View<'_>) -> String {
    format!("所得による階層{}を、境界層の証明により{}へ下げます。", v.text("tier"), v.text("certified"))
}
