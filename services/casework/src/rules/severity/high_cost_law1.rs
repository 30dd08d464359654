//! Months on the cap sheet above the bound, within the months that end with that of the application. Months that are not known do not count as
//! low: enough months above decide, otherwise they are asked for.

use jiff::Span;
use jiff::civil::{Date, date};

use super::{HIGH_COST_RULE, MonthCost, PartFn, SeverityFacts};
use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<PartFn> = Version {
    meta: Meta {
        rule: HIGH_COST_RULE,
        law: 1,
        rev: 1,
        cite: "平成26年厚生労働省告示第462号第1号",
        title: "高額治療継続",
        result: |v| if v.yes() { "該当する" } else { "該当しない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, _, on, asked, t| t.step(&LAW1.meta, |t| run(facts, on, asked, t)),
};

fn run(facts: &SeverityFacts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<bool, Stop> {
    let bound = asked.program(t, "bound", "high_cost.bound_yen", on)?;
    let needed = asked.program(t, "needed", "high_cost.months", on)?;
    let window = asked.program(t, "window", "high_cost.window_months", on)?;
    let months = match &facts.months {
        Input::Known(months) => months.as_slice(),
        Input::Unknown => return t.read("months", &Input::<bool>::Unknown),
        Input::NotApplicable(reason) => return Err(Stop::NotApplicable(reason)),
    };
    let mut above = 0_i64;
    let mut unknown = Vec::new();
    for month in asked_months(on, window) {
        if facts.entitled_from.known().is_some_and(|from| month.last_of_month() < *from) {
            continue;
        }
        match cost_of(months, month)? {
            Input::Known(yen) => above += i64::from(yen.amount() > bound),
            Input::NotApplicable(_) => {}
            Input::Unknown => unknown.push(month),
        }
    }
    t.note("above", above);
    let possible = above + i64::try_from(unknown.len()).unwrap_or(i64::MAX);
    if above >= needed {
        return Ok(true);
    }
    if possible < needed {
        return Ok(false);
    }
    // Each is read, so that all that is missing is named.
    let mut first = Ok(false);
    for month in unknown {
        let name = format!("months[{}-{:02}].total_cost_yen", month.year(), month.month());
        let asked_for = t.read(name, &Input::<bool>::Unknown);
        first = first.and(asked_for);
    }
    first
}

/// First days of the months that count, the month of the application last.
fn asked_months(on: Date, window: i64) -> impl Iterator<Item = Date> {
    let last = on.first_of_month();
    (0..window).rev().filter_map(move |back| last.checked_sub(Span::new().try_months(back).ok()?).ok())
}

fn cost_of(months: &[MonthCost], month: Date) -> Result<Input<events::vocabulary::Yen>, Stop> {
    let mut found = months.iter().filter(|cost| cost.month.first_of_month() == month);
    let first = found.next().map_or(Input::Unknown, |cost| cost.total_cost);
    if found.next().is_some() {
        return Err(Stop::conflict("months", "同じ月が2回以上あります。月ごとに1つにしてください。"));
    }
    Ok(first)
}

fn explain(v: &View<'_>) -> String {
    let verdict = if v.yes() { "当たります" } else { "当たりません" };
    format!(
        "申請月までの{}か月のうち、医療費総額（10割）が{}円を超えた月は{}回。{}回以上のときに当たるので、{verdict}。",
        v.text("window"),
        v.text("bound"),
        v.text("above"),
        v.text("needed"),
    )
}
