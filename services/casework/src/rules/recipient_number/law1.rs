//! A child keeps its number while payer number and entitlement go on; otherwise the next serial, six digits and check digit.

use events::vocabulary::RecipientNumber;
use jiff::civil::date;

use super::{RULE, RecipientFacts, RecipientFn};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::val::Val;
use crate::rules::version::Version;

pub(super) static LAW1: Version<RecipientFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "公費負担医療の受給者番号の設定要領、県の定め（要確認）",
        title: "受給者番号",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

/// The register is full.
const FULL: &str = "この公費負担者番号の受給者番号は使い切りました。運用担当に連絡してください。";

fn run(facts: RecipientFacts, t: &mut Trace) -> Result<RecipientNumber, Stop> {
    let mut number = None;
    t.step(&LAW1.meta, |t| {
        t.note("payer", facts.payer);
        let chosen = if let Some(held) = facts.held {
            t.note("held", held.to_string());
            held
        } else {
            let serial = t.note("serial", i64::from(facts.last_serial) + 1);
            u32::try_from(serial)
                .ok()
                .and_then(RecipientNumber::from_serial)
                .ok_or_else(|| Stop::conflict("last_serial", FULL))?
        };
        number = Some(chosen);
        Ok(chosen.to_string())
    })?;
    number.ok_or_else(|| Stop::conflict("last_serial", FULL))
}

fn explain(v: &View<'_>) -> String {
    match v.get("held") {
        Some(held) => format!("公費負担者番号が同じで切れ目がないので、いまの番号 {} を続けます。", Val::text(held)),
        None => format!("公費負担者番号 {} の採番簿の{}番目です。", v.text("payer"), v.text("serial")),
    }
}
