//! The register's terms against the day of the opinion or the days of the award.

use events::vocabulary::DesignationKind;
use jiff::civil::{Date, date};

use super::{DesignationFacts, DesignationFn, RULE, Standing};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<DesignationFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第1項、第19条の9",
        title: "指定の有効性",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, t| t.step(&LAW1.meta, |t| run(facts, t)),
};

fn run(facts: &DesignationFacts, t: &mut Trace) -> Result<Standing, Stop> {
    t.note("register", facts.kind.label().to_owned());
    t.note("is_doctor", facts.kind == DesignationKind::Doctor);
    t.read("register_number", &facts.number)?;
    let from = t.read("first_day", &facts.from)?;
    let until = t.read("last_day", &facts.until)?;
    t.note("terms", facts.terms.iter().map(ToString::to_string).collect::<Vec<_>>());
    if facts.terms.is_empty() {
        return Ok(Standing::Unknown);
    }
    let Some(mut reached) = reach(facts, from) else { return Ok(Standing::NotThen) };
    // A term that begins the day after the last leaves no gap.
    while reached < until {
        match reached.tomorrow().ok().and_then(|next| reach(facts, next)) {
            Some(further) => reached = further,
            None => return Ok(Standing::EndsOn(reached)),
        }
    }
    Ok(Standing::Designated)
}

/// The last day of a term that holds on a day.
fn reach(facts: &DesignationFacts, day: Date) -> Option<Date> {
    facts.terms.iter().filter(|term| term.contains(day)).map(|term| term.end()).max()
}

fn explain(v: &View<'_>) -> String {
    let terms = v.text("terms");
    let terms = if terms.is_empty() {
        "名簿に番号がありません".to_owned()
    } else {
        format!("名簿の有効期間は{terms}")
    };
    let days = if v.is("is_doctor") {
        format!("医療意見書の記載日（{}）", v.text("first_day"))
    } else {
        format!("支給認定の有効期間（{}から{}まで）", v.text("first_day"), v.text("last_day"))
    };
    format!("{}（{}）を{days}でみます。{terms}。", v.text("register"), v.text("register_number"))
}
